/** Reads what is to be sealed: published versions, and the digests of their inventories and of records. */
import { inventoryKey, type ObjectPlace, ticketPlace } from "../archive/place.ts";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { parseVersionKey, versionKey } from "../keys.ts";
import type { FoundFile } from "../ledger/entry.ts";
import { parseInventory, versionNumber } from "../ocfl/inventory.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { inconsistenciesOf } from "./inconsistencies.ts";

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
): Promise<FoundFile[]> {
  const place = ticketPlace(store, orgId, ticketId);
  const root = await store.read(inventoryKey(place));
  if (root === undefined) return [];
  const inventory = parseInventory(root.bytes, `${store.location}/${inventoryKey(place)}`, place.id);
  const head = versionNumber(inventory.head);
  const found: FoundFile[] = [];
  for (let version = 1; version <= head; version += 1) {
    const created = Date.parse(inventory.versions[`v${version}`]?.created ?? "");
    if (!wanted({ version, isHead: version === head, created })) continue;
    const bytes = await versionInventory(place, version);
    if (version === head && Buffer.compare(bytes, root.bytes) !== 0) throw altered(place, version);
    const key = versionKey({ orgId, ticketId, version });
    found.push({ key, sha256: sha256Hex(bytes), inconsistent: await codesOf(place, bytes) });
  }
  return found;
}

/** What contradicts itself in the version that a key of the ledger names; nothing for what is no version. */
export async function inconsistenciesAt(store: ObjectStore, key: string): Promise<readonly string[]> {
  const name = parseVersionKey(key);
  const file = name && (await store.read(key));
  return name && file ? codesOf(ticketPlace(store, name.orgId, name.ticketId), file.bytes) : [];
}

function codesOf(place: ObjectPlace, bytes: Uint8Array): Promise<readonly string[]> {
  const inventory = parseInventory(bytes, `${place.store.location}/${place.object}`, place.id);
  return inconsistenciesOf(place, inventory, bytes);
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
