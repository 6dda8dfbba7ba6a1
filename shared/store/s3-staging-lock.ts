/** Refuses to stage files where Object Lock would keep the copies for years. */
import { GetObjectLockConfigurationCommand, type S3Client } from "@aws-sdk/client-s3";
import { UsageError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { isNamed, statusOf, WITHOUT_LOCK } from "./s3-answers.ts";
import { s3Call } from "./s3-errors.ts";
import type { S3Place } from "./s3-place.ts";

/**
 * Asks once whether the bucket of the staging area has Object Lock.
 * @param log told where the server does not say it: then it is for its owner to know
 * @throws UsageError where it has; StoreError where the server does not answer
 */
export async function refuseLockedStaging(
  client: S3Client,
  { bucket, prefix }: S3Place,
  log: Logger,
): Promise<void> {
  const command = new GetObjectLockConfigurationCommand({ Bucket: bucket });
  const ask = async () => {
    try {
      return (await client.send(command)).ObjectLockConfiguration?.ObjectLockEnabled;
    } catch (error) {
      if (isNamed(error, ...WITHOUT_LOCK)) return undefined;
      const status = statusOf(error);
      if (status === undefined || status >= 500 || isNamed(error, "NoSuchBucket")) throw error;
      log.warn("staging.lock-unknown", { bucket, status });
      return undefined;
    }
  };
  if ((await s3Call(ask, `the Object Lock configuration of s3://${bucket}`)) !== "Enabled") return;
  throw new UsageError(
    `Files would be staged in s3://${bucket}/${prefix}, a bucket with Object Lock, where every copy would stay as long as the archive: give --staging s3://BUCKET/PREFIX of a bucket without it.`,
  );
}
