/** Finds the entries of a ledger that first sealed the versions of an export, and those that introduce keys. */
import { sha256Hex } from "../digest.ts";
import { forAll } from "../for-all.ts";
import { entryKey, ledgerKey, parseLedgerName, parseVersionKey } from "../keys.ts";
import { NewerProgramError } from "../newer-program.ts";
import { lastName, type Tree } from "../ocfl/tree.ts";
import { parseCheckpointKey } from "./checkpoint-keys.ts";
import type { ReadEntry } from "./entry.ts";
import { KeyHistory } from "./key-history.ts";
import { readEntry, readSealedEntry, vaultLedger } from "./read-entry.ts";
import { type Heartbeats, heartbeatsOf } from "./silences.ts";

const AT_ONCE = 16;
const OF_KEYS: ReadonlySet<ReadEntry["kind"]> = new Set(["key", "revoke"]);
/** Entries that are checked whatever files they name. */
const OF_USE: ReadonlySet<ReadEntry["kind"]> = new Set([...OF_KEYS, "checkpoints", "newer"]);

/** What the ledger says of a version. */
export interface FirstSeal {
  /** Number of the entry. */
  readonly sequence: number;
  /** SHA-256 of the version's inventory when it was sealed. */
  readonly sha256: string;
  /** When the entry was made: not before the version. */
  readonly time: string;
}

/** By ticket and version number; of each ticket one at least. */
export type SealedVersions = ReadonlyMap<number, ReadonlyMap<number, FirstSeal>>;

/** Which tickets are asked for: for each its versions that are known, up to this one. */
export interface Asked {
  readonly known: ReadonlyMap<number, number>;
  /** Whether anything that is sealed of a ticket matters, known or not. */
  isAsked(ticketId: number): boolean;
}

/** A checkpoint that a validly signed entry seals. */
export interface SealedCheckpoint {
  /** Number of that entry. */
  readonly entry: number;
  /** The last entry that it covers. */
  readonly sequence: number;
  readonly sha256: string;
}

/** What the ledger says that an export needs. */
export interface Sealed {
  /** The first validly signed entry that names each version of the tickets asked for. */
  readonly versions: SealedVersions;
  /** Numbers of the validly signed entries that introduce or revoke a key, ascending. */
  readonly keyEntries: number[];
  /** Ascending; without those that may hold what a key sealed that was revoked since. */
  readonly checkpoints: readonly SealedCheckpoint[];
  /** The last entry, whatever it says; null when there is none. */
  readonly head: { readonly sequence: number; readonly sha256: string } | null;
  readonly heartbeats: Heartbeats;
}

/**
 * Reads the whole ledger once. Entries that are altered or not signed yet cover nothing: what is wrong with the ledger
 * itself is for `verify` to tell.
 * @throws NewerProgramError where an entry that cannot be read here may be what seals one of the known versions
 */
export async function firstSeals(
  tree: Tree,
  orgId: number,
  { known, isAsked }: Asked,
  signal?: AbortSignal,
): Promise<Sealed> {
  const place = vaultLedger(orgId);
  const { files } = await tree.children(ledgerKey(orgId));
  const sequences = files.flatMap((file) => {
    const known = parseLedgerName(lastName(file));
    return known?.kind === "entry" ? [known.sequence] : [];
  });
  const seals: NamedSeal[] = [];
  const keyEntries: ReadEntry[] = [];
  const checkpoints: ReadEntry[] = [];
  const beats: Parameters<typeof heartbeatsOf>[0][number][] = [];
  let newer: string | undefined;
  const last = Math.max(0, ...sequences);
  let head: Sealed["head"] = null;
  const look = async (sequence: number): Promise<void> => {
    const bytes = await tree.read(entryKey(orgId, sequence));
    if (sequence === last && bytes !== undefined) head = { sequence, sha256: sha256Hex(bytes) };
    const entry = bytes && readEntry(bytes, place.entry(sequence));
    if (entry === undefined) return;
    const { time, kind, keyId } = entry;
    beats.push({ sequence, time, kind });
    const names = entry.sealed.flatMap(({ key, sha256 }) => {
      const name = parseVersionKey(key);
      return name !== undefined && isAsked(name.ticketId) ? { ...name, sha256 } : [];
    });
    const isOfUse = names.length > 0 || OF_USE.has(kind);
    if (!isOfUse || typeof (await readSealedEntry(tree, place, sequence)) === "string") return;
    if (kind === "newer") newer = place.entry(sequence);
    if (OF_KEYS.has(kind)) keyEntries.push(entry);
    if (kind === "checkpoints") checkpoints.push(entry);
    for (const name of names) seals.push({ ...name, sequence, keyId, time });
  };
  await forAll(sequences, AT_ONCE, look, signal);
  const { history, counting, revocations } = ofKeys(keyEntries);
  const found = new Map<number, Map<number, FirstSeal>>();
  for (const seal of seals) if (history.refusal(seal) === undefined) keepFirst(found, seal);
  const isSealed = ([ticketId, version]: readonly [number, number]): boolean =>
    Array.from({ length: version }, (_, index) => index + 1).every((each) => found.get(ticketId)?.has(each));
  if (newer !== undefined && ![...known].every(isSealed)) throw new NewerProgramError(newer);
  const usable = checkpoints
    .filter((entry) => history.refusal(entry) === undefined)
    .flatMap(checkpointsIn)
    .filter(({ sequence: last }) =>
      revocations.every(({ sequence, revokedFrom }) => sequence <= last || (revokedFrom ?? 0) > last),
    );
  return {
    versions: found,
    keyEntries: counting,
    checkpoints: usable.toSorted((a, b) => a.sequence - b.sequence),
    head,
    heartbeats: heartbeatsOf(beats),
  };
}

function checkpointsIn({ sequence: entry, sealed }: ReadEntry): SealedCheckpoint[] {
  return sealed.flatMap(({ key, sha256 }) => {
    const sequence = parseCheckpointKey(key)?.sequence;
    return sequence === undefined ? [] : { entry, sequence, sha256 };
  });
}

/** A version as one entry seals it. */
interface NamedSeal extends FirstSeal {
  readonly ticketId: number;
  readonly version: number;
  readonly keyId: string;
}

interface OfKeys {
  readonly history: KeyHistory;
  /** Numbers of the entries that counted when they were signed, ascending. */
  readonly counting: number[];
  readonly revocations: readonly ReadEntry[];
}

/** What the entries say of keys. */
function ofKeys(entries: readonly ReadEntry[]): OfKeys {
  const history = new KeyHistory();
  const counting: ReadEntry[] = [];
  for (const entry of entries.toSorted((a, b) => a.sequence - b.sequence)) {
    if (history.refusal(entry) !== undefined) continue;
    history.add(entry);
    counting.push(entry);
  }
  return {
    history,
    counting: counting.map(({ sequence }) => sequence),
    revocations: counting.filter(({ kind }) => kind === "revoke"),
  };
}

function keepFirst(
  found: Map<number, Map<number, FirstSeal>>,
  { ticketId, version, sequence, sha256, time }: NamedSeal,
): void {
  const seals = found.get(ticketId) ?? new Map<number, FirstSeal>();
  found.set(ticketId, seals);
  if ((seals.get(version)?.sequence ?? Number.POSITIVE_INFINITY) > sequence)
    seals.set(version, { sequence, sha256, time });
}
