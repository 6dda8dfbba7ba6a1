/** Makes an account's folder an OCFL storage root, once. */

import { storageRootKey } from "../keys.ts";
import { STORAGE_ROOT_FILES } from "../ocfl/layout.ts";
import type { ObjectStore } from "../store/object-store.ts";

const made = new WeakMap<ObjectStore, Set<string>>();

/** Writes what is missing of the root's own files. Asks the store once per process. */
export async function ensureStorageRoot(store: ObjectStore, orgId: number): Promise<void> {
  const roots = made.get(store) ?? new Set();
  const root = storageRootKey(orgId);
  if (roots.has(root)) return;
  const declaration = STORAGE_ROOT_FILES.at(-1);
  if (declaration !== undefined && (await store.stat(`${root}/${declaration.name}`)) === undefined) {
    for (const { name, bytes } of STORAGE_ROOT_FILES) await store.create(`${root}/${name}`, bytes);
  }
  made.set(store, roots.add(root));
}
