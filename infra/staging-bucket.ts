/** Where files wait for their version: the same hygiene as the archive's, no lock, emptied after 30 days. */
import { Duration } from "aws-cdk-lib";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Bucket, BucketEncryption, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { ABORT_UPLOADS, BUCKET_HYGIENE } from "./buckets.ts";

export interface StagingBucketProps {
  readonly key: Key;
  readonly accessLogs: IBucket;
}

/** The archive flow uses staged files again for 20 days only, so that none goes while it is needed. */
export function stagingBucket(scope: Construct, { key, accessLogs }: StagingBucketProps): Bucket {
  const bucket = new Bucket(scope, "Staging", {
    ...BUCKET_HYGIENE,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: "staging/",
    lifecycleRules: [ABORT_UPLOADS, { id: "Expire", expiration: Duration.days(30) }],
  });
  const passing =
    "Files only pass through here: what counts is published into the archive, which is versioned.";
  acknowledge(
    bucket,
    "S3BucketVersioningEnabled",
    `${passing} Old versions would keep personal data beyond the 30 days.`,
  );
  acknowledge(bucket, "S3BucketReplicationEnabled", `${passing} What is lost is fetched again.`);
  return bucket;
}
