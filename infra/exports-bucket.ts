/** Where exports are handed out: the same hygiene as the archive's, no lock, emptied after a time. */
import { Duration } from "aws-cdk-lib";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Bucket, BucketEncryption, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { ABORT_UPLOADS, BUCKET_HYGIENE } from "./buckets.ts";

export interface ExportsBucketProps {
  readonly key: Key;
  readonly accessLogs: IBucket;
  readonly retentionDays: number;
}

export function exportsBucket(
  scope: Construct,
  { key, accessLogs, retentionDays }: ExportsBucketProps,
): Bucket {
  const bucket = new Bucket(scope, "Exports", {
    ...BUCKET_HYGIENE,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: "exports/",
    lifecycleRules: [ABORT_UPLOADS, { id: "Expire", expiration: Duration.days(retentionDays) }],
  });
  const copies = "Exports are copies: the same request over the same versions gives the same bytes again.";
  acknowledge(
    bucket,
    "S3BucketVersioningEnabled",
    `${copies} Old versions would keep personal data beyond the time set.`,
  );
  acknowledge(bucket, "S3BucketReplicationEnabled", copies);
  return bucket;
}
