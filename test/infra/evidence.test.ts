/** What protects the evidence: the lock, who may delete, keys, TLS, and what stays when the stack goes. */
import { describe, expect, test } from "vitest";
import { flat, lines, resource, resources, statements, synthesized } from "./synthesized.ts";

const template = synthesized();
const ROLE = "arn:aws:iam::123456789012:role/legal/Deleter";
const settled = synthesized({
  objectLock: { mode: "COMPLIANCE", years: 10 },
  breakGlassRoleArn: ROLE,
  exports: { retentionDays: 7 },
});

const bucket = (name: string, from = template) => resource(from, "AWS::S3::Bucket", name).properties;
const denied = (document: unknown) => statements(document).filter(({ Effect }) => Effect === "Deny");

/** What CloudFormation works as, by the CDK's bootstrap. */
const DEPLOYING =
  "arn:AWS::Partition:iam::AWS::AccountId:role/cdk-hnb659fds-cfn-exec-role-AWS::AccountId-AWS::Region";

describe("the archive bucket", () => {
  test("locks every file for seven years unless told otherwise", () => {
    expect(bucket("Archive")).toMatchObject({
      ObjectLockEnabled: true,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Mode: "GOVERNANCE", Years: 7 } },
      },
      VersioningConfiguration: { Status: "Enabled" },
    });
  });

  test("locks as the settings say", () => {
    expect(bucket("Archive", settled)["ObjectLockConfiguration"]).toEqual({
      ObjectLockEnabled: "Enabled",
      Rule: { DefaultRetention: { Mode: "COMPLIANCE", Years: 10 } },
    });
  });

  test.each([
    ["the stack's own role", template, "BreakGlassRole.Arn"],
    ["the role of the settings", settled, ROLE],
  ])("lets nobody delete but %s", (_, from, role) => {
    const policy = resource(from, "AWS::S3::BucketPolicy", "ArchivePolicy").properties["PolicyDocument"];
    expect(denied(policy)).toContainEqual({
      Sid: "OnlyBreakGlassDeletes",
      Effect: "Deny",
      Principal: { AWS: "*" },
      Action: ["s3:BypassGovernanceRetention", "s3:DeleteObject", "s3:DeleteObjectVersion"],
      Resource: "Archive.Arn/*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": role } },
    });
    for (const name of ["VaultKey", "SigningKey"]) {
      const key = resource(from, "AWS::KMS::Key", name).properties["KeyPolicy"];
      expect(denied(key)).toMatchObject([
        {
          Principal: { AWS: "*" },
          Action: ["kms:DisableKey", "kms:ScheduleKeyDeletion"],
          // A3
          Condition: { ArnNotEquals: { "aws:PrincipalArn": [role, DEPLOYING] } },
        },
      ]);
    }
  });

  test("makes no role that deletes when the settings name one", () => {
    const roles = resources(settled, "AWS::IAM::Role");
    expect(roles.map(({ name }) => name)).not.toContain("BreakGlassRole");
  });

  test("forbids nothing that a deployment needs to change the bucket's settings", () => {
    const policy = resource(template, "AWS::S3::BucketPolicy", "ArchivePolicy").properties["PolicyDocument"];
    const anyRequest = denied(policy).filter(({ Action }) => Action === "s3:*");
    expect(anyRequest.map(({ Condition }) => Condition)).toEqual([
      { Bool: { "aws:SecureTransport": "false" } },
      { NumericLessThan: { "s3:TlsVersion": 1.2 } },
    ]);
  });

  test("expires nothing and ends uploads that were left behind", () => {
    expect(bucket("Archive")["LifecycleConfiguration"]).toEqual({
      Rules: [
        { Id: "AbortUploads", Status: "Enabled", AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
      ],
    });
  });
});

describe("the staging bucket", () => {
  test("keeps files for 30 days, under no lock", () => {
    const staging = bucket("Staging");
    expect(staging["LifecycleConfiguration"]).toMatchObject({
      Rules: [{ Id: "AbortUploads" }, { Id: "Expire", Status: "Enabled", ExpirationInDays: 30 }],
    });
    expect(staging).not.toHaveProperty("ObjectLockConfiguration");
  });
});

describe("the bucket of exports", () => {
  const rules = (from = template) => bucket("Exports", from)["LifecycleConfiguration"];

  test("keeps them for 90 days unless told otherwise, under no lock", () => {
    expect(rules()).toMatchObject({
      Rules: [{ Id: "AbortUploads" }, { Id: "Expire", Status: "Enabled", ExpirationInDays: 90 }],
    });
    expect(rules(settled)).toMatchObject({
      Rules: [{ Id: "AbortUploads" }, { Id: "Expire", ExpirationInDays: 7 }],
    });
    expect(bucket("Exports")).not.toHaveProperty("ObjectLockConfiguration");
  });
});

describe("the key that signs the ledger", () => {
  test("is one that openssl can check, and never leaves KMS", () => {
    expect(resource(template, "AWS::KMS::Key", "SigningKey").properties).toMatchObject({
      KeySpec: "ECC_NIST_P256",
      KeyUsage: "SIGN_VERIFY",
    });
  });

  test("is told by the outputs: where it is, how to ask for its public half, and where the copies stand", () => {
    const outputs = template.toJSON()["Outputs"];
    expect(flat(outputs)).toMatchObject({
      SigningKeyArn: { Value: "SigningKey.Arn" },
      PublicKeyCommand: {
        Value:
          "aws kms get-public-key --key-id SigningKey.Arn --query PublicKey --output text | base64 -d | openssl pkey -pubin -inform DER",
      },
      PublicKeyCopies: { Value: "s3://Archive/ledger/22824/keys/" },
    });
  });
});

describe("all buckets", () => {
  const all = resources(template, "AWS::S3::Bucket");

  test.each(all.map(({ name, properties }) => [name, properties] as const))(
    "%s is private, TLS only",
    (name, properties) => {
      expect(properties["PublicAccessBlockConfiguration"]).toEqual({
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      });
      const policy = resource(template, "AWS::S3::BucketPolicy", `${name}Policy`).properties[
        "PolicyDocument"
      ];
      expect(lines(policy)).toContain(
        `Deny s3:* on ${name}.Arn/* if {"Bool":{"aws:SecureTransport":"false"}}`,
      );
    },
  );

  test.each(["Archive", "Staging", "Exports"])(
    "%s is encrypted by the vault's key, with its accesses logged",
    (name) => {
      expect(bucket(name)).toMatchObject({
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [
            {
              BucketKeyEnabled: true,
              ServerSideEncryptionByDefault: { KMSMasterKeyID: "VaultKey.Arn", SSEAlgorithm: "aws:kms" },
            },
          ],
        },
        LoggingConfiguration: {
          DestinationBucketName: "AccessLogs",
          LogFilePrefix: `${name.toLowerCase()}/`,
        },
      });
    },
  );
});

test("keys that encrypt are rotated; KMS rotates none that sign", () => {
  const rotated = resources(template, "AWS::KMS::Key").map(({ name, properties }) => [
    name,
    properties["EnableKeyRotation"],
  ]);
  expect(Object.fromEntries(rotated)).toEqual({ VaultKey: true, ServiceKey: true, SigningKey: undefined });
});

test("what is evidence, tells of it or is needed to read it stays when the stack goes", () => {
  const everything = synthesized({ staticEgress: true });
  const kept = resources(everything).filter(
    ({ deletionPolicy }) => deletionPolicy === "RetainExceptOnCreate",
  );
  expect(kept.map(({ name }) => name).toSorted()).toEqual([
    "AccessLogs",
    "ApiFunctionLog",
    "Archive",
    "ArchiveFunctionLog",
    "Catalogue",
    "CatalogueFunctionLog",
    "CatalogueMachineLog",
    "Credentials",
    "ElasticIp",
    "ExportFunctionLog",
    "ExportLog",
    "Exports",
    "FlowLog",
    "HoldFunctionLog",
    "HttpAccessLog",
    "SealFunctionLog",
    "ServiceKey",
    "SigningKey",
    "Staging",
    "SyncFunctionLog",
    "VaultKey",
    "VerifyFunctionLog",
    "WebhookFunctionLog",
    "WebhookSecret",
  ]);
});
