/** The buckets of a vault, as the stack makes them: an archive with versions and Object Lock, and staging beside it. */
import {
  CreateBucketCommand,
  PutObjectLockConfigurationCommand,
  type S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import type { ObjectStore } from "../../../shared/store/object-store.ts";
import { s3Store } from "../../../shared/store/s3.ts";
import { s3Client } from "../../../shared/store/s3-client.ts";
import type { S3Place } from "./client.ts";

export const ARCHIVE_BUCKET = "archive";
export const STAGING_BUCKET = "staging";

/** The product's own client for a server on this machine. */
export function vaultClient({ endpoint, credentials }: S3Place, more: S3ClientConfig = {}): S3Client {
  return s3Client({ endpoint, credentials, region: "us-east-1", forcePathStyle: true, ...more });
}

export async function makeVaultBuckets(client: S3Client): Promise<void> {
  await client.send(new CreateBucketCommand({ Bucket: ARCHIVE_BUCKET, ObjectLockEnabledForBucket: true }));
  await client.send(
    new PutObjectLockConfigurationCommand({
      Bucket: ARCHIVE_BUCKET,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } },
      },
    }),
  );
  await client.send(new CreateBucketCommand({ Bucket: STAGING_BUCKET }));
}

export function vaultStore(client: S3Client): ObjectStore {
  return s3Store({
    client,
    bucket: ARCHIVE_BUCKET,
    prefix: "",
    staging: { bucket: STAGING_BUCKET, prefix: "" },
  });
}
