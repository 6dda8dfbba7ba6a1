/** Seals records, acceptances, entries of legal holds and censuses: those that notices name, or all that a ledger does not name yet. */
import { IntegrityError } from "../errors.ts";
import type { SealedFile } from "../ledger/entry-content.ts";
import { parseRecordKey, RECORD_FOLDERS, type RecordKind } from "../ledger/sealing-kinds.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Ledger } from "./ledger.ts";
import { digestOf } from "./versions.ts";

/** All records of a kind of an account that are `wanted` by their keys, with their digests as they stand. */
export async function recordsOf(
  store: ObjectStore,
  orgId: number,
  kind: RecordKind,
  wanted: (key: string) => boolean,
): Promise<SealedFile[]> {
  const found: SealedFile[] = [];
  for await (const { key } of store.list(`${RECORD_FOLDERS[kind]}/${orgId}`)) {
    if (parseRecordKey(key)?.kind === kind && wanted(key)) found.push(...(await recordAt(store, key)));
  }
  return found;
}

/** A record that a message names. */
export interface NoticedRecord {
  readonly orgId: number;
  readonly kind: RecordKind;
  readonly key: string;
  readonly messageId: string;
}

/** @param fail called with the records that could not be sealed */
export async function sealRecords(
  store: ObjectStore,
  ledgerOf: (orgId: number) => Ledger,
  records: readonly NoticedRecord[],
  fail: (records: readonly NoticedRecord[], error: unknown) => void,
): Promise<void> {
  const seal = async (some: readonly NoticedRecord[]): Promise<void> => {
    const [first] = some;
    if (first === undefined) return;
    try {
      const files = await Promise.all(some.map(({ key }) => recordAt(store, key)));
      await ledgerOf(first.orgId).seal(first.kind, files.flat());
    } catch (error) {
      if (!(error instanceof IntegrityError) || some.length === 1) return fail(some, error);
      // One of them is not what was sealed: the others shall not wait for it.
      for (const record of some) await seal([record]);
    }
  };
  const alike = Map.groupBy(records, ({ orgId, kind }) => `${orgId} ${kind}`);
  for (const some of alike.values()) await seal(some);
}

async function recordAt(store: ObjectStore, key: string): Promise<SealedFile[]> {
  const sha256 = await digestOf(store, key);
  return sha256 === undefined ? [] : [{ key, sha256 }];
}
