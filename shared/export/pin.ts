/** Pins the versions that an export shows: what the archive holds of each ticket when the export is planned. */

import { anotherProgram } from "../archive/another-program.ts";
import { inventoryKey, type ObjectPlace, ticketPlace } from "../archive/place.ts";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { forAll } from "../for-all.ts";
import { storageRootKey } from "../keys.ts";
import { type Inventory, parseInventory } from "../ocfl/inventory.ts";
import { isOwnForm } from "../ocfl/own-form.ts";
import { lastName } from "../ocfl/tree.ts";
import { shownConversations } from "../render/shown.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { TicketDocument } from "../ticket/document.ts";
import { matches, needsDocument, wasArchived } from "./matching.ts";
import { isAttachment, objectFiles } from "./object-files.ts";
import { headDocument } from "./open-pinned.ts";
import { acceptedIn } from "./pin-accepted.ts";
import type { LeftOut, PinnedTicket } from "./plan.ts";
import type { ExportRequest } from "./request.ts";

const AT_ONCE = 16;

/** A version as it is found in the archive; whether the ledger has it is asked later. */
export type FoundVersion = Omit<PinnedTicket, "ledgerEntries">;

export interface Pinned {
  /** In order of their numbers. */
  readonly tickets: readonly FoundVersion[];
  readonly leftOut: readonly LeftOut[];
  /** Numbers of the tickets that were looked at and are none that were asked for; ascending. */
  readonly notSelected: readonly number[];
}

export interface PinOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with how many tickets have been looked at, of how many. */
  readonly onTicket?: ((done: number, total: number) => void) | undefined;
}

/**
 * The head version of every ticket that is asked for. A ticket without an archive, or whose inventory is not one, is
 * left out by name. Reading changes nothing: a version that is just being published is not there yet.
 * @throws StoreError when the archive cannot be read
 */
export async function pinVersions(
  store: ObjectStore,
  orgId: number,
  request: ExportRequest,
  { signal, onTicket }: PinOptions = {},
): Promise<Pinned> {
  const ids = request.selection.tickets ?? (await archivedTickets(store, orgId));
  const tickets: FoundVersion[] = [];
  const leftOut: LeftOut[] = [];
  const notSelected: number[] = [];
  const acceptedOf = await acceptedIn(store, orgId);
  let done = 0;
  const pin = async (ticketId: number): Promise<void> => {
    const found = await pinTicket(ticketPlace(store, orgId, ticketId), ticketId, request);
    if (found === "not selected") notSelected.push(ticketId);
    else if ("reason" in found) leftOut.push(found);
    else tickets.push({ ...found, accepted: await acceptedOf(ticketId) });
    done += 1;
    onTicket?.(done, ids.length);
  };
  await forAll(ids, AT_ONCE, pin, signal);
  return {
    tickets: tickets.toSorted(byTicket),
    leftOut: leftOut.toSorted(byTicket),
    notSelected: notSelected.toSorted((a, b) => a - b),
  };
}

async function pinTicket(
  place: ObjectPlace,
  ticketId: number,
  { selection, leaveOutAltered }: ExportRequest,
): Promise<Omit<FoundVersion, "accepted"> | LeftOut | "not selected"> {
  const { store } = place;
  const key = inventoryKey(place);
  const root = await store.read(key);
  if (root === undefined) {
    return { ticketId, reason: "not-archived", message: `There is no archive of ticket ${ticketId}.` };
  }
  try {
    const inventory = parseInventory(root.bytes, key, place.id);
    if (!isOwnForm(inventory, root.bytes)) throw anotherProgram(`${place.store.location}/${key}`, inventory);
    if (!wasArchived(inventory, selection)) return "not selected";
    // A first version has each wording once.
    const isRead = needsDocument(selection) || inventory.head !== "v1";
    const document = isRead ? await headDocument(place, inventory) : undefined;
    const match = document === undefined ? "yes" : matches(document, selection);
    if (match === "no") return "not selected";
    if (match === "untold") return { ticketId, reason: "time-unreadable", message: TIME_UNREADABLE };
    return await foundVersion(place, ticketId, { inventory, bytes: root.bytes, document });
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    // An altered document stops an export as other altered files do.
    if (error.code.startsWith("content-") && leaveOutAltered !== true) throw error;
    return { ticketId, reason: error.code, message: error.message };
  }
}

const TIME_UNREADABLE =
  "A message of it has no readable time, so that nobody can tell whether it was sent within the span. Ask for the ticket by its number to export it.";

interface FoundHead {
  readonly inventory: Inventory;
  /** The inventory's. */
  readonly bytes: Uint8Array;
  /** Where it was read. */
  readonly document: TicketDocument | undefined;
}

async function foundVersion(
  { store, object }: ObjectPlace,
  ticketId: number,
  { inventory, bytes, document }: FoundHead,
): Promise<Omit<FoundVersion, "accepted">> {
  const sizes = new Map<string, number>();
  for await (const { key: file, size } of store.list(object)) sizes.set(file.slice(object.length + 1), size);
  const files = objectFiles(inventory).map(({ path }) => ({ path, size: sizes.get(path) ?? 0 }));
  const attachmentBytes = sum(files.filter(({ path }) => isAttachment(path)));
  return {
    ticketId,
    version: inventory.head,
    created: inventory.versions[inventory.head]?.created ?? "",
    inventorySha256: sha256Hex(bytes),
    files: files.length,
    bytes: sum(files),
    attachmentBytes,
    messageBytes: document === undefined ? attachmentBytes : bytesInMessages(document),
  };
}

/** Every ticket of the account that has a folder. */
async function archivedTickets(store: ObjectStore, orgId: number): Promise<number[]> {
  const { folders } = await store.children(storageRootKey(orgId));
  return folders
    .map(lastName)
    .filter((name) => /^[1-9][0-9]{0,15}$/.test(name))
    .map(Number)
    .sort((a, b) => a - b);
}

/** What the attachments take where each message has its own inside: an edited one has them in each wording. */
function bytesInMessages(document: TicketDocument): number {
  const kept = shownConversations(document).flatMap(({ family }) =>
    family.flatMap(({ attachment }) => (attachment.status === "failed" ? [] : attachment)),
  );
  return sum(kept);
}

function sum(files: readonly { readonly size: number }[]): number {
  return files.reduce((total, { size }) => total + size, 0);
}

function byTicket(a: { readonly ticketId: number }, b: { readonly ticketId: number }): number {
  return a.ticketId - b.ticketId;
}
