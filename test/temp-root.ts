/** Vitest's global set-up: all temporary files of a run are in one folder, in memory where there is enough of it, which goes with the run. */
import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A file system in memory, on Linux; Docker gives it 64 MB unless asked. */
const IN_MEMORY = "/dev/shm";
/** The default suite holds less than a quarter of it at a time. */
const ENOUGH_BYTES = 4_000_000_000;

export default function setup(): () => void {
  const root = mkdtempSync(join(hasRoom(IN_MEMORY) ? IN_MEMORY : tmpdir(), "ticketvault-tests-"));
  // Workers, and the processes that tests start, inherit it.
  process.env["TMPDIR"] = root;
  return () => rmSync(root, { recursive: true, force: true });
}

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize >= ENOUGH_BYTES;
  } catch {
    return false;
  }
}
