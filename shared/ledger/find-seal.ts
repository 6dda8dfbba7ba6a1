/** Finds the entry of a ledger that seals a version, by the version's time: a few reads, however long the ledger is. */
import { entryKey, type VersionName, versionKey } from "../keys.ts";
import type { Tree } from "../ocfl/tree.ts";
import { readEntry, readSealedEntry, vaultLedger } from "./read-entry.ts";

interface FoundSeal {
  readonly sequence: number;
  /** When the entry was made. */
  readonly time: string;
  /** SHA-256 of the version's inventory that it seals. */
  readonly sha256: string;
}

/** Clocks may differ by five minutes. */
const TOLERANCE_MS = 5 * 60_000;
/** Entries looked at after the version's time: what was not sealed within them is for `verify` to find. */
const MOST_ENTRIES = 300;

export interface Looked {
  readonly seal: FoundSeal | undefined;
  /** Numbers of the entries that were looked at for it; undefined where there was none. */
  readonly among: { readonly from: number; readonly to: number } | undefined;
}

/**
 * Only an entry with a sound signature counts, whosever the key is.
 * @param created when the version was archived
 * @param last number of the ledger's last entry
 */
export async function findSeal(
  tree: Pick<Tree, "read">,
  version: VersionName,
  { created, last }: { readonly created: string; readonly last: number },
): Promise<Looked> {
  const { orgId } = version;
  const place = vaultLedger(orgId);
  const wanted = versionKey(version);
  const since = new Date(Date.parse(created) - TOLERANCE_MS).toISOString();
  const timeOf = async (sequence: number): Promise<string> => {
    const bytes = await tree.read(entryKey(orgId, sequence));
    return (bytes && readEntry(bytes, place.entry(sequence))?.time) ?? "";
  };
  let [from, to] = [1, last + 1];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if ((await timeOf(middle)) >= since) to = middle;
    else from = middle + 1;
  }
  const end = Math.min(last, from + MOST_ENTRIES - 1);
  for (let sequence = from; sequence <= end; sequence += 1) {
    const bytes = await tree.read(entryKey(orgId, sequence));
    const entry = bytes && readEntry(bytes, place.entry(sequence));
    const sealed = entry?.sealed.find(({ key }) => key === wanted);
    if (entry === undefined || sealed === undefined) continue;
    if (typeof (await readSealedEntry(tree, place, sequence)) === "string") continue;
    return {
      seal: { sequence, time: entry.time, sha256: sealed.sha256 },
      among: { from, to: sequence },
    };
  }
  return { seal: undefined, among: from > end ? undefined : { from, to: end } };
}
