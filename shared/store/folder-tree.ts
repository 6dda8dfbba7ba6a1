/** Lets the OCFL validator walk any folder of a disk, whoever made it. */
import { createReadStream, type Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { joinPath, type Tree } from "../ocfl/tree.ts";
import { disk, hasCode } from "./disk.ts";
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
      return found?.isFile() ? readable(at(path)) : undefined;
    },
  };
}

async function* readable(path: string): AsyncIterable<Uint8Array> {
  const stream = createReadStream(path)[Symbol.asyncIterator]();
  const next = (): Promise<IteratorResult<Uint8Array>> => disk(() => stream.next(), path);
  try {
    for (let chunk = await next(); !chunk.done; chunk = await next()) yield chunk.value;
  } finally {
    await stream.return?.();
  }
}

/** Undefined where nothing is there. */
function onDisk<T>(path: string, operation: () => Promise<T>): Promise<T | undefined> {
  return disk(async () => {
    try {
      return await operation();
    } catch (error) {
      if (hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR") || hasCode(error, "EISDIR")) return undefined;
      throw error;
    }
  }, path);
}
