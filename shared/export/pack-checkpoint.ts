/** Packs the checkpoint of an export, and for each ticket in it what leads from its version to the checkpoint's root. */
import { StoreError } from "../errors.ts";
import { versionKey } from "../keys.ts";
import { checkpointBytes, listOf } from "../ledger/checkpoint.ts";
import { checkpointPath, PROOFS_PATH } from "../ledger/checkpoint-keys.ts";
import { type Prover, proversOf } from "../ledger/inclusion-proof.ts";
import { readList } from "../ledger/sealed-lists.ts";
import { versionNumber } from "../ocfl/inventory.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { storeTree } from "../store/store-tree.ts";
import type { Bag } from "./bag.ts";
import { isInCheckpoint } from "./in-checkpoint.ts";
import { readPinned } from "./pin-checkpoint.ts";
import type { ExportPlan, PlannedPart } from "./plan.ts";

/** @throws StoreError `checkpoint-altered`, IntegrityError `checkpoint-altered` where it, or a list, is not as it was sealed */
export async function packCheckpoint(
  bag: Bag,
  archive: ObjectStore,
  { orgId, checkpoint: pinned }: ExportPlan,
  { tickets }: PlannedPart,
): Promise<void> {
  if (pinned === null) return;
  const checkpoint = await readPinned(archive, orgId, pinned);
  if (checkpoint === undefined) throw altered(orgId, pinned.sequence);
  const toProve = proversOf(checkpoint);
  let open: { readonly name: string; readonly prove: Prover } | undefined;
  const proofs: string[] = [];
  for (const ticket of tickets.filter((each) => isInCheckpoint(each, pinned))) {
    const { ticketId, version, inventorySha256: sha256 } = ticket;
    const key = versionKey({ orgId, ticketId, version: versionNumber(version) });
    const name = listOf(key);
    if (open?.name !== name) {
      const list = checkpoint.lists.find((each) => each.name === name);
      if (list === undefined) throw altered(orgId, pinned.sequence);
      open = { name, prove: toProve(list, await readList(storeTree(archive), orgId, list)) };
    }
    const proof = open.prove({ key, sha256 });
    if (proof === undefined) throw altered(orgId, pinned.sequence);
    proofs.push(proof);
  }
  await bag.addPayload(checkpointPath(pinned.sequence), checkpointBytes(checkpoint), { compress: true });
  await bag.addPayload(PROOFS_PATH, Buffer.from(proofs.join("")), { compress: true });
}

function altered(orgId: number, sequence: number): StoreError {
  const text = `The checkpoint of account ${orgId} up to entry ${sequence} is not what the ledger seals, or does not have what it covers. Run \`ticketvault verify\`.`;
  return new StoreError("checkpoint-altered", text);
}
