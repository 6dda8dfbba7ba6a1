/** Empties a folder store's staging area of what nobody published: what the lifecycle rule does on S3. */
import type { Dirent } from "node:fs";
import { readdir, rm, rmdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { unless } from "./disk.ts";

const DAYS_30_MS = 30 * 24 * 60 * 60 * 1000;

/** Removes files last written over 30 days ago, and empty folders. Others may stage and sweep at the same time. */
export async function sweepStaging(staging: string, now = Date.now()): Promise<void> {
  for (const area of ["incoming", "files"]) await sweepFolder(join(staging, area), now);
}

async function sweepFolder(folder: string, now: number): Promise<void> {
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      await sweepFolder(path, now);
      await unless(["ENOENT", "ENOTEMPTY", "EEXIST"], rmdir(path));
    } else if (await isOld(path, now)) {
      await rm(path, { force: true });
    }
  }
}

async function isOld(path: string, now: number): Promise<boolean> {
  const found = await unless(["ENOENT"], stat(path));
  return found !== undefined && now - found.mtimeMs > DAYS_30_MS;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  return (await unless(["ENOENT"], readdir(folder, { withFileTypes: true }))) ?? [];
}
