/**
 * A stack of its own for a second AWS account: a bucket that remembers the ledger's daily entries where the vault's account
 * can change nothing. The vault's sealer may add to it, its verification may read it, and nobody there may replace or delete.
 */
import { type App, CfnOutput, Stack } from "aws-cdk-lib";
import { AnyPrincipal, ArnPrincipal, Effect, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { Bucket, BucketEncryption, type CfnBucket } from "aws-cdk-lib/aws-s3";
import { ABORT_UPLOADS, BUCKET_HYGIENE } from "./buckets.ts";

export interface WitnessProps {
  readonly stackName: string;
  /** Output `SealRoleArn` of the stack whose ledger is remembered. */
  readonly sealRoleArn: string;
  /** Output `VerifyRoleArn` of that stack. */
  readonly verifyRoleArn: string;
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly years: number;
}

export class WitnessStack extends Stack {
  constructor(app: App, { stackName, sealRoleArn, verifyRoleArn, mode, years }: WitnessProps) {
    super(app, stackName, { description: "Ticketvault's witness: remembers the ledger of another account." });
    const bucket = new Bucket(this, "Witness", {
      ...BUCKET_HYGIENE,
      versioned: true,
      objectLockEnabled: true,
      // A key of KMS would have to let the other account in.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [ABORT_UPLOADS],
    });
    const resource = bucket.node.defaultChild as CfnBucket;
    resource.objectLockConfiguration = {
      objectLockEnabled: "Enabled",
      rule: { defaultRetention: { mode, years } },
    };
    const files = bucket.arnForObjects("ledger/*");
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: "TheLedgersSealerAdds",
        principals: [new ArnPrincipal(sealRoleArn)],
        actions: ["s3:PutObject"],
        resources: [files],
      }),
    );
    const verification = [new ArnPrincipal(verifyRoleArn)];
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: "TheVerificationReads",
        principals: verification,
        actions: ["s3:GetObject"],
        resources: [files],
      }),
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: "TheVerificationLists",
        principals: verification,
        actions: ["s3:ListBucket", "s3:ListBucketVersions"],
        resources: [bucket.bucketArn],
      }),
    );
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: "NobodyReplaces",
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ["s3:PutObject"],
        resources: [bucket.arnForObjects("*")],
        conditions: { Null: { "s3:if-none-match": "true" } },
      }),
    );
    new CfnOutput(this, "WitnessBucketName", { value: bucket.bucketName });
  }
}
