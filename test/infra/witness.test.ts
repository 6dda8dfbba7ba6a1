/** The witness's stack: the sealer of another account adds to its bucket, and nobody replaces what is there. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import { WitnessStack } from "../../infra/witness.ts";
import { tempFolder } from "../temp.ts";
import { lines, resource, synthesized } from "./synthesized.ts";

const sealRoleArn = "arn:aws:iam::111122223333:role/Seal";
/** Of a root that nobody has the key of. */
const CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBSDCB+6ADAgECAhRqSVxZ+P9y46pUeq/IstXIvYqm8DAFBgMrZXAwGTEXMBUG
A1UEAwwOUm9vdCBvZiBhIHRlc3QwIBcNMjYxMTI4MjEwMTM1WhgPMjEyNjExMDQy
MTAxMzVaMBkxFzAVBgNVBAMMDlJvb3Qgb2YgYSB0ZXN0MCowBQYDK2VwAyEApJxQ
rinbBp33oxRmDx4aNhzuxnFHkXrRZ6KGYWV5hm2jUzBRMB0GA1UdDgQWBBQmNLAf
rraM8Cx5JYqK6qAbypaG4DAfBgNVHSMEGDAWgBQmNLAfrraM8Cx5JYqK6qAbypaG
4DAPBgNVHRMBAf8EBTADAQH/MAUGAytlcANBAFLjRrVC9lgtjle3sm3Rya/DcRQZ
tX4TOPe98y2EiGYF1u/y7nBfcbmYb7wxQZdduXpjxaSB29jEyigB7dps0ww=
-----END CERTIFICATE-----
`;
const verifyRoleArn = "arn:aws:iam::111122223333:role/Verify";
const props = { stackName: "Witness", sealRoleArn, verifyRoleArn, mode: "COMPLIANCE", years: 7 } as const;

test("its bucket is locked, and open to the sealer's role for new files below ledger/ alone, to the verification's for reading", () => {
  const template = Template.fromStack(new WitnessStack(new App(), props));
  template.hasResourceProperties("AWS::S3::Bucket", {
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: "COMPLIANCE", Years: 7 } } },
    VersioningConfiguration: { Status: "Enabled" },
  });
  const [policy] = Object.values(template.findResources("AWS::S3::BucketPolicy"));
  const all: Record<string, unknown>[] = policy?.["Properties"].PolicyDocument.Statement;
  const given = all.filter(({ Effect }) => Effect === "Allow");
  expect(given).toMatchObject([
    { Action: "s3:PutObject", Principal: { AWS: sealRoleArn } },
    { Action: "s3:GetObject", Principal: { AWS: verifyRoleArn } },
    { Action: ["s3:ListBucket", "s3:ListBucketVersions"], Principal: { AWS: verifyRoleArn } },
  ]);
  for (const files of given.slice(0, 2)) expect(JSON.stringify(files)).toContain("/ledger/*");
  expect(all).toContainEqual(
    expect.objectContaining({
      Effect: "Deny",
      Action: "s3:PutObject",
      Condition: { Null: { "s3:if-none-match": "true" } },
    }),
  );
});

test("the sealer may put into it, and nothing else, where the settings name it", () => {
  const template = synthesized({ witnessBucket: "their-bucket" });
  const { properties } = resource(template, "AWS::IAM::ManagedPolicy", "SealFunctionRolePolicy");
  const all = lines(properties["PolicyDocument"]).filter((line) => line.includes("their-bucket"));
  expect(all).toEqual([expect.stringMatching(/^Allow s3:PutObject on .*their-bucket\/ledger\/22824\/\*$/)]);
});

test("the verification may read it, and nothing else, where the settings name it, and is given the authorities' certificates", async () => {
  await using folder = await tempFolder();
  const tsaCa = join(folder.path, "authorities.pem");
  await writeFile(tsaCa, CERTIFICATE);
  const template = synthesized({ witnessBucket: "their-bucket", tsaCa });
  const { properties } = resource(template, "AWS::IAM::ManagedPolicy", "VerifyFunctionRolePolicy");
  const all = lines(properties["PolicyDocument"]).filter((line) => line.includes("their-bucket"));
  expect(all).toEqual([
    expect.stringMatching(/^Allow s3:GetObject on .*their-bucket\/ledger\/22824\/\*$/),
    expect.stringMatching(/^Allow s3:ListBucket on .*their-bucket$/),
    expect.stringMatching(/^Allow s3:ListBucketVersions on .*their-bucket$/),
  ]);
  expect(resource(template, "AWS::Lambda::Function", "VerifyFunction").properties).toMatchObject({
    Environment: {
      Variables: { WITNESS_BUCKET: "their-bucket", TIME_STAMPING_CERTIFICATES: "authorities.pem" },
    },
  });

  await writeFile(tsaCa, "no certificate");
  const refused = () => synthesized({ tsaCa, stackName: "Refused" });
  expect(refused).toThrow(`tsaCa: ${tsaCa} is no file with certificates`);
});
