/** A store in memory that keeps a digest of each file, as S3 does: for vaults of many files of which only the reading is measured. */
import { sha256Hex } from "../../shared/digest.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { overriding } from "../store/overriding.ts";

export interface MemoryStore {
  readonly store: ObjectStore;
  put(key: string, bytes: Uint8Array): void;
  /** A file's bytes. @throws Error where there is none */
  get(key: string): Uint8Array;
  /** Removes a file, or all below a folder. */
  remove(key: string): void;
}

export function memoryStore(): MemoryStore {
  const files = new Map<string, Uint8Array>();
  const folders = new Map<string, { readonly files: Set<string>; readonly folders: Set<string> }>();
  const folderOf = (key: string): string => key.slice(0, Math.max(0, key.lastIndexOf("/")));
  const at = (folder: string) => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const made = { files: new Set<string>(), folders: new Set<string>() };
    folders.set(folder, made);
    if (folder !== "") at(folderOf(folder)).folders.add(folder);
    return made;
  };
  const put = (key: string, bytes: Uint8Array): void => {
    files.set(key, bytes);
    at(folderOf(key)).files.add(key);
  };
  const removeFile = (key: string): void => {
    files.delete(key);
    at(folderOf(key)).files.delete(key);
  };
  const remove = (key: string): void => {
    removeFile(key);
    for (const each of at(key).files) removeFile(each);
    for (const each of at(key).folders) remove(each);
    at(folderOf(key)).folders.delete(key);
  };
  const store = overriding(directoryStore("/nowhere"), {
    location: "memory",
    async create(key, bytes) {
      if (files.has(key)) return "exists";
      put(key, bytes);
      return "created";
    },
    async read(key) {
      const bytes = files.get(key);
      return bytes && { bytes, tag: "", held: false };
    },
    async stat(key) {
      const bytes = files.get(key);
      return bytes && { size: bytes.byteLength, sha256: sha256Hex(bytes) };
    },
    async children(folder) {
      const there = folders.get(folder);
      return { files: [...(there?.files ?? [])].toSorted(), folders: [...(there?.folders ?? [])].toSorted() };
    },
  });
  const get = (key: string): Uint8Array => {
    const bytes = files.get(key);
    if (bytes === undefined) throw new Error(`there is no ${key}`);
    return bytes;
  };
  return { store, put, get, remove };
}
