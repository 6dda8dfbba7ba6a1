/** Lets the OCFL validator walk any folder of a disk, whoever made it. */
import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { joinPath, type Tree } from "../ocfl/tree.ts";
import { bytesOf, unlessAbsent } from "./directory-files.ts";
import { disk } from "./disk.ts";
import { byBytes } from "./key.ts";

/**
 * The folder as a tree. Links, sockets and devices are `others` and never followed.
 * @throws StoreError from every method, when the disk refuses or fails
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
    read: (path) => onDisk(at(path), () => readFile(at(path))),
    async open(path) {
      const found = await onDisk(at(path), () => stat(at(path)));
      return found?.isFile() ? bytesOf(at(path)) : undefined;
    },
  };
}

/** Undefined where nothing is there. */
function onDisk<T>(path: string, operation: () => Promise<T>): Promise<T | undefined> {
  return disk(() => unlessAbsent(operation()), path);
}
