/** Packs a ticket's OCFL object as it stood at the pinned version, every file checked on the way. */
import { sidecarBytes } from "../ocfl/inventory.ts";
import { objectPath } from "../render/paths.ts";
import type { Bag } from "./bag.ts";
import type { KeptAttachments } from "./kept-attachments.ts";
import { isAttachment, type ObjectFile, objectFiles, rootFile } from "./object-files.ts";
import { alteredContent, alteredInventory, type OpenTicket } from "./open-pinned.ts";
import { archivedBytes, archivedFile } from "./read-archived.ts";

interface Packing {
  readonly bag: Bag;
  readonly open: OpenTicket;
  /** SHA-256 of the inventories that the ledger sealed, by their keys. */
  readonly sealed: ReadonlyMap<string, string>;
  /** Gets the attachments, for what is made of them. */
  readonly kept?: KeptAttachments | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** @throws IntegrityError `content-missing`, `content-altered`, `inventory-altered`: names the file */
export async function packObject(packing: Packing): Promise<void> {
  for (const file of objectFiles(packing.open.inventory)) {
    packing.signal?.throwIfAborted();
    if (file.kind === "content") await packContent(packing, file);
    else await packOther(packing, file);
  }
}

type Content = ObjectFile & { readonly kind: "content" };

async function packContent({ bag, open, kept, signal }: Packing, { path, sha256 }: Content): Promise<void> {
  const { store, object } = open.place;
  const key = `${object}/${path}`;
  const target = objectPath(open.pinned.ticketId, path);
  const expected = { sha256, error: () => alteredContent(store, key) };
  if (isAttachment(path)) {
    const body = archivedBytes(store, key, signal);
    // Mostly compressed already.
    await bag.addPayload(target, kept?.keeping(sha256, body) ?? body, { compress: false, expected });
  } else {
    const body = open.read.get(path) ?? archivedBytes(store, key, signal);
    await bag.addPayload(target, body, { compress: true, expected });
  }
}

/** An inventory is vouched for by its sidecar and, where it is sealed, by the ledger; the object's own follow from it. */
async function packOther(
  { bag, open, sealed }: Packing,
  { kind, path }: Exclude<ObjectFile, Content>,
): Promise<void> {
  const { place, pinned, inventoryBytes, read } = open;
  const key = `${place.object}/${path}`;
  const target = objectPath(pinned.ticketId, path);
  const bytes =
    kind === "root"
      ? rootFile(path, inventoryBytes, pinned.inventorySha256)
      : (read.get(path) ?? (await archivedFile(place.store, key)));
  const { sha256 } = await bag.addPayload(target, bytes, { compress: true });
  if (kind === "inventory" && (sealed.get(key) ?? sha256) !== sha256) throw alteredInventory(place, key);
  if (kind !== "sidecar") return;
  const inventory = bag.payloadFile(withoutSidecar(target));
  const isSound = inventory !== undefined && Buffer.compare(bytes, sidecarBytes(inventory.sha256)) === 0;
  if (!isSound) throw alteredInventory(place, withoutSidecar(key));
}

function withoutSidecar(path: string): string {
  return path.slice(0, -".sha256".length);
}
