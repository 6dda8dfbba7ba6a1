/** Brings the sidecar of an object's root inventory level with the inventory, whoever else does so too. */
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { parseInventory, sidecarBytes, versionNumber } from "../ocfl/inventory.ts";
import { inventoryKey, type ObjectPlace, sidecarKey } from "./place.ts";

/**
 * The sidecar is read before the inventory and replaced only if it is still the one that was read: so whoever writes
 * last wrote of an inventory at least as new, and the sidecar never falls behind again.
 * @throws IntegrityError `inventory-altered` when the root inventory is not the one that its version was claimed with,
 *   or the sidecar is of neither it nor the version before: no crash of ours leaves that
 */
export async function settleSidecar(place: ObjectPlace): Promise<void> {
  const { store } = place;
  for (;;) {
    const sidecar = await store.read(sidecarKey(place));
    const root = await store.read(inventoryKey(place));
    if (root === undefined) return;
    const level = sidecarBytes(sha256Hex(root.bytes));
    if (sidecar !== undefined && same(sidecar.bytes, level)) return;
    await expectOneStepBehind(place, root.bytes, sidecar?.bytes);
    if (sidecar === undefined) await store.create(sidecarKey(place), level);
    else await store.replace(sidecarKey(place), level, sidecar.tag);
  }
}

/** What was altered must not get a fitting sidecar from us. */
async function expectOneStepBehind(
  place: ObjectPlace,
  root: Uint8Array,
  sidecar?: Uint8Array,
): Promise<void> {
  const where = `${place.store.location}/${inventoryKey(place)}`;
  const { head } = parseInventory(root, where);
  const before = versionNumber(head) - 1;
  const claimed = await place.store.read(inventoryKey(place, head));
  const earlier = before === 0 ? undefined : await place.store.read(sidecarKey(place, `v${before}`));
  if (claimed !== undefined && same(claimed.bytes, root) && same(earlier?.bytes, sidecar)) return;
  const message = `${where} and its sidecar are not what was published last. Run \`ticketvault verify\` on it.`;
  throw new IntegrityError("inventory-altered", message);
}

function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}
