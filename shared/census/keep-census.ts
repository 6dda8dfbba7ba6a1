/** Puts a census into the vault, with its page, where the ledger seals both; and finds the latest one there. */

import { type Census, censusBytes, readCensus } from "../census-record.ts";
import { sha256Hex } from "../digest.ts";
import { StoreError } from "../errors.ts";
import { censusesKey, censusKey, parseCensusKey } from "../record-keys.ts";
import { censusPage } from "../render/census-page.ts";
import { readExisting } from "../store/conditions.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { tryServer } from "../store/storage-root.ts";

export interface CensusFiles {
  readonly census: Census;
  /** The key of its record. */
  readonly key: string;
  /** The bytes of the record. */
  readonly record: Uint8Array;
  /** Those of its page. */
  readonly page: Uint8Array;
}

/** The files of a census that was just taken. */
export function censusFiles(census: Census): CensusFiles {
  return filesOf(census, censusBytes(census), censusKey(census.orgId, new Date(census.at), "json"));
}

/** @throws StoreError; `contended` where another census was begun at the same millisecond */
export async function keepCensus(
  store: ObjectStore,
  { census, key, record, page }: CensusFiles,
): Promise<void> {
  const { orgId, at } = census;
  await tryServer(store, orgId);
  // The record last: where it stands, its page does too.
  await createOnce(store, censusKey(orgId, new Date(at), "html"), page);
  await createOnce(store, key, record);
}

/** Undefined in a vault without one. @throws IntegrityError `census-altered`; NewerProgramError; StoreError */
export async function latestCensus(store: ObjectStore, orgId: number): Promise<CensusFiles | undefined> {
  let latest: string | undefined;
  for await (const { key } of store.list(censusesKey(orgId))) {
    if (parseCensusKey(key) !== undefined && key.endsWith(".json")) latest = key;
  }
  if (latest === undefined) return undefined;
  const { bytes } = await readExisting(store, latest);
  return filesOf(readCensus(bytes, `${store.location}/${latest}`), bytes, latest);
}

function filesOf(census: Census, record: Uint8Array, key: string): CensusFiles {
  return { census, key, record, page: censusPage(census, { key, sha256: sha256Hex(record) }) };
}

/** Own bytes are there when the reply to our creation was lost. */
async function createOnce(store: ObjectStore, key: string, bytes: Uint8Array): Promise<void> {
  if ((await store.create(key, bytes)) === "created") return;
  const there = await readExisting(store, key);
  if (Buffer.compare(there.bytes, bytes) === 0) return;
  const message = `${store.location}/${key} is there already, of another census: run again.`;
  throw new StoreError("contended", message, { retryable: true });
}
