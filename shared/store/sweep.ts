/** Empties a folder store's staging area of what nobody published: what the lifecycle rule does on S3. */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { hasCode } from "./disk.ts";

const DAYS_30_MS = 30 * 24 * 60 * 60 * 1000;

/** Removes files last written over 30 days ago. Other processes may sweep at the same time. */
export async function sweepStaging(staging: string, now = Date.now()): Promise<void> {
  for (const entry of await entriesOf(staging)) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) continue;
    try {
      const { mtimeMs } = await stat(path);
      if (now - mtimeMs > DAYS_30_MS && entry.name !== "lock") await rm(path, { force: true });
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw error;
    }
  }
}

async function entriesOf(staging: string) {
  try {
    return await readdir(staging, { withFileTypes: true, recursive: true });
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}
