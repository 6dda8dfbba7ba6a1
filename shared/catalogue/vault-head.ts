/** Reads the head of a ticket in the vault, of which its rows are made. */
import { inventoryKey, ticketPlace } from "../archive/place.ts";
import { readTicket } from "../archive/read-ticket.ts";
import { sha256Hex } from "../digest.ts";
import { parseInventory } from "../ocfl/inventory.ts";
import type { TicketVersion } from "../render/ticket.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { TicketDocument } from "../ticket/document.ts";

export interface VaultHead {
  readonly version: TicketVersion;
  /** @throws IntegrityError, NewerProgramError, StoreError */
  readonly document: () => Promise<TicketDocument>;
}

/** Undefined for a ticket without a published version. @throws IntegrityError, StoreError */
export async function vaultHead(
  store: ObjectStore,
  orgId: number,
  ticketId: number,
): Promise<VaultHead | undefined> {
  const place = ticketPlace(store, orgId, ticketId);
  const file = await store.read(inventoryKey(place));
  if (file === undefined) return undefined;
  const inventory = parseInventory(file.bytes, `${store.location}/${inventoryKey(place)}`, place.id);
  const { head } = inventory;
  const created = inventory.versions[head]?.created ?? "";
  return {
    version: { orgId, ticketId, version: head, created, inventorySha256: sha256Hex(file.bytes) },
    document: () => readTicket(place, inventory),
  };
}
