/** Reads the pinned version of a ticket: its inventory and its document, each checked. */
import { inventoryKey, type ObjectPlace, ticketPlace } from "../archive/place.ts";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { NewerProgramError } from "../newer-program.ts";
import { contentPath, headState, type Inventory, parseInventory } from "../ocfl/inventory.ts";
import { type ExportTicket, exportTicket, type FoundBy } from "../render/ticket.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { TicketDocument } from "../ticket/document.ts";
import { parseTicketDocument } from "../ticket/read-document.ts";
import type { ExportPlan, PinnedTicket } from "./plan.ts";
import { archivedFile, shownFile } from "./read-archived.ts";

export interface OpenTicket {
  readonly place: ObjectPlace;
  readonly pinned: PinnedTicket;
  /** The version's own, as it was when the version was the latest one. */
  readonly inventory: Inventory;
  readonly inventoryBytes: Uint8Array;
  /** What has been read of the object: its document and that inventory, by their paths in it. */
  readonly read: ReadonlyMap<string, Uint8Array>;
  readonly ticket: ExportTicket;
}

/**
 * @param plan whose ticket it is, where names and what a question found are to be known
 * @throws IntegrityError `inventory-altered`, `content-missing`, `content-altered`: names the file
 */
export async function openPinned(
  store: ObjectStore,
  orgId: number,
  pinned: PinnedTicket,
  plan?: Pick<ExportPlan, "people" | "request">,
): Promise<OpenTicket> {
  const { ticketId, version, created, inventorySha256 } = pinned;
  const place = ticketPlace(store, orgId, ticketId);
  const key = inventoryKey(place, version);
  const inventoryBytes = await archivedFile(store, key);
  if (sha256Hex(inventoryBytes) !== inventorySha256) throw alteredInventory(place, key);
  const inventory = parseInventory(inventoryBytes, shownFile(store, key), place.id);
  const { document, path, bytes } = await readDocument(place, inventory);
  const shown = { orgId, ticketId, version, created, inventorySha256 };
  const ticket = await exportTicket(shown, document, whereIn(inventory), plan?.people, foundBy(pinned, plan));
  const read = new Map([
    [path, bytes],
    [`${version}/inventory.json`, inventoryBytes],
  ]);
  return { place, pinned, inventory, inventoryBytes, read, ticket };
}

function foundBy(
  { found }: PinnedTicket,
  plan: Pick<ExportPlan, "request"> | undefined,
): FoundBy | undefined {
  const question = plan?.request.selection.question;
  return found && question && { question, wordings: new Set(found.wordings) };
}

/** Where a logical path of the inventory's head stands in the object. */
function whereIn(inventory: Inventory): (logicalPath: string) => string {
  const state = headState(inventory);
  return (path) => contentPath(inventory, state.get(path) ?? "") ?? `${inventory.head}/content/${path}`;
}

/**
 * The document of the inventory's head.
 * @throws IntegrityError `content-missing`, `content-altered`: names the file; NewerProgramError
 */
export async function headDocument(place: ObjectPlace, inventory: Inventory): Promise<TicketDocument> {
  const { document } = await readDocument(place, inventory);
  return document;
}

/** The same with its path in the object and its bytes. */
async function readDocument({ store, object }: ObjectPlace, inventory: Inventory) {
  const path = whereIn(inventory)("ticket.json");
  const key = `${object}/${path}`;
  const bytes = await archivedFile(store, key);
  try {
    if (sha256Hex(bytes) !== headState(inventory).get("ticket.json")) throw new Error("other bytes");
    return { document: parseTicketDocument(bytes, shownFile(store, key)), path, bytes };
  } catch (cause) {
    if (cause instanceof NewerProgramError) throw cause;
    throw alteredContent(store, key, cause);
  }
}

/** A content file is not what its inventory says. */
export function alteredContent(store: ObjectStore, key: string, cause?: unknown): IntegrityError {
  const message = `${shownFile(store, key)} is not what its inventory says. Run \`ticketvault verify\` on the archive.`;
  return new IntegrityError("content-altered", message, { cause });
}

/** An inventory is not what was published. */
export function alteredInventory({ store }: ObjectPlace, key: string): IntegrityError {
  const message = `${shownFile(store, key)} is not what was published. Run \`ticketvault verify\` on the archive.`;
  return new IntegrityError("inventory-altered", message);
}
