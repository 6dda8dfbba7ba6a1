/** The stores that the archive's tests run on: a folder, and the S3 stand-in. */
import { directoryStore } from "../../shared/store/directory.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { tempFolder } from "../temp.ts";

export interface TestStore extends AsyncDisposable {
  /** Another instance on the same place, as another process would have. */
  open(): Promise<ObjectStore>;
}

async function inFolder(): Promise<TestStore> {
  const folder = await tempFolder();
  return {
    open: () => Promise.resolve(directoryStore(folder.path)),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}

async function onS3(): Promise<TestStore> {
  const s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  return {
    open: () => Promise.resolve(vaultStore(client)),
    async [Symbol.asyncDispose]() {
      client.destroy();
      await s3.close();
    },
  };
}

export const STORES = [
  ["a folder", inFolder],
  ["S3", onS3],
] as const;
