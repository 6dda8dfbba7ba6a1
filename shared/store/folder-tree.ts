/** Lets the OCFL validator walk any folder of a disk, whoever made it. */
import type { Dirent } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { joinPath, type Tree } from "../ocfl/tree.ts";
import { bytesOf, unlessAbsent } from "./directory-files.ts";
import { disk } from "./disk.ts";
import { byBytes } from "./key.ts";
import { isNoRegularFile, readRegular, sizeOfRegular } from "./regular-file.ts";

/**
 * The folder as a tree. Links, pipes, sockets and devices are `others` and never read.
 * @throws StoreError from every method, when the disk refuses or fails; `too-large` from `read`
 */
export function folderTree(folder: string): Tree {
  const at = (path: string): string => join(folder, ...path.split("/"));
  return {
    async children(path) {
      const entries = (await onDisk(at(path), () => readdir(at(path), { withFileTypes: true }))) ?? [];
      const paths = (kind: (entry: Dirent) => boolean): string[] =>
        entries
          .filter(kind)
          .map(({ name }) => joinPath(path, name))
          .toSorted(byBytes);
      return {
        files: paths((entry) => entry.isFile()),
        folders: paths((entry) => entry.isDirectory()),
        others: paths((entry) => !entry.isFile() && !entry.isDirectory()),
      };
    },
    read: (path) => onDisk(at(path), () => readRegular(at(path))),
    async open(path) {
      const size = await onDisk(at(path), () => sizeOfRegular(at(path)));
      return size === undefined ? undefined : bytesOf(at(path));
    },
  };
}

/** Undefined where no file is there; what is among the `others` is none. */
async function onDisk<T>(path: string, operation: () => Promise<T>): Promise<T | undefined> {
  try {
    return await disk(() => unlessAbsent(operation()), path);
  } catch (error) {
    if (isNoRegularFile(error)) return undefined;
    throw error;
  }
}
