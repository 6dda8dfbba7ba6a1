/** What each role may do: the whole of it, action by action. */
import { describe, expect, test } from "vitest";
import { lines, resource, resources, statements, synthesized } from "./synthesized.ts";

const template = synthesized();
const viaS3 = ' if {"StringEquals":{"kms:ViaService":"s3.AWS::Region.amazonaws.com"}}';
const viaSqs = ' if {"StringEquals":{"kms:ViaService":"sqs.AWS::Region.amazonaws.com"}}';
const viaSecrets = ' if {"StringEquals":{"kms:ViaService":"secretsmanager.AWS::Region.amazonaws.com"}}';

/** What every function may do for itself. */
const own = (name: string) => [
  `Allow logs:CreateLogStream on ${name}Log.Arn`,
  `Allow logs:PutLogEvents on ${name}Log.Arn`,
  "Allow xray:PutTelemetryRecords on *",
  "Allow xray:PutTraceSegments on *",
];

const taking = (queue: string) => [
  `Allow sqs:ChangeMessageVisibility on ${queue}.Arn`,
  `Allow sqs:DeleteMessage on ${queue}.Arn`,
  `Allow sqs:GetQueueAttributes on ${queue}.Arn`,
  `Allow sqs:ReceiveMessage on ${queue}.Arn`,
];

/** The account's archive and ledger, and nothing to change in them. */
const READING = [
  `Allow kms:Decrypt on VaultKey.Arn${viaS3}`,
  "Allow s3:GetObject on Archive.Arn/archive/22824/*",
  "Allow s3:GetObject on Archive.Arn/ledger/22824/*",
  "Allow s3:ListBucket on Archive.Arn",
];

/** The index of tickets. */
const viaDynamo = ' if {"StringEquals":{"kms:ViaService":"dynamodb.AWS::Region.amazonaws.com"}}';
const INDEXING = [
  "Allow dynamodb:BatchWriteItem on TicketIndex.Arn",
  "Allow dynamodb:GetItem on TicketIndex.Arn",
  "Allow dynamodb:UpdateItem on TicketIndex.Arn",
  `Allow kms:Decrypt on ServiceKey.Arn${viaDynamo}`,
  `Allow kms:Encrypt on ServiceKey.Arn${viaDynamo}`,
  `Allow kms:GenerateDataKey on ServiceKey.Arn${viaDynamo}`,
];

/** What Lambda itself does to put a function into a network, and to take it out again. */
const NETWORK = [
  "AssignPrivateIpAddresses",
  "CreateNetworkInterface",
  "DeleteNetworkInterface",
  "DescribeNetworkInterfaces",
  "DescribeSubnets",
  "UnassignPrivateIpAddresses",
].map((action) => `Allow ec2:${action} on * if {"Null":{"lambda:SourceFunctionArn":"true"}}`);

const stateMachines = "arn:AWS::Partition:states:AWS::Region:AWS::AccountId";

/** What each state machine may do beside calling its functions. */
const machine = (name: string) => [
  "Allow logs:CreateLogDelivery on *",
  "Allow logs:DeleteLogDelivery on *",
  "Allow logs:DescribeLogGroups on *",
  "Allow logs:DescribeResourcePolicies on *",
  "Allow logs:GetLogDelivery on *",
  "Allow logs:ListLogDeliveries on *",
  "Allow logs:PutResourcePolicy on *",
  "Allow logs:UpdateLogDelivery on *",
  `Allow states:DescribeExecution on ${stateMachines}:execution:Ticketvault-${name}:*`,
  `Allow states:StartExecution on ${stateMachines}:stateMachine:Ticketvault-${name}`,
  `Allow states:StopExecution on ${stateMachines}:execution:Ticketvault-${name}:*`,
  "Allow xray:GetSamplingRules on *",
  "Allow xray:GetSamplingTargets on *",
  "Allow xray:PutTelemetryRecords on *",
  "Allow xray:PutTraceSegments on *",
];

const ARCHIVING = [
  ...NETWORK,
  ...INDEXING,
  "Allow dynamodb:GetItem on Pace.Arn",
  "Allow dynamodb:UpdateItem on Pace.Arn",
  `Allow kms:Decrypt on ServiceKey.Arn${viaSecrets}`,
  `Allow kms:Decrypt on VaultKey.Arn${viaS3}`,
  `Allow kms:GenerateDataKey on VaultKey.Arn${viaS3}`,
  "Allow s3:AbortMultipartUpload on Staging.Arn/22824/*",
  "Allow s3:GetObject on Archive.Arn/acceptances/22824/*",
  "Allow s3:GetObject on Archive.Arn/archive/22824/*",
  "Allow s3:GetObject on Archive.Arn/holds/22824/*",
  "Allow s3:GetObject on Staging.Arn/22824/*",
  "Allow s3:GetObjectLegalHold on Archive.Arn/archive/22824/*",
  "Allow s3:ListBucket on Archive.Arn",
  "Allow s3:ListBucket on Staging.Arn",
  "Allow s3:PutObject on Archive.Arn/archive/22824/*",
  "Allow s3:PutObject on Staging.Arn/22824/*",
  'Allow s3:PutObjectLegalHold on Archive.Arn/archive/22824/* if {"StringEqualsIfExists":{"s3:object-lock-legal-hold":"ON"}}',
  "Allow secretsmanager:GetSecretValue on Credentials",
];

const MAY: Readonly<Record<string, readonly string[]>> = {
  ArchiveFunctionRolePolicy: [
    ...own("ArchiveFunction"),
    ...ARCHIVING,
    "Allow events:PutEvents on Bus.Arn",
    ...taking("Requests"),
    "Allow sqs:SendMessage on DeadLetters.Arn",
    "Allow sqs:SendMessage on Requests.Arn",
  ],
  ApiFunctionRolePolicy: [
    ...own("ApiFunction"),
    ...ARCHIVING,
    "Allow s3:GetObject on Exports.Arn/exports/*",
    "Allow s3:ListBucket on Exports.Arn",
    "Allow s3:ListBucketVersions on Archive.Arn",
    "Allow s3:PutObject on Archive.Arn/acceptances/22824/*",
    "Allow s3:PutObject on Archive.Arn/holds/22824/*",
    "Allow sqs:SendMessage on Holds.Arn",
    "Allow sqs:SendMessage on Requests.Arn",
    `Allow states:DescribeExecution on ${stateMachines}:execution:Ticketvault-exports:*`,
    "Allow states:StartExecution on ExportMachine",
  ],
  WebhookFunctionRolePolicy: [
    ...own("WebhookFunction"),
    `Allow kms:Decrypt on ServiceKey.Arn${viaSecrets}`,
    `Allow kms:Decrypt on ServiceKey.Arn${viaSqs}`,
    `Allow kms:GenerateDataKey on ServiceKey.Arn${viaSqs}`,
    "Allow secretsmanager:GetSecretValue on WebhookSecret",
    "Allow sqs:SendMessage on Requests.Arn",
    "Allow sqs:SendMessage on UnreadWebhooks.Arn",
  ],
  HoldFunctionRolePolicy: [
    ...own("HoldFunction"),
    ...taking("Holds"),
    `Allow kms:Decrypt on VaultKey.Arn${viaS3}`,
    `Allow kms:GenerateDataKey on VaultKey.Arn${viaS3}`,
    "Allow s3:GetObject on Archive.Arn/holds/22824/*",
    "Allow s3:ListBucket on Archive.Arn",
    "Allow s3:ListBucket on Staging.Arn",
    "Allow s3:ListBucketVersions on Archive.Arn",
    "Allow s3:PutObject on Staging.Arn/22824/holds/*",
    "Allow s3:PutObjectLegalHold on Archive.Arn/archive/22824/*",
  ],
  SealFunctionRolePolicy: [
    ...own("SealFunction"),
    ...taking("Commits"),
    ...READING,
    "Allow events:PutEvents on Bus.Arn",
    "Allow s3:GetObject on Archive.Arn/acceptances/22824/*",
    "Allow s3:GetObject on Archive.Arn/census/22824/*",
    "Allow s3:GetObject on Archive.Arn/checkpoints/22824/*",
    "Allow s3:GetObject on Archive.Arn/holds/22824/*",
    "Allow s3:PutObject on Archive.Arn/checkpoints/22824/*",
    "Allow kms:GetPublicKey on SigningKey.Arn",
    "Allow kms:Sign on SigningKey.Arn",
    `Allow kms:GenerateDataKey on VaultKey.Arn${viaS3}`,
    "Allow s3:PutObject on Archive.Arn/ledger/22824/*",
    "Allow s3:GetObject on Archive.Arn/productions/22824/*",
    "Allow sqs:SendMessage on Requests.Arn",
  ],
  VerifyFunctionRolePolicy: [
    ...own("VerifyFunction"),
    ...READING,
    "Allow kms:GetPublicKey on SigningKey.Arn",
    "Allow s3:GetObject on Archive.Arn/acceptances/22824/*",
    "Allow s3:GetObject on Archive.Arn/census/22824/*",
    "Allow s3:GetObject on Archive.Arn/checkpoints/22824/*",
    "Allow s3:GetObject on Archive.Arn/holds/22824/*",
    "Allow s3:ListBucketVersions on Archive.Arn",
    "Allow s3:GetObject on Archive.Arn/productions/22824/*",
  ],
  SyncFunctionRolePolicy: [
    ...own("SyncFunction"),
    ...INDEXING,
    "Allow dynamodb:GetItem on Pace.Arn",
    "Allow dynamodb:Query on TicketIndex.Arn",
    "Allow dynamodb:Query on TicketIndex.Arn/index/byDue",
    `Allow kms:Decrypt on VaultKey.Arn${viaS3}`,
    `Allow kms:GenerateDataKey on VaultKey.Arn${viaS3}`,
    "Allow s3:GetObject on Archive.Arn/acceptances/22824/*",
    "Allow s3:GetObject on Archive.Arn/archive/22824/*",
    "Allow s3:GetObject on Archive.Arn/census/22824/*",
    "Allow s3:GetObject on Archive.Arn/ledger/22824/*",
    "Allow s3:ListBucket on Archive.Arn",
    "Allow s3:PutObject on Archive.Arn/census/22824/*",
    "Allow sqs:GetQueueAttributes on Requests.Arn",
    "Allow sqs:SendMessage on Requests.Arn",
  ],
  ExportFunctionRolePolicy: [
    ...own("ExportFunction"),
    ...READING,
    "Allow s3:GetObject on Archive.Arn/acceptances/22824/*",
    "Allow s3:GetObject on Archive.Arn/checkpoints/22824/*",
    `Allow kms:GenerateDataKey on VaultKey.Arn${viaS3}`,
    "Allow s3:AbortMultipartUpload on Exports.Arn/exports/*",
    "Allow s3:GetObject on Exports.Arn/exports/*",
    "Allow s3:ListBucket on Exports.Arn",
    "Allow s3:PutObject on Exports.Arn/exports/*",
    "Allow s3:GetObject on Archive.Arn/productions/22824/*",
    "Allow s3:PutObject on Archive.Arn/productions/22824/*",
  ],
  CatalogueFunctionRolePolicy: [
    ...own("CatalogueFunction"),
    ...READING,
    `Allow kms:GenerateDataKey on VaultKey.Arn${viaS3}`,
    ...["GetObject", "PutObject"].flatMap((action) => [
      `Allow s3:${action} on Catalogue.Arn/attachments/org=22824/*`,
      `Allow s3:${action} on Catalogue.Arn/messages/org=22824/*`,
      `Allow s3:${action} on Catalogue.Arn/progress/22824.json`,
      `Allow s3:${action} on Catalogue.Arn/tickets/org=22824/*`,
    ]),
    "Allow s3:ListBucket on Catalogue.Arn",
  ],
  ExportMachineRolePolicy: [
    "Allow lambda:InvokeFunction on ExportFunction.Arn",
    "Allow lambda:InvokeFunction on SealFunction.Arn",
    ...machine("exports"),
  ],
  CatalogueMachineRolePolicy: [
    "Allow lambda:InvokeFunction on CatalogueFunction.Arn",
    ...machine("catalogue"),
  ],
  TimerRoleMayCall: [
    "Allow lambda:InvokeFunction on CatalogueFunction.Arn",
    "Allow lambda:InvokeFunction on SealFunction.Arn",
    "Allow lambda:InvokeFunction on SyncFunction.Arn",
    "Allow lambda:InvokeFunction on VerifyFunction.Arn",
  ],
  BreakGlassRoleMayDelete: [
    "Allow s3:BypassGovernanceRetention on Archive.Arn/*",
    "Allow s3:DeleteObject on Archive.Arn/*",
    "Allow s3:DeleteObjectVersion on Archive.Arn/*",
    "Allow s3:GetObjectRetention on Archive.Arn/*",
    "Allow s3:ListBucket on Archive.Arn",
    "Allow s3:ListBucketVersions on Archive.Arn",
  ],
};

describe("what is archived", () => {
  const granting = (action: string) =>
    Object.keys(MAY).filter((name) => MAY[name]?.some((line) => line.startsWith(`Allow ${action} `)));

  test("is deleted by the break-glass role, released from a hold by one function, and signed by one", () => {
    expect(granting("s3:DeleteObjectVersion")).toEqual(["BreakGlassRoleMayDelete"]);
    expect(granting("s3:BypassGovernanceRetention")).toEqual(["BreakGlassRoleMayDelete"]);
    const releasing = Object.keys(MAY).filter((name) =>
      MAY[name]?.includes("Allow s3:PutObjectLegalHold on Archive.Arn/archive/22824/*"),
    );
    expect(releasing).toEqual(["HoldFunctionRolePolicy"]);
    expect(granting("kms:Sign")).toEqual(["SealFunctionRolePolicy"]);
    expect(granting("s3:PutObjectRetention")).toEqual([]);
  });
});

describe("roles", () => {
  test("have these policies and no others, none of AWS's and none beside them", () => {
    const policies = resources(template, "AWS::IAM::ManagedPolicy").map(({ name }) => name);
    expect(policies.toSorted()).toEqual(Object.keys(MAY).toSorted());
    expect(resources(template, "AWS::IAM::Policy")).toEqual([]);
    for (const { properties } of resources(template, "AWS::IAM::Role")) {
      expect(properties).not.toHaveProperty("Policies");
      expect(properties).not.toHaveProperty("ManagedPolicyArns");
    }
  });

  test.each(Object.entries(MAY))("%s allows exactly this", (name, expected) => {
    const { properties } = resource(template, "AWS::IAM::ManagedPolicy", name);
    expect(lines(properties["PolicyDocument"])).toEqual([...expected].toSorted());
    expect(properties["Roles"]).toEqual([name.replace(/(Policy|MayDelete|MayCall)$/, "")]);
  });

  test("are taken on by their service alone, and the one that deletes by people with a second factor", () => {
    const trust = resources(template, "AWS::IAM::Role").map(({ name, properties }) => {
      const [{ Principal, Condition } = {}] = statements(properties["AssumeRolePolicyDocument"]);
      return [name, Principal, Condition];
    });
    const lambda = { Service: "lambda.amazonaws.com" };
    const ofThisAccount = { StringEquals: { "aws:SourceAccount": "AWS::AccountId" } };
    expect(trust).toEqual([
      [
        "BreakGlassRole",
        { AWS: "arn:AWS::Partition:iam::AWS::AccountId:root" },
        { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      ],
      ["ArchiveFunctionRole", lambda, undefined],
      ["HoldFunctionRole", lambda, undefined],
      ["SealFunctionRole", lambda, undefined],
      ["VerifyFunctionRole", lambda, undefined],
      ["SyncFunctionRole", lambda, undefined],
      ["CatalogueFunctionRole", lambda, undefined],
      ["TimerRole", { Service: "scheduler.amazonaws.com" }, ofThisAccount],
      ["ExportFunctionRole", lambda, undefined],
      ["ExportMachineRole", { Service: "states.amazonaws.com" }, ofThisAccount],
      ["CatalogueMachineRole", { Service: "states.amazonaws.com" }, ofThisAccount],
      ["ApiFunctionRole", lambda, undefined],
      ["WebhookFunctionRole", lambda, undefined],
    ]);
  });
});
