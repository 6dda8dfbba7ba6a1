/** Packs a ticket's OCFL object as it stood at the pinned version, every file checked on the way. */
import type { ObjectPlace } from "../archive/place.ts";
import { sha256Hex } from "../digest.ts";
import { sidecarBytes } from "../ocfl/inventory.ts";
import { objectPath } from "../render/paths.ts";
import type { Bag } from "./bag.ts";
import { isAttachment, type ObjectFile, objectFiles, rootFile } from "./object-files.ts";
import { alteredContent, alteredInventory, type OpenTicket } from "./open-pinned.ts";
import { archivedBytes, archivedFile } from "./read-archived.ts";

/**
 * @param sealed SHA-256 of the inventories that the ledger sealed, by their keys
 * @throws IntegrityError `content-missing`, `content-altered`, `inventory-altered`: names the file
 */
export async function packObject(
  bag: Bag,
  open: OpenTicket,
  sealed: ReadonlyMap<string, string>,
  signal?: AbortSignal,
): Promise<void> {
  for (const file of objectFiles(open.inventory)) {
    signal?.throwIfAborted();
    await packFile(bag, open, file, sealed, signal);
  }
}

async function packFile(
  bag: Bag,
  open: OpenTicket,
  file: ObjectFile,
  sealed: ReadonlyMap<string, string>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { store, object } = open.place;
  const key = `${object}/${file.path}`;
  const path = objectPath(open.pinned.ticketId, file.path);
  if (file.kind === "root") {
    const bytes = rootFile(file.path, open.inventoryBytes, open.pinned.inventorySha256);
    await bag.addPayload(path, bytes, { compress: true });
  } else if (file.kind === "inventory") {
    const bytes = await archivedFile(store, key);
    if (!key.endsWith(".sha256")) await checkInventory(open.place, key, bytes, sealed);
    await bag.addPayload(path, bytes, { compress: true });
  } else {
    // Attachments are mostly compressed already.
    const compress = !isAttachment(file.path);
    const expected = { sha256: file.sha256, error: () => alteredContent(store, key) };
    await bag.addPayload(path, archivedBytes(store, key, signal), { compress, expected });
  }
}

/** The inventory of a version is vouched for by its sidecar and, where it is sealed, by the ledger. */
async function checkInventory(
  place: ObjectPlace,
  key: string,
  bytes: Uint8Array,
  sealed: ReadonlyMap<string, string>,
): Promise<void> {
  const sha256 = sha256Hex(bytes);
  const sidecar = await archivedFile(place.store, `${key}.sha256`);
  const isSound =
    Buffer.compare(sidecar, sidecarBytes(sha256)) === 0 && (sealed.get(key) ?? sha256) === sha256;
  if (!isSound) throw alteredInventory(place, key);
}
