/** Brings the sidecar of an object's root inventory level with the inventory, whoever else does so too. */
import { sha256Hex } from "../digest.ts";
import { IntegrityError, StoreError } from "../errors.ts";
import { parseInventory, sidecarBytes, versionNumber } from "../ocfl/inventory.ts";
import { conditionsNotHonoured } from "../store/conditions.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { inventoryKey, type ObjectPlace, sidecarKey } from "./place.ts";

/** Each round without success lets another run's version through. */
const ROUNDS = 20;

/** A write of the sidecar that was refused. */
interface Refusal {
  /** What was to be replaced; undefined when the sidecar was to be created. */
  readonly tag: string | undefined;
}

/**
 * The sidecar is read before the inventory and replaced only if it is still the one that was read: so whoever writes
 * last wrote of an inventory at least as new, and the sidecar never falls behind again.
 * @param refusal a write that was refused to the caller: the sidecar must have changed since
 * @throws IntegrityError `inventory-altered` when the root inventory is not the one that its version was claimed with,
 *   or the sidecar is of neither it nor the version before
 * @throws StoreError `conditions-not-honoured`, or `contended` (retryable) when others are always quicker
 */
export async function settleSidecar(place: ObjectPlace, refusal?: Refusal): Promise<void> {
  const { store } = place;
  const key = sidecarKey(place);
  let refused = refusal;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const sidecar = await store.read(key);
    if (refused !== undefined && refused.tag === sidecar?.tag) {
      const what = `The server refused to write ${store.location}/${key} as if others had changed it, but nobody has.`;
      throw conditionsNotHonoured(what);
    }
    const root = await store.read(inventoryKey(place));
    if (root === undefined) return;
    const level = sidecarBytes(sha256Hex(root.bytes));
    if (sidecar !== undefined && same(sidecar.bytes, level)) return;
    if (!(await isOneStepBehind(place, root.bytes, sidecar?.bytes))) {
      // Others may have published while these were read one after the other: then the sidecar is another by now.
      if ((await store.read(key))?.tag === sidecar?.tag) throw altered(place);
    } else if (!(await writeOver(store, key, level, sidecar?.tag))) {
      refused = { tag: sidecar?.tag };
    }
  }
  const text = `${store.location}/${key} was changed by others ${ROUNDS} times; run again`;
  throw new StoreError("contended", text, { retryable: true });
}

/** Writes `key` if what `tag` names stands there, or nothing without one. */
async function writeOver(
  store: ObjectStore,
  key: string,
  bytes: Uint8Array,
  tag: string | undefined,
): Promise<boolean> {
  if (tag === undefined) return (await store.create(key, bytes)) === "created";
  return (await store.replace(key, bytes, tag)) === "replaced";
}

/** All that a crash of ours can leave: what was altered must not get a fitting sidecar from us. */
async function isOneStepBehind(place: ObjectPlace, root: Uint8Array, sidecar?: Uint8Array): Promise<boolean> {
  const { head } = parseInventory(root, `${place.store.location}/${inventoryKey(place)}`, place.id);
  const before = versionNumber(head) - 1;
  const claimed = await place.store.read(inventoryKey(place, head));
  const earlier = before === 0 ? undefined : await place.store.read(sidecarKey(place, `v${before}`));
  return claimed !== undefined && same(claimed.bytes, root) && same(earlier?.bytes, sidecar);
}

function altered(place: ObjectPlace): IntegrityError {
  const where = `${place.store.location}/${inventoryKey(place)}`;
  const message = `${where} and its sidecar are not what was published last. Run \`ticketvault verify\` on it.`;
  return new IntegrityError("inventory-altered", message);
}

function same(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : Buffer.compare(a, b) === 0;
}
