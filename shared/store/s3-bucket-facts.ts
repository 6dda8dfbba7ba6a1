/** What a bucket keeps of the files in it: versions, and Object Lock. */
import {
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { isNamed, WITHOUT_LOCK } from "./s3-answers.ts";
import { s3Call } from "./s3-errors.ts";

export interface BucketFacts {
  readonly versions: boolean;
  /** How long and how strictly each file is locked, as `GOVERNANCE, 7 years`; undefined where none is by itself. */
  readonly lock: string | undefined;
}

/** @throws StoreError where the server does not say it */
export async function bucketFacts(client: S3Client, bucket: string): Promise<BucketFacts> {
  const where = `the settings of s3://${bucket}`;
  const versioning = () => client.send(new GetBucketVersioningCommand({ Bucket: bucket }));
  const { Status } = await s3Call(versioning, where);
  return { versions: Status === "Enabled", lock: await s3Call(() => lockOf(client, bucket), where) };
}

async function lockOf(client: S3Client, bucket: string): Promise<string | undefined> {
  try {
    const { ObjectLockConfiguration: lock } = await client.send(
      new GetObjectLockConfigurationCommand({ Bucket: bucket }),
    );
    const { Mode, Years, Days } = lock?.Rule?.DefaultRetention ?? {};
    if (Mode === undefined) return undefined;
    return `${Mode}, ${Years === undefined ? `${Days} days` : `${Years} years`}`;
  } catch (error) {
    if (isNamed(error, ...WITHOUT_LOCK)) return undefined;
    throw error;
  }
}
