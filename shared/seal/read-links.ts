/** Reads entries with their signatures, several at once, in order. */
import { StoreError } from "../errors.ts";
import { entryKey, signatureKey } from "../keys.ts";
import type { Link } from "../ledger/chain.ts";
import type { ObjectStore } from "../store/object-store.ts";

/** The entries `from` to `to`, both included: few, as all are held. @throws StoreError when one is not there */
export async function readLinks(
  store: ObjectStore,
  orgId: number,
  from: number,
  to: number,
): Promise<Link[]> {
  const sequences = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  return Promise.all(sequences.map((sequence) => readLink(store, orgId, sequence)));
}

async function readLink(store: ObjectStore, orgId: number, sequence: number): Promise<Link> {
  const key = entryKey(orgId, sequence);
  const [entry, signature] = await Promise.all([store.read(key), store.read(signatureKey(orgId, sequence))]);
  if (entry !== undefined) return { sequence, bytes: entry.bytes, signature: signature?.bytes };
  const message = `${store.location}/${key} is missing, though later entries are there. Run \`ticketvault verify\`.`;
  throw new StoreError("ledger-gap", message);
}
