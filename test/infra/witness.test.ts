/** The witness's stack: the sealer of another account adds to its bucket, and nobody replaces what is there. */
import { App } from "aws-cdk-lib";
import { Template } from "aws-cdk-lib/assertions";
import { expect, test } from "vitest";
import { WitnessStack } from "../../infra/witness.ts";
import { lines, resource, synthesized } from "./synthesized.ts";

const sealRoleArn = "arn:aws:iam::111122223333:role/Seal";
const props = { stackName: "Witness", sealRoleArn, mode: "COMPLIANCE", years: 7 } as const;

test("its bucket is locked, and open to the sealer's role for new files below ledger/ alone", () => {
  const template = Template.fromStack(new WitnessStack(new App(), props));
  template.hasResourceProperties("AWS::S3::Bucket", {
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: "COMPLIANCE", Years: 7 } } },
    VersioningConfiguration: { Status: "Enabled" },
  });
  const [policy] = Object.values(template.findResources("AWS::S3::BucketPolicy"));
  const all: Record<string, unknown>[] = policy?.["Properties"].PolicyDocument.Statement;
  const given = all.filter(({ Effect }) => Effect === "Allow");
  expect(given).toMatchObject([{ Action: "s3:PutObject", Principal: { AWS: sealRoleArn } }]);
  expect(JSON.stringify(given)).toContain("/ledger/*");
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
