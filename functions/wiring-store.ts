/** Opens the archive on S3. */
import type { S3Client } from "@aws-sdk/client-s3";
import { ENV } from "../shared/names.ts";
import type { LegalHold } from "../shared/store/legal-hold.ts";
import type { ObjectStore } from "../shared/store/object-store.ts";
import { s3Store } from "../shared/store/s3.ts";
import { s3Client } from "../shared/store/s3-client.ts";
import { s3LegalHold } from "../shared/store/s3-legal-hold.ts";
import { s3LinkSigner } from "../shared/store/s3-presign.ts";
import type { OpenArchive } from "./api/dependencies.ts";
import { text } from "./environment.ts";

export const storeShape = { [ENV.archiveBucket]: text, [ENV.stagingBucket]: text };

interface StoreSettings {
  readonly [ENV.archiveBucket]: string;
  readonly [ENV.stagingBucket]: string;
}

interface HeldStore {
  readonly store: ObjectStore;
  readonly legalHold: LegalHold;
}

export function openStore(settings: StoreSettings, client: S3Client = s3Client()): ObjectStore {
  return s3Store({
    client,
    bucket: settings[ENV.archiveBucket],
    prefix: "",
    staging: { bucket: settings[ENV.stagingBucket], prefix: "" },
  });
}

/** The store, and the legal hold of what is in it. */
export function openHeldStore(settings: StoreSettings, client: S3Client = s3Client()): HeldStore {
  const legalHold = s3LegalHold({ client, bucket: settings[ENV.archiveBucket], prefix: "" });
  return { store: openStore(settings, client), legalHold };
}

/** The same, and links to the files in it. */
export function openArchive(settings: StoreSettings): OpenArchive & HeldStore {
  const client = s3Client();
  const link = s3LinkSigner({ client, bucket: settings[ENV.archiveBucket], prefix: "" });
  return { ...openHeldStore(settings, client), link };
}
