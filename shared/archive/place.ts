/** Where one ticket's object stands: the store, the object's folder, its staging area, its head, and the keys in it. */

import { objectId, objectKey, stagingArea } from "../keys.ts";
import type { Inventory } from "../ocfl/inventory.ts";
import type { ObjectStore } from "../store/object-store.ts";

export interface ObjectPlace {
  readonly store: ObjectStore;
  /** The object's OCFL id. */
  readonly id: string;
  /** Key of the object's folder. */
  readonly object: string;
  /** Where new files of this object are staged. */
  readonly area: string;
}

/** Where the object of a ticket stands in a store; asks the store nothing. */
export function ticketPlace(store: ObjectStore, orgId: number, ticketId: number): ObjectPlace {
  return {
    store,
    id: objectId(orgId, ticketId),
    object: objectKey(orgId, ticketId),
    area: stagingArea(orgId, ticketId),
  };
}

/** The last published version of an object, as it was read. */
export interface Head {
  /** Where versions above it are written: under legal hold when this one is. */
  readonly place: ObjectPlace;
  readonly inventory: Inventory;
  /** False when another program made its newest version, or something else of it. */
  readonly isOwn: boolean;
  /** SHA-256 of the root's `inventory.json`. */
  readonly digest: string;
  /** What replacing the root's inventory and its sidecar takes. */
  readonly tag: string;
  readonly sidecarTag: string;
}

/** The inventory of the object (`""`) or of one of its versions (`v2`). */
export function inventoryKey({ object }: ObjectPlace, version = ""): string {
  return version === "" ? `${object}/inventory.json` : `${object}/${version}/inventory.json`;
}

/** The file beside `inventoryKey` that has its SHA-256. */
export function sidecarKey(place: ObjectPlace, version = ""): string {
  return `${inventoryKey(place, version)}.sha256`;
}
