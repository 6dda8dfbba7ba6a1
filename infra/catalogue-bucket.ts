/** Where the catalogue's files are: the same hygiene as the archive's, without lock and without versions. */
import { Duration } from "aws-cdk-lib";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Bucket, BucketEncryption, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { ABORT_UPLOADS, BUCKET_HYGIENE } from "./buckets.ts";

/** Where Athena puts what queries found; it goes after a week. */
export const RESULTS = "results/";

export interface CatalogueBucketProps {
  readonly key: Key;
  readonly accessLogs: IBucket;
}

export function catalogueBucket(scope: Construct, { key, accessLogs }: CatalogueBucketProps): Bucket {
  const bucket = new Bucket(scope, "Catalogue", {
    ...BUCKET_HYGIENE,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    serverAccessLogsBucket: accessLogs,
    serverAccessLogsPrefix: "catalogue/",
    lifecycleRules: [ABORT_UPLOADS, { id: "ExpireResults", prefix: RESULTS, expiration: Duration.days(7) }],
  });
  const derived =
    "Its files are made of the archive, and made again with the same bytes whenever they are lost.";
  acknowledge(bucket, "S3BucketVersioningEnabled", `${derived} Old versions would be read by nobody.`);
  acknowledge(bucket, "S3BucketReplicationEnabled", derived);
  return bucket;
}
