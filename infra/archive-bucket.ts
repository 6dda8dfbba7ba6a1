/** The archive: versioned, under Object Lock, and nobody but the break-glass role may delete. */
import { AnyPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Key } from "aws-cdk-lib/aws-kms";
import { Bucket, BucketEncryption, type CfnBucket, type IBucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { acknowledge } from "./acknowledge.ts";
import { unlessPrincipalIs } from "./break-glass.ts";
import { ABORT_UPLOADS, BUCKET_HYGIENE } from "./buckets.ts";
import type { Config } from "./config.ts";

export interface ArchiveBucketProps {
  readonly objectLock: Config["objectLock"];
  readonly key: Key;
  readonly accessLogs: IBucket;
  readonly breakGlassRoleArn: string;
}

export function archiveBucket(scope: Construct, props: ArchiveBucketProps): Bucket {
  const bucket = new Bucket(scope, "Archive", {
    ...BUCKET_HYGIENE,
    versioned: true,
    objectLockEnabled: true,
    encryption: BucketEncryption.KMS,
    encryptionKey: props.key,
    bucketKeyEnabled: true,
    serverAccessLogsBucket: props.accessLogs,
    serverAccessLogsPrefix: "archive/",
    lifecycleRules: [ABORT_UPLOADS],
  });
  lockEachFile(bucket, props.objectLock);
  denyDeletes(bucket, props.breakGlassRoleArn);
  acknowledge(
    bucket,
    "S3BucketReplicationEnabled",
    "S3 keeps each file in three zones under Object Lock. A copy in another region is the operator's decision, as it moves personal data there; replication can be added to this bucket at any time.",
  );
  return bucket;
}

/** In years where no days are given, which the construct cannot say: 7 years of 365 days end two days early. */
function lockEachFile(bucket: Bucket, { mode, years, days }: Config["objectLock"]): void {
  const resource = bucket.node.defaultChild as CfnBucket;
  resource.objectLockConfiguration = {
    objectLockEnabled: "Enabled",
    rule: { defaultRetention: { mode, ...(days === undefined ? { years } : { days }) } },
  };
}

/**
 * The lock keeps versions for its years; this keeps them after that, and keeps delete markers from hiding them. Only
 * actions on objects: whoever deploys must go on being able to manage the bucket's settings.
 */
function denyDeletes(bucket: Bucket, breakGlassRoleArn: string): void {
  bucket.addToResourcePolicy(
    new PolicyStatement({
      sid: "OnlyBreakGlassDeletes",
      effect: Effect.DENY,
      principals: [new AnyPrincipal()],
      actions: ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"],
      resources: [bucket.arnForObjects("*")],
      conditions: unlessPrincipalIs(breakGlassRoleArn),
    }),
  );
}
