/** Claims the next version of an object and publishes what was claimed: the one way in which versions come to be. */
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { forAll } from "../for-all.ts";
import {
  type ContentFile,
  type Inventory,
  inventoryBytes,
  newContent,
  parseInventory,
  sidecarBytes,
  versionNumber,
} from "../ocfl/inventory.ts";
import { OBJECT_DECLARATION } from "../ocfl/layout.ts";
import { conditionsNotHonoured, createSame, readExisting } from "../store/conditions.ts";
import type { StagedFile } from "../store/object-store.ts";
import { type Head, inventoryKey, type ObjectPlace, sidecarKey } from "./place.ts";
import { settleSidecar } from "./sidecar.ts";

const COPIES_AT_ONCE = 4;

/**
 * Claims `next`, the version after `head`, and publishes it. All its new content is staged already. When somebody else
 * was first, their version is finished instead.
 * @returns the SHA-256 of the inventory when the version is ours, else undefined
 */
export async function commitVersion(
  place: ObjectPlace,
  head: Head | undefined,
  next: Inventory,
  staged: readonly StagedFile[],
): Promise<string | undefined> {
  const ours = inventoryBytes(next);
  const key = inventoryKey(place, next.head);
  if ((await place.store.create(key, ours)) === "exists") {
    // Our own bytes are there when the reply to our first try was lost.
    const claimed = await readExisting(place.store, key);
    if (Buffer.compare(claimed.bytes, ours) !== 0) {
      await publishClaim(place, head, claimed.bytes);
      return undefined;
    }
  }
  await publishClaim(place, head, ours, staged);
  return sha256Hex(ours);
}

/**
 * Finishes the publication of a claimed version: its sidecar, its content, and last the root's inventory, with which
 * readers see it, and that one's sidecar. Whoever does so, and however often, writes the same bytes.
 * @param staged what is known to be staged; without it the staging area is listed
 * @throws StoreError `staged-file-gone`, `staged-file-damaged`, `conditions-not-honoured`; IntegrityError `digest-mismatch`
 */
export async function publishClaim(
  place: ObjectPlace,
  head: Head | undefined,
  claim: Uint8Array,
  staged?: readonly StagedFile[],
): Promise<void> {
  const { store, object, area } = place;
  const inventory = parseInventory(claim, `${store.location}/${object}, the version claimed last`, place.id);
  expectNext(place, head, inventory);
  await createSame(store, sidecarKey(place, inventory.head), sidecarBytes(sha256Hex(claim)));

  const byDigest = new Map((staged ?? (await store.listStaged(area))).map((file) => [file.sha256, file]));
  const publish = ({ path, sha256 }: ContentFile): Promise<void> =>
    store.publish(byDigest.get(sha256) ?? publishedBefore(area, sha256), `${object}/${path}`);
  await forAll(newContent(inventory), COPIES_AT_ONCE, publish);

  if (head === undefined)
    await createSame(store, `${object}/${OBJECT_DECLARATION.name}`, OBJECT_DECLARATION.bytes);
  const written =
    head === undefined
      ? (await store.create(inventoryKey(place), claim)) === "created"
      : (await store.replace(inventoryKey(place), claim, head.tag)) === "replaced";
  if (!written) await expectPublished(place, inventory);
  await writeSidecar(place, head, claim);
}

/** Where the root was not as we knew it, somebody else has published this version, or later ones, meanwhile. */
async function expectPublished(place: ObjectPlace, { head }: Inventory): Promise<void> {
  const key = inventoryKey(place);
  const where = `${place.store.location}/${key}`;
  const root = await readExisting(place.store, key);
  const stands = parseInventory(root.bytes, where, place.id).head;
  if (versionNumber(stands) >= versionNumber(head)) return;
  throw conditionsNotHonoured(
    `The server refused to replace ${where} as if others had changed it, but it still ends at ${stands}: ${head} is not published.`,
  );
}

async function writeSidecar(place: ObjectPlace, head: Head | undefined, claim: Uint8Array): Promise<void> {
  const bytes = sidecarBytes(sha256Hex(claim));
  const written =
    head === undefined
      ? (await place.store.create(sidecarKey(place), bytes)) === "created"
      : (await place.store.replace(sidecarKey(place), bytes, head.sidecarTag)) === "replaced";
  if (!written) await settleSidecar(place, { tag: head?.sidecarTag });
}

function expectNext({ store, object }: ObjectPlace, head: Head | undefined, inventory: Inventory): void {
  const above = head === undefined ? 1 : versionNumber(head.inventory.head) + 1;
  if (versionNumber(inventory.head) === above) return;
  const message = `${store.location}/${object}/v${above}/inventory.json is not of version ${above} of this object`;
  throw new IntegrityError("claim-altered", message);
}

/** A file that is staged no more: an earlier run put it in its place, which the store checks, or it is lost. */
function publishedBefore(area: string, sha256: string): StagedFile {
  return { key: `${area}/published.${sha256}`, identity: "published", sha256, size: 0, stagedAt: 0 };
}
