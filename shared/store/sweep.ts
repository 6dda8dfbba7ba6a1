/** Empties a folder store's staging area of what nobody published: what the lifecycle rule does on S3. */
import { lstat, readdir, rm, rmdir } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Logger } from "../log.ts";
import { hasCode, systemCode } from "./disk.ts";

const DAYS_30_MS = 30 * 24 * 60 * 60 * 1000;

/** Others may stage, and sweep, at the same time. */
const OF_OTHERS = ["ENOENT", "ENOTEMPTY", "EEXIST"];

/**
 * Removes files last written over 30 days ago, and empty folders but for the two areas, in which others stage. What
 * cannot be removed, as another user's leftovers, is logged and stays: it is in nobody's way.
 */
export async function sweepStaging(staging: string, log: Logger, now = Date.now()): Promise<void> {
  const areas = ["incoming", "files"].map((name) => join(staging, name));
  const attempt = async <T>(path: string, operation: Promise<T>): Promise<T | undefined> => {
    try {
      return await operation;
    } catch (error) {
      if (!OF_OTHERS.some((code) => hasCode(error, code)))
        log.warn("staging.not-swept", { path: relative(staging, path), reason: systemCode(error) });
      return undefined;
    }
  };
  const sweep = async (folder: string): Promise<void> => {
    const entries = await attempt(folder, readdir(folder, { withFileTypes: true }));
    for (const entry of entries ?? []) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) {
        await sweep(path);
        continue;
      }
      const found = await attempt(path, lstat(path));
      if (found !== undefined && now - found.mtimeMs > DAYS_30_MS) await attempt(path, rm(path));
    }
    if (entries !== undefined && !areas.includes(folder)) await attempt(folder, rmdir(folder));
  };
  for (const area of areas) await sweep(area);
}
