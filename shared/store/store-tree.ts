/** Lets the OCFL validator walk a store. */
import { StoreError } from "../errors.ts";
import type { Tree } from "../ocfl/tree.ts";
import { checkedKey } from "./key.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * The store as a tree whose top is the store's own. Keys that no store of ours would write (a folder's marker such as
 * `143/`, control characters) are given as `others`, so that they are reported rather than asked for.
 * @throws StoreError from every method, as the store does
 */
export function storeTree(store: ObjectStore): Tree {
  return {
    ...(store.history && { history: store.history.bind(store) }),
    async children(path) {
      const { files, folders } = await store.children(path);
      const odd = [...files, ...folders].filter((key) => !isKey(key));
      return { files: files.filter(isKey), folders: folders.filter(isKey), others: odd };
    },
    read: async (path) => (await store.read(path))?.bytes,
    open: async (path) => (await store.open(path))?.body,
    async serverDigest(path, algorithm) {
      return algorithm === "sha256" ? (await store.stat(path))?.sha256 : undefined;
    },
  };
}

function isKey(key: string): boolean {
  try {
    checkedKey(key);
    return true;
  } catch (error) {
    if (error instanceof StoreError) return false;
    throw error;
  }
}
