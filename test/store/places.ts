/** Where stores are opened for tests, a place of its own for each: a folder, or buckets of the stand-in for S3. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { directoryStore } from "../../shared/store/directory.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import type { OpenedStore } from "./conformance.ts";
import { type Layout, openS3Store } from "./s3-place.ts";

export async function openInFolder(): Promise<OpenedStore> {
  const folder = await mkdtemp(join(tmpdir(), "ticketvault-store-"));
  return {
    store: directoryStore(folder),
    another: () => Promise.resolve(directoryStore(folder)),
    close: () => rm(folder, { recursive: true }),
  };
}

/** A bucket with Object Lock, and staging in another. */
const LOCKED: Layout = { lock: true, prefix: "archive/22824", stagingBucket: true };

export async function openOnStandIn(layout = LOCKED): Promise<OpenedStore> {
  const s3 = await startS3();
  const opened = await openS3Store(s3, layout);
  const close = async () => {
    await opened.close();
    await s3.close();
  };
  return { ...opened, close };
}
