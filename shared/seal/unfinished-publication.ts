/** Finds publications that a run left, by the notices that S3 gives of their first files. */
import { inventoryKey, sidecarKey, ticketPlace } from "../archive/place.ts";
import { sha256Hex } from "../digest.ts";
import { parseInventory, sidecarBytes, versionNumber } from "../ocfl/inventory.ts";
import type { ObjectStore } from "../store/object-store.ts";

/** A ticket, and the versions of it that notices name. */
interface Named {
  readonly orgId: number;
  readonly ticketId: number;
  readonly named: ReadonlySet<number>;
}

/**
 * Whether a version that is named is claimed and not published, or the root's sidecar is a step behind. It may just be in
 * the writing.
 * @throws IntegrityError when the root's inventory is not what Ticketvault published
 */
export async function isUnfinished(store: ObjectStore, { orgId, ticketId, named }: Named): Promise<boolean> {
  const place = ticketPlace(store, orgId, ticketId);
  const key = inventoryKey(place);
  const root = await store.read(key);
  const head = root === undefined ? 0 : versionNumber(parseInventory(root.bytes, key, place.id).head);
  const claimed = Math.max(0, ...named);
  if (claimed > head) return (await store.stat(inventoryKey(place, `v${claimed}`))) !== undefined;
  if (root === undefined) return false;
  const sidecar = await store.read(sidecarKey(place));
  return sidecar === undefined || Buffer.compare(sidecar.bytes, sidecarBytes(sha256Hex(root.bytes))) !== 0;
}
