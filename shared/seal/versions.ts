/** Reads what is to be sealed: published versions, and the digests of their inventories and of records. */
import { inventoryKey, type ObjectPlace, ticketPlace } from "../archive/place.ts";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { versionKey } from "../keys.ts";
import type { SealedFile } from "../ledger/entry.ts";
import { parseInventory, versionNumber } from "../ocfl/inventory.ts";
import type { ObjectStore } from "../store/object-store.ts";

/** A version that the root's inventory names. */
export interface Published {
  readonly version: number;
  /** Whether it is the last one. */
  readonly isHead: boolean;
  /** As the inventory says it, in ms since 1970; NaN when it is no time. */
  readonly created: number;
}

/**
 * The published versions of a ticket that are `wanted`, with the digests of their inventories as they stand; none when
 * nothing is published. What was claimed but not yet published is not among them.
 * @throws IntegrityError when an inventory is not what Ticketvault published
 */
export async function publishedVersions(
  store: ObjectStore,
  orgId: number,
  ticketId: number,
  wanted: (published: Published) => boolean,
): Promise<SealedFile[]> {
  const place = ticketPlace(store, orgId, ticketId);
  const root = await store.read(inventoryKey(place));
  if (root === undefined) return [];
  const inventory = parseInventory(root.bytes, `${store.location}/${inventoryKey(place)}`, place.id);
  const head = versionNumber(inventory.head);
  const found: SealedFile[] = [];
  for (let version = 1; version <= head; version += 1) {
    const created = Date.parse(inventory.versions[`v${version}`]?.created ?? "");
    if (!wanted({ version, isHead: version === head, created })) continue;
    const bytes = await versionInventory(place, version);
    if (version === head && Buffer.compare(bytes, root.bytes) !== 0) throw altered(place, version);
    found.push({ key: versionKey({ orgId, ticketId, version }), sha256: sha256Hex(bytes) });
  }
  return found;
}

/** The digest of the file at a key; undefined when nothing is there. */
export async function digestOf(store: ObjectStore, key: string): Promise<string | undefined> {
  const file = await store.read(key);
  return file && sha256Hex(file.bytes);
}

async function versionInventory(place: ObjectPlace, version: number): Promise<Uint8Array> {
  const key = inventoryKey(place, `v${version}`);
  const file = await place.store.read(key);
  if (file === undefined) throw altered(place, version);
  const { head } = parseInventory(file.bytes, `${place.store.location}/${key}`, place.id);
  if (head !== `v${version}`) throw altered(place, version);
  return file.bytes;
}

function altered(place: ObjectPlace, version: number): IntegrityError {
  const where = `${place.store.location}/${inventoryKey(place, `v${version}`)}`;
  const message = `${where} is not the inventory that was published. It was not sealed; run \`ticketvault verify\`.`;
  return new IntegrityError("inventory-altered", message);
}
