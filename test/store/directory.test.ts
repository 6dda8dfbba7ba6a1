/** The store in a folder does what every store must do. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { directoryStore } from "../../shared/store/directory.ts";
import { objectStoreConformance } from "./conformance.ts";

objectStoreConformance("The directory store", async () => {
  const folder = await mkdtemp(join(tmpdir(), "ticketvault-store-"));
  return {
    store: directoryStore(folder),
    another: () => Promise.resolve(directoryStore(folder)),
    close: () => rm(folder, { recursive: true }),
  };
});
