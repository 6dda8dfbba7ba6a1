/** Puts objects of Ticketvault's form into a store, without content: enough for what only looks at inventories. */

import { inventoryKey, sidecarKey, ticketPlace } from "../../shared/archive/place.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { objectId, versionKey } from "../../shared/keys.ts";
import type { SealedVersion } from "../../shared/ledger/entry.ts";
import { type Inventory, inventoryBytes, nextInventory, sidecarBytes } from "../../shared/ocfl/inventory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";

export const ORG = 22824;

/** Publishes that many versions of a ticket, and gives what their seals must say. */
export async function publish(
  store: ObjectStore,
  ticketId: number,
  versions = 1,
  created = "2026-01-02T03:04:05.678Z",
): Promise<SealedVersion[]> {
  const place = ticketPlace(store, ORG, ticketId);
  const sealed: SealedVersion[] = [];
  let inventory: Inventory | undefined;
  let bytes: Uint8Array = new Uint8Array();
  for (let version = 1; version <= versions; version += 1) {
    inventory = nextInventory(inventory, {
      id: objectId(ORG, ticketId),
      created,
      message: "",
      user: { name: "tests", address: "urn:tests" },
      files: new Map([["ticket.json", sha256Hex(`${ticketId} ${version}`)]]),
    });
    bytes = inventoryBytes(inventory);
    await store.create(inventoryKey(place, `v${version}`), bytes);
    sealed.push({ key: versionKey({ orgId: ORG, ticketId, version }), sha256: sha256Hex(bytes) });
  }
  await store.create(inventoryKey(place), bytes);
  await store.create(sidecarKey(place), sidecarBytes(sha256Hex(bytes)));
  return sealed;
}
