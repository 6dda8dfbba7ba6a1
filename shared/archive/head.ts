/** The head of a ticket's object, read after finishing whatever an earlier run left unfinished. */
import { sha256Hex } from "../digest.ts";
import { StoreError } from "../errors.ts";
import { parseInventory, sidecarBytes, versionNumber } from "../ocfl/inventory.ts";
import { isOwnForm } from "../ocfl/own-form.ts";
import { isStagedFileDamaged } from "../store/store-errors.ts";
import { type Head, inventoryKey, type ObjectPlace, sidecarKey } from "./place.ts";
import { publishClaim } from "./publish.ts";
import { settleSidecar } from "./sidecar.ts";

/** Each round finishes, or finds finished, a version that another run has claimed. */
const ROUNDS = 20;

/**
 * Reads the head; undefined when the object has no version yet. A sidecar one step behind and a claimed version above
 * the head are finished first. (A claim on version 1 shows when somebody claims it again, and is finished then: one
 * request less for every new ticket.)
 * @throws StoreError `contended` (retryable) when others publish faster than this reads; as `publishClaim`
 */
export async function readHead(place: ObjectPlace): Promise<Head | undefined> {
  const { store } = place;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const root = await store.read(inventoryKey(place));
    if (root === undefined) return undefined;
    const above = root.held ? { ...place, store: store.underHold() } : place;
    const inventory = parseInventory(root.bytes, `${store.location}/${inventoryKey(place)}`, place.id);
    const digest = sha256Hex(root.bytes);
    const sidecar = await store.read(sidecarKey(place));
    if (sidecar === undefined || Buffer.compare(sidecar.bytes, sidecarBytes(digest)) !== 0) {
      await settleSidecar(above);
      continue;
    }
    const isOwn = isOwnForm(inventory, root.bytes);
    const head = { place: above, inventory, isOwn, digest, tag: root.tag, sidecarTag: sidecar.tag };
    const finished = await finishClaim(above, head, versionNumber(inventory.head) + 1);
    if (!finished) return head;
  }
  const text = `${store.location}/${place.object} got ${ROUNDS} versions from others while its head was read; run again`;
  throw new StoreError("contended", text, { retryable: true });
}

/**
 * Finishes a claim on version 1, whose object has no head to read yet.
 * @returns whether there is a head now
 */
export async function finishFirstClaim(place: ObjectPlace): Promise<boolean> {
  if ((await place.store.read(inventoryKey(place))) !== undefined) return true;
  return finishClaim(place, undefined, 1);
}

/** False when nobody has claimed this version, or when its files are staged no more and this run must stage them anew. */
async function finishClaim(place: ObjectPlace, head: Head | undefined, version: number): Promise<boolean> {
  const claim = await place.store.read(inventoryKey(place, `v${version}`));
  if (claim === undefined) return false;
  try {
    await publishClaim(place, head, claim.bytes);
    return true;
  } catch (error) {
    const isGone = error instanceof StoreError && error.code === "staged-file-gone";
    if (isGone || isStagedFileDamaged(error)) return false;
    throw error;
  }
}
