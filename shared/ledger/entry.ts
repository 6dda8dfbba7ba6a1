/** One entry of a ledger: its fields, its bytes, and the entry that follows another. */
import * as z from "zod";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { jsonBytes, plainJson } from "../json.ts";
import { NewerProgramError, ownDocument } from "../newer-program.ts";
import { checkContent, codeKey, type Inconsistency, type SealedFile } from "./entry-content.ts";
import type { KeyChange } from "./key-change.ts";
import { SEALING_KINDS, type SealingKind } from "./sealing-kinds.ts";

const ENTRY_SCHEMA = "urn:ticketvault:ledger-entry:1";

const digest = z.string().regex(/^[0-9a-f]{64}$/);
const code = z.string().regex(/^[a-z][a-z-]{2,39}$/);

/** What every entry says, whatever program wrote it: enough to check its place in the chain and its signature. */
const envelopeSchema = z.object({
  org: z.int().positive(),
  sequence: z.int().positive(),
  previous: digest.nullable(),
  time: z.iso.datetime({ precision: 3 }),
  keyId: digest,
});

const entrySchema = z.strictObject({
  schema: z.literal(ENTRY_SCHEMA),
  ...envelopeSchema.omit({ keyId: true }).shape,
  kind: z.enum([...SEALING_KINDS, "heartbeat", "key", "revoke"]),
  sealed: z.array(z.strictObject({ key: z.string(), sha256: digest })),
  inconsistent: z.array(z.strictObject({ file: z.string(), code })),
  newKeyId: digest.nullable(),
  revokedKeyId: digest.nullable(),
  revokedFrom: z.int().positive().nullable(),
  keyId: digest,
  tool: z.string().min(1).max(100),
});

/**
 * `previous` is the SHA-256 of the entry before, null for the first; `time` is the sealer's clock, UTC; `sealed` are files
 * of the kind that `kind` names, sorted by key; `inconsistent` says which of them contradict themselves, and how;
 * `newKeyId` is the key that an entry of kind `key` introduces; an entry of kind `revoke` says that those of
 * `revokedKeyId` do not count from number `revokedFrom` on; `keyId` names the key that signs the entry. Keys are named by
 * their SHA-256.
 */
export type Entry = z.infer<typeof entrySchema>;

/** An entry that a newer program wrote: only its envelope is known. */
interface NewerEntry extends z.infer<typeof envelopeSchema> {
  readonly kind: "newer";
  readonly sealed: readonly [];
  readonly inconsistent: readonly [];
  readonly newKeyId: null;
  readonly revokedKeyId: null;
  readonly revokedFrom: null;
}

export type ReadEntry = Entry | NewerEntry;

/** A file to be sealed, and the codes of what contradicts itself in it. */
export interface FoundFile extends SealedFile {
  readonly inconsistent?: readonly string[];
}

/** The last entry of a ledger, as far as the next one rests on it. */
export interface LedgerHead {
  readonly sequence: number;
  /** SHA-256 of the entry's bytes. */
  readonly sha256: string;
  readonly time: string;
}

/** What the next entry shall say. */
export type EntryContent =
  | {
      readonly kind: SealingKind;
      readonly sealed: readonly SealedFile[];
      readonly inconsistent?: readonly Inconsistency[];
    }
  | { readonly kind: "heartbeat" }
  | KeyChange;

/** Who writes an entry, and when. */
export interface EntryOrigin {
  readonly orgId: number;
  readonly keyId: string;
  readonly now: Date;
  /** Name and version of the program: `ticketvault 0.1.0`. */
  readonly tool: string;
}

/** The entry after `head`, or the first. Its time is never before the one of `head`, whatever the clock says. */
export function nextEntry(head: LedgerHead | undefined, content: EntryContent, origin: EntryOrigin): Entry {
  const now = origin.now.toISOString();
  return {
    schema: ENTRY_SCHEMA,
    org: origin.orgId,
    sequence: (head?.sequence ?? 0) + 1,
    previous: head?.sha256 ?? null,
    time: head !== undefined && head.time > now ? head.time : now,
    kind: content.kind,
    sealed: "sealed" in content ? content.sealed.toSorted(byKey).map(plain) : [],
    inconsistent: "sealed" in content ? sortedCodes(content.inconsistent ?? []) : [],
    newKeyId: content.kind === "key" ? content.newKeyId : null,
    revokedKeyId: content.kind === "revoke" ? content.revokedKeyId : null,
    revokedFrom: content.kind === "revoke" ? content.revokedFrom : null,
    keyId: origin.keyId,
    tool: origin.tool,
  };
}

/** The bytes of an entry: JSON with two spaces, the fields in the order of the schema, and a newline. */
export function entryBytes(entry: Entry): Uint8Array {
  return jsonBytes(entry);
}

export function headOf(entry: Pick<Entry, "sequence" | "time">, bytes: Uint8Array): LedgerHead {
  return { sequence: entry.sequence, sha256: sha256Hex(bytes), time: entry.time };
}

/**
 * Reads an entry. Only the exact bytes that `entryBytes` writes are one, or what a newer program wrote with the same
 * envelope: whether somebody signed that is for its signature to tell.
 * @throws IntegrityError `entry-unreadable`; `where` names it
 */
export function parseEntry(bytes: Uint8Array, where: string): ReadEntry {
  try {
    const json = plainJson(bytes);
    // Bytes in another form could be read in two ways: a name that stands twice, an indent that a reader of lines takes.
    if (Buffer.compare(jsonBytes(json), bytes) !== 0) throw new Error("other bytes than an entry's");
    const entry = knownEntry(json, where);
    if (entry === undefined) return { ...envelopeSchema.parse(json), kind: "newer", ...UNKNOWN };
    checkContent(entry);
    if (Buffer.compare(entryBytes(entry), bytes) !== 0) throw new Error("other bytes than an entry's");
    return entry;
  } catch (cause) {
    const message = `${where} is no ledger entry that Ticketvault wrote. Run \`ticketvault verify\`.`;
    throw new IntegrityError("entry-unreadable", message, { cause });
  }
}

/** What is known of the content of an entry that a newer program wrote. */
const UNKNOWN = {
  sealed: [],
  inconsistent: [],
  newKeyId: null,
  revokedKeyId: null,
  revokedFrom: null,
} as const;

/** Undefined for what a newer program wrote. @throws zod's error for what is no entry */
function knownEntry(json: unknown, where: string): Entry | undefined {
  try {
    return ownDocument(entrySchema, json, where);
  } catch (error) {
    if (error instanceof NewerProgramError) return undefined;
    throw error;
  }
}

function sortedCodes(inconsistent: readonly Inconsistency[]): Inconsistency[] {
  const unique = new Map(
    inconsistent.map(({ file, code: each }) => [codeKey({ file, code: each }), { file, code: each }]),
  );
  return [...unique].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function byKey(a: SealedFile, b: SealedFile): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}

/** Nothing but the fields of an entry, in their order. */
function plain({ key, sha256 }: SealedFile): SealedFile {
  return { key, sha256 };
}
