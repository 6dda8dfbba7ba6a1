/**
 * A checkpoint: all that a ledger seals up to one of its entries, so that nobody need read these entries again. Sealed files
 * stand in lists, which `sha256sum -c` reads; a Merkle tree over each list, and one over the lists, gives a root for all.
 */
import * as z from "zod";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { jsonBytes, plainJson } from "../json.ts";
import { parseVersionKey } from "../keys.ts";
import { NewerProgramError, ownDocument } from "../newer-program.ts";
import type { LedgerHead } from "./entry.ts";
import type { SealedFile } from "./entry-content.ts";
import { leafHash, MerkleTree } from "./merkle.ts";

const CHECKPOINT_SCHEMA = "urn:ticketvault:checkpoint:1";
const digest = z.string().regex(/^[0-9a-f]{64}$/);

const listSchema = z.strictObject({
  name: z.string().regex(/^[a-z]+(-\d{14})?$/),
  files: z.int().positive(),
  sha256: digest,
  root: digest,
});

const checkpointSchema = z.strictObject({
  schema: z.literal(CHECKPOINT_SCHEMA),
  org: z.int().positive(),
  sequence: z.int().positive(),
  head: digest,
  time: z.iso.datetime({ precision: 3 }),
  keys: z.array(digest),
  files: z.int().nonnegative(),
  root: digest,
  lists: z.array(listSchema),
  keyId: digest,
});

/** One list: `name` says of what, `files` how many, `sha256` is that of its bytes, `root` that of its tree. */
export type SealedList = z.infer<typeof listSchema>;

/**
 * `sequence`, `head` and `time` are number, SHA-256 and time of the last entry covered; `keys` are named by the entries
 * until then; `root` is that of the tree whose leaves are the roots of the lists; `keyId` names the key that signs it.
 */
export type Checkpoint = z.infer<typeof checkpointSchema>;

/** Tickets with numbers that follow each other stand in one list. */
const TICKETS_IN_LIST = 100;
const OF_TICKETS = "tickets-";

/** The list that a sealed file belongs into: `tickets-00000000000014` for versions of 1400 to 1499, of records their folder. */
export function listOf(key: string): string {
  const ticketId = parseVersionKey(key)?.ticketId;
  if (ticketId === undefined) return key.slice(0, key.indexOf("/"));
  return `${OF_TICKETS}${String(hundredOfTicket(ticketId)).padStart(14, "0")}`;
}

/** Tickets with these numbers stand in one list: 14 for 1400 to 1499. */
export function hundredOfTicket(ticketId: number): number {
  return Math.floor(ticketId / TICKETS_IN_LIST);
}

/** Which hundred of ticket numbers a list is of; undefined for one of records. */
export function hundredOf(name: string): number | undefined {
  return name.startsWith(OF_TICKETS) ? Number(name.slice(OF_TICKETS.length)) : undefined;
}

/** A list's bytes: `{sha256}  {key}` and a newline for each file, sorted by key. */
export function listBytes(files: Iterable<readonly [key: string, sha256: string]>): Uint8Array {
  const lines = [...files]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, sha256]) => lineOf(key, sha256));
  return Buffer.from(lines.map((line) => `${line}\n`).join(""));
}

/** The digests of a list's files by their keys. @throws IntegrityError `checkpoint-altered`; `where` names it */
export function parseList(bytes: Uint8Array, where: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const line of linesOf(bytes)) {
    const [, sha256 = "", key = ""] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    files.set(key, sha256);
  }
  if (Buffer.compare(listBytes(files), bytes) !== 0) throw altered(where);
  return files;
}

/** The list as a checkpoint names it. */
export function summaryOf(name: string, bytes: Uint8Array): SealedList {
  const lines = linesOf(bytes);
  const root = treeOfLines(lines).root.toString("hex");
  return { name, files: lines.length, sha256: sha256Hex(bytes), root };
}

/** A list's lines, without their newlines. */
export function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes).toString().split("\n").slice(0, -1);
}

/** A sealed file as a list names it. */
export function lineOf(key: string, sha256: string): string {
  return `${sha256}  ${key}`;
}

/** The tree of a list: its leaves are the lines. */
export function treeOfLines(lines: readonly string[]): MerkleTree {
  return new MerkleTree(lines.map((line) => leafHash(Buffer.from(line))));
}

/** The tree of a checkpoint: its leaves are the roots of the lists. */
export function treeOfLists(lists: readonly SealedList[]): MerkleTree {
  return new MerkleTree(lists.map(({ root }) => leafHash(Buffer.from(root, "hex"))));
}

/** What a checkpoint says of all entries up to `head`. */
interface Covered {
  readonly orgId: number;
  readonly head: LedgerHead;
  /** Ids of the keys that the entries name. */
  readonly keys: Iterable<string>;
  readonly lists: Iterable<SealedList>;
}

/** @param keyId the key that shall sign it */
export function newCheckpoint({ orgId, head, keys, lists }: Covered, keyId: string): Checkpoint {
  const { sequence, sha256, time } = head;
  const sorted = [...lists].toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return {
    schema: CHECKPOINT_SCHEMA,
    org: orgId,
    sequence,
    head: sha256,
    time,
    keys: [...keys].toSorted(),
    files: sorted.reduce((sum, { files }) => sum + files, 0),
    root: treeOfLists(sorted).root.toString("hex"),
    lists: sorted,
    keyId,
  };
}

export function checkpointBytes(checkpoint: Checkpoint): Uint8Array {
  return jsonBytes(checkpoint);
}

/** Only the exact bytes that `checkpointBytes` writes are one. @throws IntegrityError `checkpoint-altered`, NewerProgramError */
export function parseCheckpoint(bytes: Uint8Array, where: string): Checkpoint {
  let checkpoint: Checkpoint;
  try {
    checkpoint = ownDocument(checkpointSchema, plainJson(bytes), where);
  } catch (cause) {
    throw cause instanceof NewerProgramError ? cause : altered(where, cause);
  }
  const { org: orgId, keys, lists, ...rest } = checkpoint;
  const again = newCheckpoint({ orgId, head: { ...rest, sha256: rest.head }, keys, lists }, rest.keyId);
  if (Buffer.compare(checkpointBytes(again), bytes) !== 0) throw altered(where);
  return checkpoint;
}

/** The sealed files of all lists together, for a tree that is made at once. */
export function listsOf(files: Iterable<SealedFile>): Map<string, Map<string, string>> {
  const lists = new Map<string, Map<string, string>>();
  for (const { key, sha256 } of files) {
    const name = listOf(key);
    const list = lists.get(name) ?? new Map<string, string>();
    lists.set(name, list.set(key, sha256));
  }
  return lists;
}

function altered(where: string, cause?: unknown): IntegrityError {
  const message = `${where} is not what a sealer wrote. Run \`ticketvault verify\`.`;
  return new IntegrityError("checkpoint-altered", message, { cause });
}
