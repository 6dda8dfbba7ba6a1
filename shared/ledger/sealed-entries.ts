/** Finds the entries of a ledger that first sealed the versions of an export, and those that introduce keys. */
import { sha256Hex } from "../digest.ts";
import { forAll } from "../for-all.ts";
import { entryKey, ledgerKey, parseLedgerName } from "../keys.ts";
import { NewerProgramError } from "../newer-program.ts";
import { lastName, type Tree } from "../ocfl/tree.ts";
import { readEntry, readSealedEntry, vaultLedger } from "./read-entry.ts";

const AT_ONCE = 16;

/** What the ledger says of a version. */
export interface FirstSeal {
  /** Number of the entry. */
  readonly sequence: number;
  /** SHA-256 of the version's inventory when it was sealed. */
  readonly sha256: string;
}

/** What the ledger says that an export needs. */
interface Sealed {
  /** The first validly signed entry that names each of the wanted versions, by their keys in the ledger. */
  readonly versions: ReadonlyMap<string, FirstSeal>;
  /** Numbers of the validly signed entries that introduce another key, ascending. */
  readonly keyEntries: number[];
  /** The last entry, whatever it says; null when there is none. */
  readonly head: { readonly sequence: number; readonly sha256: string } | null;
}

/**
 * Reads the whole ledger once. Entries that are altered or not signed yet cover nothing: what is wrong with the ledger
 * itself is for `verify` to tell.
 * @throws NewerProgramError where an entry that cannot be read here may be what seals one of them
 * @param wanted keys of versions in the ledger: `archive/22824/143/v2/inventory.json`
 */
export async function firstSeals(
  tree: Tree,
  orgId: number,
  wanted: ReadonlySet<string>,
  signal?: AbortSignal,
): Promise<Sealed> {
  const place = vaultLedger(orgId);
  const { files } = await tree.children(ledgerKey(orgId));
  const sequences = files.flatMap((file) => {
    const known = parseLedgerName(lastName(file));
    return known?.kind === "entry" ? [known.sequence] : [];
  });
  const found = new Map<string, FirstSeal>();
  const keyEntries: number[] = [];
  let newer: string | undefined;
  const last = Math.max(0, ...sequences);
  let head: Sealed["head"] = null;
  const look = async (sequence: number): Promise<void> => {
    const bytes = await tree.read(entryKey(orgId, sequence));
    if (sequence === last && bytes !== undefined) head = { sequence, sha256: sha256Hex(bytes) };
    const entry = bytes && readEntry(bytes, place.entry(sequence));
    const names = entry?.sealed.filter(({ key }) => wanted.has(key)) ?? [];
    const isOfUse = names.length > 0 || entry?.kind === "key" || entry?.kind === "newer";
    if (!isOfUse || typeof (await readSealedEntry(tree, place, sequence)) === "string") return;
    if (entry?.kind === "newer") newer = place.entry(sequence);
    if (entry?.kind === "key") keyEntries.push(sequence);
    for (const { key, sha256 } of names) {
      if ((found.get(key)?.sequence ?? Number.POSITIVE_INFINITY) > sequence)
        found.set(key, { sequence, sha256 });
    }
  };
  await forAll(sequences, AT_ONCE, look, signal);
  if (newer !== undefined && found.size < wanted.size) throw new NewerProgramError(newer);
  return { versions: found, keyEntries: keyEntries.toSorted((a, b) => a - b), head };
}
