/** How the stack gets on with the AWS account that it is in: a new one, a strict one, one that has to be tidied up. */
import type { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { flat, lines, resource, resources, synthesized } from "./synthesized.ts";

const template = synthesized();

/** What of the stack calls functions by itself, and how many at once. */
function atOnce(from: Template): Record<string, number> {
  const sources = resources(from, "AWS::Lambda::EventSourceMapping").map(({ name, properties }) => {
    const { MaximumConcurrency } = properties["ScalingConfig"] as { MaximumConcurrency: number };
    return [name, MaximumConcurrency] as const;
  });
  const machines = resources(from, "AWS::StepFunctions::StateMachine").flatMap(({ name, properties }) =>
    [...String(properties["DefinitionString"]).matchAll(/"MaxConcurrency":(\d+)/g)].map(
      ([, most]) => [name, Number(most)] as const,
    ),
  );
  return Object.fromEntries([...sources, ...machines]);
}

// A1
describe("a new account, which has ten concurrent executions,", () => {
  test("has two left when everything runs that runs several times at once", () => {
    const all = Object.values(atOnce(template));
    expect(all.length).toBeGreaterThan(3);
    expect(all.every((most) => most >= 1)).toBe(true);
    // Shards of the catalogue come one at a time, as turns and calls of the API do, for which the other two are.
    const several = all.filter((most) => most > 1);
    expect(several.reduce((sum, most) => sum + most, 0)).toBeLessThanOrEqual(8);
  });

  test("has nothing reserved, which AWS would refuse there", () => {
    for (const { properties } of resources(template, "AWS::Lambda::Function"))
      expect(properties).not.toHaveProperty("ReservedConcurrentExecutions");
  });

  test("can be given more by settings when it has more", () => {
    const larger = synthesized({ concurrency: { archive: 20, holds: 10, exports: 30, catalogue: 7 } });
    expect(atOnce(larger)).toMatchObject({ RequestsToArchive: 20, HoldsToHold: 10 });
    expect(atOnce(larger)).toMatchObject({ ExportMachine: 30, CatalogueMachine: 7 });
  });
});

// A1
test.each(resources(template, "AWS::SQS::Queue").filter(({ properties }) => "RedrivePolicy" in properties))(
  "the queue $name hands a message out for 72 hours at least, and gives it to somebody before it forgets it",
  ({ properties }) => {
    const { maxReceiveCount } = properties["RedrivePolicy"] as { maxReceiveCount: number };
    const hours = (maxReceiveCount * Number(properties["VisibilityTimeout"])) / 3600;
    expect(hours).toBeGreaterThanOrEqual(72);
    expect(hours).toBeLessThanOrEqual(Number(properties["MessageRetentionPeriod"]) / 3600 - 24);
  },
);

// A1
test("a step of an export that is throttled waits for days rather than fail", () => {
  const { DefinitionString } = resource(
    template,
    "AWS::StepFunctions::StateMachine",
    "ExportMachine",
  ).properties;
  const { States } = JSON.parse(String(DefinitionString));
  for (const step of [States.Plan, States.Pack.ItemProcessor.States.Part, States.Finish, States.Seal]) {
    const [throttled] = step.Retry.filter((each: { ErrorEquals: string[] }) =>
      each.ErrorEquals.includes("Lambda.TooManyRequestsException"),
    );
    // Of a wait with full jitter, half is what it comes to.
    expect((throttled.MaxAttempts * throttled.MaxDelaySeconds) / 2 / 3600).toBeGreaterThan(72);
  }
});

// A3
describe("a first deployment that fails", () => {
  test("leaves nothing behind: what else stays goes with it", () => {
    const everything = synthesized({ staticEgress: true });
    const policies = resources(everything).map(({ deletionPolicy }) => deletionPolicy);
    expect(policies).toContain("RetainExceptOnCreate");
    expect(policies).not.toContain("Retain");
  });

  test("may take its keys with it: CloudFormation's role is not denied that", () => {
    for (const name of ["VaultKey", "SigningKey"]) {
      const denied = lines(resource(template, "AWS::KMS::Key", name).properties["KeyPolicy"]).filter((line) =>
        line.startsWith("Deny kms:ScheduleKeyDeletion"),
      );
      expect(denied).toHaveLength(1);
      expect(denied[0]).toMatch(/ArnNotEquals.*BreakGlassRole\.Arn.*cfn-exec-role/);
    }
  });
});

// A4
describe("functions that may be put into a network", () => {
  const network = (name: string, from: Template) =>
    lines(resource(from, "AWS::IAM::ManagedPolicy", `${name}RolePolicy`).properties["PolicyDocument"]).filter(
      (line) => line.includes("ec2:"),
    );

  test.each(["ArchiveFunction", "ApiFunction"])(
    "%s keeps the rights to leave it, which its code cannot use",
    (name) => {
      expect(network(name, template)).toEqual(network(name, synthesized({ staticEgress: true })));
      expect(network(name, template)).toContain(
        'Allow ec2:DeleteNetworkInterface on * if {"Null":{"lambda:SourceFunctionArn":"true"}}',
      );
    },
  );

  test("are no others", () => {
    for (const name of [
      "WebhookFunction",
      "HoldFunction",
      "SealFunction",
      "VerifyFunction",
      "ExportFunction",
    ])
      expect(network(name, template)).toEqual([]);
  });
});

// A5
describe("what an earlier stack left", () => {
  const given = "arn:aws:secretsmanager:us-east-1:123456789012:secret:Hook-abc123";
  const again = synthesized({
    staticEgress: true,
    egressAllocationId: "eipalloc-0123456789abcdef0",
    webhook: { secretArn: given },
  });

  test("is taken again: the address in LeadSquared's whitelist", () => {
    expect(resources(again, "AWS::EC2::EIP")).toEqual([]);
    expect(
      resources(again, "AWS::EC2::NatGateway").map(({ properties }) => properties["AllocationId"]),
    ).toEqual(["eipalloc-0123456789abcdef0"]);
  });

  test("is taken again: the webhook's secret, with a right to decrypt that one alone", () => {
    expect(resources(again, "AWS::SecretsManager::Secret").map(({ name }) => name)).toEqual(["Credentials"]);
    const may = lines(
      resource(again, "AWS::IAM::ManagedPolicy", "WebhookFunctionRolePolicy").properties["PolicyDocument"],
    );
    expect(may).toContain(`Allow secretsmanager:GetSecretValue on ${given}`);
    expect(may.filter((line) => /kms:Decrypt.*secretsmanager/.test(line))).toEqual([
      `Allow kms:Decrypt on arn:AWS::Partition:kms:AWS::Region:AWS::AccountId:key/* if {"StringEquals":{"kms:ViaService":"secretsmanager.AWS::Region.amazonaws.com","kms:EncryptionContext:SecretARN":"${given}"}}`,
    ]);
  });
});

// A6
test("attachments in S3 of the stack's region come from the fixed address when a setting says so", () => {
  const endpoints = (settings: object) =>
    resources(synthesized({ staticEgress: true, ...settings }), "AWS::EC2::VPCEndpoint").map(
      ({ name }) => name,
    );
  expect(endpoints({})).toEqual(["NetworkS3", "NetworkDynamoDb"]);
  expect(endpoints({ egressS3Endpoint: false })).toEqual(["NetworkDynamoDb"]);
});

// A7
test("no metrics are paid for that nothing reads", () => {
  const [stage] = resources(template, "AWS::ApiGatewayV2::Stage");
  expect(stage?.properties["DefaultRouteSettings"]).not.toHaveProperty("DetailedMetricsEnabled", true);
});

// A12
test("CloudFormation refuses regions that are not allowed, before it makes anything", () => {
  expect(template.toJSON()["Rules"] ?? {}).not.toHaveProperty("AllowedRegions");
  const rules = flat(synthesized({ allowedRegions: ["ap-south-1", "ap-south-2"] }).toJSON()["Rules"]);
  expect(rules).toMatchObject({
    AllowedRegions: {
      Assertions: [
        {
          Assert: { "Fn::Contains": [["ap-south-1", "ap-south-2"], "AWS::Region"] },
          AssertDescription: "The setting allowedRegions keeps this stack's data in ap-south-1, ap-south-2.",
        },
      ],
    },
  });
});

test("a trial's files can be locked for days instead of years", () => {
  const lock = (settings: object) =>
    resource(synthesized(settings), "AWS::S3::Bucket", "Archive").properties["ObjectLockConfiguration"];
  const rule = (period: object) => ({
    ObjectLockEnabled: "Enabled",
    Rule: { DefaultRetention: { Mode: "GOVERNANCE", ...period } },
  });
  expect(lock({ objectLock: { days: 1 } })).toEqual(rule({ Days: 1 }));
  expect(lock({})).toEqual(rule({ Years: 7 }));
});

test("a permissions boundary bounds every role", () => {
  const arn = "arn:aws:iam::123456789012:policy/Bound";
  const roles = resources(synthesized({ permissionsBoundaryArn: arn }), "AWS::IAM::Role");
  expect(roles.length).toBeGreaterThan(8);
  for (const { properties } of roles) expect(properties["PermissionsBoundary"]).toBe(arn);
});
