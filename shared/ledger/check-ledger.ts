/** Checks an account's ledger from its first entry (or one of its last) to now, and gives what it seals. */

import { type Finding, finding, isError } from "../findings.ts";
import { entryKey, ledgerKey, parseLedgerName, publicKeyKey, publicKeysKey } from "../keys.ts";
import { isEmptyFolder, lastName, type Tree, type TreeChildren } from "../ocfl/tree.ts";
import { Chain, type Link } from "./chain.ts";
import type { LedgerHead } from "./entry.ts";
import type { PublicKey } from "./public-key.ts";
import { publishedKeys } from "./published-keys.ts";
import { readLink, vaultLedger } from "./read-entry.ts";
import { SealedFiles } from "./sealed-files.ts";

export interface LedgerOptions {
  readonly now: Date;
  /** Keys known from elsewhere: entries are believed only if these, or keys that these introduced, vouch for them. */
  readonly pinned: readonly PublicKey[];
  /** SHA-256 of an entry that was noted down, to be looked for. */
  readonly head?: string | undefined;
  /** Reads only this many of the last entries. */
  readonly tail?: number | undefined;
  /** Reads the entries from this number on, which a checkpoint ends with, and only up to number `to` where that is given. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** The keys that the entries before name. */
  readonly keysBefore?: readonly string[];
  /** Keeps the seals of these tickets only. */
  readonly only?: ReadonlySet<number> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called with how many entries are read. */
  readonly onEntries?: ((entries: number) => void) | undefined;
}

export interface VerifiedLedger {
  readonly orgId: number;
  readonly findings: readonly Finding[];
  readonly sealed: SealedFiles;
  /** Entries read. */
  readonly entries: number;
  /** The last entry; undefined when there is none. */
  readonly head: LedgerHead | undefined;
  /** Whether the entry that was noted down is there. */
  readonly hasHead: boolean;
  /** The time (ms) of the first entry that was read. */
  readonly first: number | undefined;
  /** Undefined when the ledger was read from its first entry; else the time (ms) from which on all entries were. */
  readonly since: number | undefined;
  /** Whether entries of a newer program are among them: what these seal is not known here. */
  readonly hasNewer: boolean;
  /** Whether numbers, chain, signatures and seals are without an error; silences do not count. */
  readonly isSound: boolean;
  /** Every key that the entries name. */
  readonly keyIds: ReadonlySet<string>;
  /** The lowest number from which on a key was revoked; infinite where none was. */
  readonly revokedFrom: number;
}

const AT_ONCE = 16;

/**
 * Undefined when the account has no ledger.
 * @throws what the tree throws, and the signal's reason
 */
export async function verifyLedger(
  tree: Tree,
  orgId: number,
  options: LedgerOptions,
): Promise<VerifiedLedger | undefined> {
  const folder = await readFolder(tree, orgId);
  if (folder === undefined) return undefined;
  const { published, findings: ofKeys } = await publishedKeys(tree, orgId);
  const keys = new Map([...published, ...options.pinned.map((key) => [key.id, key] as const)]);
  const chain = new Chain({ orgId, keys, trusted: options.pinned.map(({ id }) => id) });
  const sealed = new SealedFiles(options.only);
  const findings: Finding[] = [...folder.findings, ...ofKeys];

  const wanted = wantedOf(folder.entries, options);
  const isToEnd = wanted.at(-1) === folder.entries.at(-1);
  const isWhole = wanted.length === folder.entries.length;
  if (isWhole) chain.missingStart(wanted[0] ?? 1);
  if (wanted.length === 0) findings.push(finding("missing", entryKey(orgId, 1), "the ledger has no entry"));
  let first: number | undefined;
  let hasHead = false;
  let revokedFrom = Number.POSITIVE_INFINITY;
  for await (const link of links(tree, orgId, wanted, folder.signatures, options)) {
    const checked = chain.add(link);
    hasHead ||= chain.head?.sha256 === options.head;
    if (checked === undefined) continue;
    sealed.add(checked);
    if (checked.counts) revokedFrom = Math.min(revokedFrom, checked.entry.revokedFrom ?? revokedFrom);
    first ??= Date.parse(checked.entry.time);
  }
  if (isToEnd) chain.end(options.now);
  const isSound = ![...chain.findings, ...sealed.findings].some(isError);
  if (isToEnd) chain.expectHeartbeat(options.now);
  const { keyIds } = chain.signatures;
  findings.push(
    ...chain.findings,
    ...chain.silences,
    ...sealed.findings,
    ...keyFindings(orgId, chain, { published, findings: ofKeys, before: isWhole ? [] : options.keysBefore }),
  );
  const { entries, head, hasNewer } = chain;
  const since = isWhole ? undefined : first;
  const told = { entries, head, hasHead, first, since, hasNewer, isSound, keyIds, revokedFrom };
  return { orgId, findings, sealed, ...told };
}

function wantedOf(entries: readonly number[], { tail, from = 1, to }: LedgerOptions): readonly number[] {
  const wanted = entries.filter((sequence) => sequence >= from && sequence <= (to ?? sequence));
  return tail === undefined ? wanted : wanted.slice(-tail);
}

/**
 * The same, read a second time where the first found errors: an entry may have been in the writing.
 * @param wait lets some time pass in between
 */
export async function settledLedger(
  tree: Tree,
  orgId: number,
  options: LedgerOptions,
  wait: () => Promise<void>,
): Promise<VerifiedLedger | undefined> {
  const first = await verifyLedger(tree, orgId, options);
  if (!first?.findings.some(isError)) return first;
  await wait();
  return verifyLedger(tree, orgId, options);
}

/** True for the account of a new stack: heartbeats, and no ticket yet, so that there is no storage root to miss. */
export function isUnused(root: TreeChildren, ledger: VerifiedLedger | undefined): boolean {
  return isEmptyFolder(root) && ledger?.since === undefined && ledger?.sealed.count === 0;
}

interface Folder {
  /** Numbers of the entries, and of the signatures, in order. */
  readonly entries: readonly number[];
  readonly signatures: ReadonlySet<number>;
  readonly findings: readonly Finding[];
}

async function readFolder(tree: Tree, orgId: number): Promise<Folder | undefined> {
  const children = await tree.children(ledgerKey(orgId));
  if (isEmptyFolder(children)) return undefined;
  const { files, folders, others = [] } = children;
  const numbers = {
    entry: new Set<number>(),
    signature: new Set<number>(),
    "time-stamp": new Set<number>(),
  };
  const extra = [...others, ...folders.filter((folder) => folder !== publicKeysKey(orgId))];
  for (const file of files) {
    const known = parseLedgerName(lastName(file));
    if (known === undefined) extra.push(file);
    else numbers[known.kind].add(known.sequence);
  }
  const findings = extra.map((path) => finding("extra", path, "this does not belong in a ledger"));
  for (const sequence of numbers.signature) {
    if (numbers.entry.has(sequence)) continue;
    const message = "the entry is missing, though its signature is there";
    findings.push(finding("missing", entryKey(orgId, sequence), message));
  }
  return { entries: [...numbers.entry].toSorted((a, b) => a - b), signatures: numbers.signature, findings };
}

async function* links(
  tree: Tree,
  orgId: number,
  sequences: readonly number[],
  signatures: ReadonlySet<number>,
  { signal, onEntries }: LedgerOptions,
): AsyncIterable<Link> {
  const place = vaultLedger(orgId);
  const read = async (sequence: number): Promise<Link> =>
    (await readLink(tree, place, sequence, signatures.has(sequence))) ?? {
      sequence,
      bytes: new Uint8Array(),
      signature: undefined,
    };
  for (let start = 0; start < sequences.length; start += AT_ONCE) {
    signal?.throwIfAborted();
    const some = await Promise.all(sequences.slice(start, start + AT_ONCE).map(read));
    yield* some;
    onEntries?.(start + some.length);
  }
}

interface Keys {
  readonly published: ReadonlyMap<string, PublicKey>;
  /** What is wrong with those. */
  readonly findings: readonly Finding[];
  /** Ids of the keys that entries name which were not read; undefined where nobody knows. */
  readonly before: readonly string[] | undefined;
}

/** Keys that entries name and nobody can read, and keys that no entry names. */
function keyFindings(
  orgId: number,
  { signatures: { keyIds }, hasNewer }: Chain,
  { published, findings, before }: Keys,
): Finding[] {
  const told = new Set(findings.map(({ path }) => path));
  const missing = [...keyIds]
    .filter((id) => !published.has(id) && !told.has(publicKeyKey(orgId, id)))
    .map((id) =>
      finding("missing", publicKeyKey(orgId, id), "entries name this key, but it is not published"),
    );
  // What entries before these name, nobody may have told.
  const extra = [...published.keys()]
    .filter((id) => before !== undefined && !before.includes(id) && !keyIds.has(id) && !hasNewer)
    .map((id) => finding("extra", publicKeyKey(orgId, id), "no entry names this key"));
  return [...missing, ...extra];
}
