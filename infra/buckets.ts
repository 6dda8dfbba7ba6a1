/** What all buckets have in common, and the one that keeps the others' access logs. */
import { Duration } from "aws-cdk-lib";
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type IBucket,
  ObjectOwnership,
} from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { KEPT } from "./kept.ts";

/** Private, TLS only, kept when the stack goes. */
export const BUCKET_HYGIENE = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  removalPolicy: KEPT,
} as const satisfies BucketProps;

/** Parts of uploads that were killed are billed until somebody removes them. */
export const ABORT_UPLOADS = { id: "AbortUploads", abortIncompleteMultipartUploadAfter: Duration.days(7) };

/** Keeps who read and wrote which file, as long as the logs are kept. */
export function accessLogBucket(
  scope: Construct,
  { retentionDays }: { readonly retentionDays: number },
): IBucket {
  const bucket = new Bucket(scope, "AccessLogs", {
    ...BUCKET_HYGIENE,
    encryption: BucketEncryption.S3_MANAGED,
    versioned: true,
    lifecycleRules: [
      ABORT_UPLOADS,
      {
        id: "Expire",
        expiration: Duration.days(retentionDays),
        noncurrentVersionExpiration: Duration.days(1),
      },
    ],
  });
  acknowledge(
    bucket,
    "S3DefaultEncryptionKMS",
    "S3 delivers server access logs only to buckets whose default encryption is SSE-S3.",
  );
  acknowledge(
    bucket,
    "S3BucketReplicationEnabled",
    "Access logs expire and can be missed; a second copy would double what is known of people's reading.",
  );
  // The classes of the CDK are not typed for exactOptionalPropertyTypes.
  return bucket as IBucket;
}
