/** Packs the entries of the ledger that vouch for the versions in a part. */
import { StoreError } from "../errors.ts";
import { ledgerEntryPath, ledgerPublicKeyPath, ledgerSignaturePath, versionKey } from "../keys.ts";
import { readSealedEntry, vaultLedger } from "../ledger/read-entry.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { storeTree } from "../store/store-tree.ts";
import type { Bag } from "./bag.ts";
import type { ExportPlan, PlannedPart } from "./plan.ts";

/**
 * Packs the entries that cover the part's versions, those that introduce or revoke keys and the one that seals the checkpoint, with
 * their signatures and the keys to check these with.
 * @returns SHA-256 of the inventories that they sealed, by their keys. Only those of the part are kept: an entry names
 *   up to a thousand versions, and those of a part may be spread over as many entries
 */
export async function packLedger(
  bag: Bag,
  archive: ObjectStore,
  { orgId, keyEntries, checkpoint }: ExportPlan,
  part: PlannedPart,
): Promise<ReadonlyMap<string, string>> {
  const covering = sealedKeys(orgId, part);
  const ofCheckpoint = checkpoint === null ? [] : [checkpoint.entry];
  const sequences = new Set([...covering.keys(), ...keyEntries, ...ofCheckpoint]);
  const sealed = new Map<string, string>();
  const keys = new Map<string, string>();
  for (const sequence of [...sequences].toSorted((a, b) => a - b)) {
    const found = await readSealedEntry(storeTree(archive), vaultLedger(orgId), sequence);
    if (typeof found === "string") {
      const text = `Entry ${sequence} of the ledger of account ${orgId} was sound when the export was planned and is not now. Run \`ticketvault verify\`.`;
      throw new StoreError("ledger-altered", text);
    }
    await bag.addPayload(ledgerEntryPath(sequence), found.bytes, { compress: true });
    await bag.addPayload(ledgerSignaturePath(sequence), found.signature, { compress: false });
    keys.set(found.entry.keyId, found.publicKey.pem);
    for (const { key, sha256 } of found.entry.sealed) {
      if (covering.get(sequence)?.has(key) === true) sealed.set(key, sha256);
    }
  }
  for (const [keyId, pem] of keys) {
    await bag.addPayload(ledgerPublicKeyPath(keyId), Buffer.from(pem), { compress: true });
  }
  return sealed;
}

/** By the numbers of the entries: the keys of the part's versions that each covers. */
function sealedKeys(orgId: number, { tickets }: PlannedPart): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>();
  for (const { ticketId, ledgerEntries } of tickets) {
    for (const [index, sequence] of ledgerEntries.entries()) {
      if (sequence === null) continue;
      const keys = found.get(sequence) ?? new Set();
      found.set(sequence, keys.add(versionKey({ orgId, ticketId, version: index + 1 })));
    }
  }
  return found;
}
