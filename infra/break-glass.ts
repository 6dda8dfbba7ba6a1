/** The one role that may delete evidence, and the condition that keeps everybody else from it. */
import { Duration } from "aws-cdk-lib";
import { AccountRootPrincipal, ManagedPolicy, PolicyStatement, Role } from "aws-cdk-lib/aws-iam";
import type { Bucket } from "aws-cdk-lib/aws-s3";
import type { Construct } from "constructs";
import { acknowledgeWildcard } from "./acknowledge.ts";

/** The condition of a deny: everybody, the account's root included, but these roles. */
export function unlessPrincipalIs(...roleArns: string[]): Record<string, Record<string, string | string[]>> {
  const [only = ""] = roleArns;
  return { ArnNotEquals: { "aws:PrincipalArn": roleArns.length === 1 ? only : roleArns } };
}

/** A role for people: with a second factor only, and for an hour. */
export function breakGlassRole(scope: Construct): Role {
  return new Role(scope, "BreakGlassRole", {
    description: "The only one that may delete from Ticketvault's archive. Every use should have a ticket.",
    assumedBy: new AccountRootPrincipal().withConditions({ Bool: { "aws:MultiFactorAuthPresent": "true" } }),
    maxSessionDuration: Duration.hours(1),
  });
}

/** Lets the role find and delete versions of the archive's files, under GOVERNANCE also before their time. */
export function letDelete(role: Role, archive: Bucket): void {
  const policy = new ManagedPolicy(role, "MayDelete", {
    description: "Deletes versions from Ticketvault's archive.",
    roles: [role],
    statements: [
      new PolicyStatement({
        actions: ["s3:ListBucket", "s3:ListBucketVersions"],
        resources: [archive.bucketArn],
      }),
      new PolicyStatement({
        actions: [
          "s3:BypassGovernanceRetention",
          "s3:DeleteObject",
          "s3:DeleteObjectVersion",
          "s3:GetObjectRetention",
        ],
        resources: [archive.arnForObjects("*")],
      }),
    ],
  });
  acknowledgeWildcard(
    policy,
    archive.arnForObjects("*"),
    "This role exists to delete any file of the archive by order of a court or a data protection officer; nobody holds it by default, and assuming it takes a second factor.",
  );
}
