/** Makes fresh buckets on an S3 server and opens the S3 store on them. */
import { randomUUID } from "node:crypto";
import { CreateBucketCommand, PutObjectLockConfigurationCommand, type S3Client } from "@aws-sdk/client-s3";
import { s3Store } from "../../shared/store/s3.ts";
import type { S3Place } from "../stand-ins/s3/client.ts";
import { vaultClient } from "../stand-ins/s3/vault.ts";
import type { OpenedStore } from "./conformance.ts";

export interface Layout {
  /** Whether the archive's bucket has Object Lock with a default retention, and so versions. */
  readonly lock: boolean;
  /** The archive's folder in its bucket. */
  readonly prefix: string;
  /** Whether files are staged in another bucket, or in a folder of the same one. */
  readonly stagingBucket: boolean;
}

async function createBucket(client: S3Client, lock: boolean): Promise<string> {
  const Bucket = `store-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: lock }));
  const Rule = { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } } as const;
  const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule } as const;
  if (lock) await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
  return Bucket;
}

/** Each instance has a client of its own, as each process would. */
export async function openS3Store(
  place: S3Place,
  { lock, prefix, stagingBucket }: Layout,
): Promise<OpenedStore> {
  const clients: S3Client[] = [];
  const connect = () => {
    const client = vaultClient(place);
    clients.push(client);
    return client;
  };
  const first = connect();
  const bucket = await createBucket(first, lock);
  const staging = stagingBucket
    ? { bucket: await createBucket(first, false), prefix: "" }
    : { bucket, prefix: ".staging" };
  const open = (client: S3Client) => s3Store({ client, bucket, prefix, staging });
  return {
    store: open(first),
    another: async () => open(connect()),
    close: async () => {
      for (const client of clients) client.destroy();
    },
  };
}
