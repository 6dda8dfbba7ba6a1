/** Reads the last entry of a vault's ledger, without listing it. */
import { StoreError } from "../errors.ts";
import { entryKey } from "../keys.ts";
import { headOf, type LedgerHead, parseEntry } from "./entry.ts";
import { lastEntry } from "./head-search.ts";

/** What of a store this asks for. */
interface Store {
  readonly location: string;
  stat(key: string): Promise<unknown>;
  read(key: string): Promise<{ readonly bytes: Uint8Array } | undefined>;
}

/** Undefined where there is no ledger. @throws StoreError; IntegrityError for a last entry that is none */
export async function ledgerHead(store: Store, orgId: number): Promise<LedgerHead | undefined> {
  const exists = async (sequence: number): Promise<boolean> =>
    (await store.stat(entryKey(orgId, sequence))) !== undefined;
  const last = await lastEntry(exists, 0);
  if (last === 0) return undefined;
  const where = `${store.location}/${entryKey(orgId, last)}`;
  const file = await store.read(entryKey(orgId, last));
  if (file === undefined) throw new StoreError("ledger-gap", `${where} was there a moment ago, and is not.`);
  return headOf(parseEntry(file.bytes, where), file.bytes);
}
