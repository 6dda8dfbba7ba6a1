/** Opens the archive on S3. */
import type { S3Client } from "@aws-sdk/client-s3";
import { ENV } from "../../shared/names.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { s3Store } from "../../shared/store/s3.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { type LinkSigner, s3LinkSigner } from "../../shared/store/s3-presign.ts";
import { text } from "./environment.ts";

/** The archive as it is read, and the means to hand its files out. */
export interface OpenArchive {
  readonly store: ObjectStore;
  readonly link: LinkSigner;
}

export const storeShape = { [ENV.archiveBucket]: text, [ENV.stagingBucket]: text };

interface StoreSettings {
  readonly [ENV.archiveBucket]: string;
  readonly [ENV.stagingBucket]: string;
}

export function openStore(settings: StoreSettings, client: S3Client = s3Client()): ObjectStore {
  return s3Store({
    client,
    bucket: settings[ENV.archiveBucket],
    prefix: "",
    staging: { bucket: settings[ENV.stagingBucket], prefix: "" },
  });
}

/** The store, and links to the files in it. */
export function openArchive(settings: StoreSettings): OpenArchive {
  const client = s3Client();
  const link = s3LinkSigner({ client, bucket: settings[ENV.archiveBucket], prefix: "" });
  return { store: openStore(settings, client), link };
}
