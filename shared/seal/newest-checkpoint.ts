/** Finds the entry that seals the newest checkpoint: by its digests it stands for all that was ever sealed. */
import { checkpointKey, checkpointsKey, parseCheckpointKey } from "../ledger/checkpoint-keys.ts";
import { readSealedEntry, vaultLedger } from "../ledger/read-entry.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { storeTree } from "../store/store-tree.ts";

/** Other entries may have come between the last one that a checkpoint covers and the one that seals it. */
const LOOKED_AT = 50;

/** Its number; undefined where there is no checkpoint, or none is sealed yet. @throws StoreError */
export async function newestCheckpointEntry(store: ObjectStore, orgId: number): Promise<number | undefined> {
  const { files } = await store.children(checkpointsKey(orgId));
  const last = Math.max(0, ...files.flatMap((key) => parseCheckpointKey(key)?.sequence ?? []));
  if (last === 0) return undefined;
  const key = checkpointKey(orgId, last);
  for (let sequence = last + 1; sequence <= last + LOOKED_AT; sequence += 1) {
    const sealed = await readSealedEntry(storeTree(store), vaultLedger(orgId), sequence);
    if (typeof sealed === "string") return undefined;
    if (sealed.entry.sealed.some((file) => file.key === key)) return sequence;
  }
  return undefined;
}
