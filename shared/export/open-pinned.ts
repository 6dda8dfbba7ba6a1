/** Reads the pinned version of a ticket: its inventory and its document, each checked. */
import { inventoryKey, type ObjectPlace, ticketPlace } from "../archive/place.ts";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { NewerProgramError } from "../newer-program.ts";
import { contentPath, headState, type Inventory, parseInventory } from "../ocfl/inventory.ts";
import { type ExportTicket, exportTicket } from "../render/ticket.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { TicketDocument } from "../ticket/document.ts";
import { parseTicketDocument } from "../ticket/read-document.ts";
import type { PinnedTicket } from "./plan.ts";
import { archivedFile, shownFile } from "./read-archived.ts";

export interface OpenTicket {
  readonly place: ObjectPlace;
  readonly pinned: PinnedTicket;
  /** The version's own, as it was when the version was the latest one. */
  readonly inventory: Inventory;
  readonly inventoryBytes: Uint8Array;
  readonly ticket: ExportTicket;
}

/** @throws IntegrityError `inventory-altered`, `content-missing`, `content-altered`: names the file */
export async function openPinned(
  store: ObjectStore,
  orgId: number,
  pinned: PinnedTicket,
): Promise<OpenTicket> {
  const { ticketId, version, created, inventorySha256 } = pinned;
  const place = ticketPlace(store, orgId, ticketId);
  const key = inventoryKey(place, version);
  const inventoryBytes = await archivedFile(store, key);
  if (sha256Hex(inventoryBytes) !== inventorySha256) throw alteredInventory(place, key);
  const inventory = parseInventory(inventoryBytes, shownFile(store, key), place.id);
  const state = headState(inventory);
  const whereIs = (logicalPath: string): string =>
    contentPath(inventory, state.get(logicalPath) ?? "") ?? `${version}/content/${logicalPath}`;
  const document = await readDocument(place, whereIs("ticket.json"), state.get("ticket.json"));
  const shown = { orgId, ticketId, version, created, inventorySha256 };
  return { place, pinned, inventory, inventoryBytes, ticket: await exportTicket(shown, document, whereIs) };
}

async function readDocument(
  { store, object }: ObjectPlace,
  path: string,
  sha256: string | undefined,
): Promise<TicketDocument> {
  const key = `${object}/${path}`;
  const bytes = await archivedFile(store, key);
  try {
    if (sha256Hex(bytes) !== sha256) throw new Error("other bytes");
    return parseTicketDocument(bytes, shownFile(store, key));
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    throw alteredContent(store, key, cause);
  }
}

/** A content file is not what its inventory says. */
export function alteredContent(store: ObjectStore, key: string, cause?: unknown): IntegrityError {
  const message = `${shownFile(store, key)} is not what its inventory says. Nothing of this part was written; run \`ticketvault verify\` on the archive.`;
  return new IntegrityError("content-altered", message, { cause });
}

/** An inventory is not what was published. */
export function alteredInventory({ store }: ObjectPlace, key: string): IntegrityError {
  const message = `${shownFile(store, key)} is not what was published. Nothing of this part was written; run \`ticketvault verify\` on the archive.`;
  return new IntegrityError("inventory-altered", message);
}
