/** How the functions are deployed, and that each is told all that it asks its environment for. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { wireApi } from "../../functions/api/wiring.ts";
import { wireArchive } from "../../functions/archive/wiring.ts";
import { wireCatalogue } from "../../functions/catalogue/wiring.ts";
import { wireExport } from "../../functions/export/wiring.ts";
import { wireHold } from "../../functions/hold/wiring.ts";
import { wireSeal } from "../../functions/seal/wiring.ts";
import { wireSync } from "../../functions/sync/wiring.ts";
import { wireVerify } from "../../functions/verify/wiring.ts";
import { wireWebhook } from "../../functions/webhook/wiring.ts";
import { type Properties, resource, resources, synthesized } from "./synthesized.ts";

const template = synthesized();
const full = synthesized({
  tenantId: 7,
  calls: { perWindow: 10, perDay: 5_000, share: 0.5 },
  attachmentHosts: ["a-*.s3.*.amazonaws.com", "files.example.com"],
  detailsPath: "/tickets/{ticketId}",
  webhook: { header: "X-Key", ticketPaths: ["Ticket.Id", "id"], orgPaths: ["Org"] },
  staticEgress: true,
  concurrency: { archive: 5, api: 20, webhook: 30 },
});

const lambda = (name: string, from = template) => resource(from, "AWS::Lambda::Function", name).properties;

function environment(properties: Properties): Record<string, string> {
  return (properties["Environment"] as { Variables: Record<string, string> }).Variables;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("every function", () => {
  test.each([
    ["ArchiveFunction", 300, 1536],
    ["ApiFunction", 29, 1024],
    ["WebhookFunction", 10, 512],
    ["HoldFunction", 900, 512],
    ["SealFunction", 300, 512],
    ["VerifyFunction", 900, 1024],
    ["ExportFunction", 900, 1769],
    ["CatalogueFunction", 900, 1769],
  ])("runs on Node 24 and arm64 with its own role and log: %s", (name, Timeout, MemorySize) => {
    expect(lambda(name)).toMatchObject({
      Runtime: "nodejs24.x",
      Architectures: ["arm64"],
      Handler: "index.handler",
      Timeout,
      MemorySize,
      Role: `${name}Role.Arn`,
      LoggingConfig: { LogGroup: `${name}Log` },
    });
  });

  test("keeps its log for a year, encrypted", () => {
    for (const { properties } of resources(template, "AWS::Logs::LogGroup")) {
      expect(properties).toEqual({ KmsKeyId: "ServiceKey.Arn", RetentionInDays: 365 });
    }
  });

  test("holds no secret in its environment, only where it is", () => {
    for (const { properties } of resources(template, "AWS::Lambda::Function")) {
      const secrets = Object.entries(environment(properties)).filter(([key]) => /SECRET|KEY/.test(key));
      for (const [key, value] of secrets) {
        if (key !== "WEBHOOK_HEADER") expect(value).toMatch(/^(Credentials|WebhookSecret|SigningKey\.Arn)$/);
      }
    }
  });
});

describe("the environment", () => {
  const STORE = {
    ORG_ID: "22824",
    ARCHIVE_BUCKET: "Archive",
    STAGING_BUCKET: "Staging",
    LOG_LEVEL: "info",
  };
  const ACCOUNT = {
    ...STORE,
    TENANT_ID: "7",
    BASE_URL: "https://apigw.service-in.leadsquared.com",
    ATTACHMENT_HOSTS: "a-*.s3.*.amazonaws.com,files.example.com",
    CALLS_PER_WINDOW: "10",
    CALLS_PER_DAY: "5000",
    CALLS_SHARE: "0.5",
    DETAILS_PATH: "/tickets/{ticketId}",
    CREDENTIALS_SECRET_ARN: "Credentials",
    PACE_TABLE_NAME: "Pace",
    INDEX_TABLE_NAME: "TicketIndex",
    REQUEST_QUEUE_URL: "Requests",
  };

  test.each([
    ["ArchiveFunction", { ...ACCOUNT, EVENT_BUS_NAME: "Bus", DEAD_LETTER_QUEUE_URL: "DeadLetters" }],
    [
      "ApiFunction",
      {
        ...ACCOUNT,
        HOLD_QUEUE_URL: "Holds",
        EXPORTS_BUCKET: "Exports",
        EXPORT_STATE_MACHINE_ARN: "ExportMachine",
      },
    ],
    ["HoldFunction", { ...STORE, HOLD_QUEUE_URL: "Holds" }],
    [
      "SealFunction",
      { ...STORE, SIGNING_KEY_ARN: "SigningKey.Arn", EVENT_BUS_NAME: "Bus", REQUEST_QUEUE_URL: "Requests" },
    ],
    [
      "VerifyFunction",
      {
        ...STORE,
        SIGNING_KEY_ARN: "SigningKey.Arn",
        VERIFY_EVERY_HOURS: "24",
        VERIFY_WITHIN_DAYS: "30",
      },
    ],
    ["ExportFunction", { ...STORE, EXPORTS_BUCKET: "Exports", CLOUD_ACCOUNT: "AWS::AccountId" }],
    ["CatalogueFunction", { ...STORE, CATALOGUE_BUCKET: "Catalogue" }],
    [
      "SyncFunction",
      {
        ...STORE,
        CALLS_PER_WINDOW: "10",
        CALLS_PER_DAY: "5000",
        CALLS_SHARE: "0.5",
        INDEX_TABLE_NAME: "TicketIndex",
        PACE_TABLE_NAME: "Pace",
        REQUEST_QUEUE_URL: "Requests",
        SYNC_FROM: "1",
      },
    ],
    [
      "WebhookFunction",
      {
        ORG_ID: "22824",
        WEBHOOK_SECRET_ARN: "WebhookSecret",
        WEBHOOK_HEADER: "X-Key",
        WEBHOOK_TICKET_PATHS: "Ticket.Id,id",
        WEBHOOK_ORG_PATHS: "Org",
        REQUEST_QUEUE_URL: "Requests",
        UNREAD_WEBHOOKS_QUEUE_URL: "UnreadWebhooks",
        LOG_LEVEL: "info",
      },
    ],
  ])("of %s is exactly this", (name, expected) => {
    expect(environment(lambda(name, full))).toEqual(expected);
  });

  test.each([
    ["ArchiveFunction", wireArchive],
    ["ApiFunction", wireApi],
    ["WebhookFunction", wireWebhook],
    ["HoldFunction", wireHold],
    ["SealFunction", wireSeal],
    ["VerifyFunction", wireVerify],
    ["ExportFunction", wireExport],
    ["SyncFunction", wireSync],
    ["CatalogueFunction", wireCatalogue],
  ])("of %s is all that the function asks for, with the fewest settings too", async (name, wire) => {
    for (const from of [template, full]) {
      vi.unstubAllEnvs();
      vi.stubEnv("AWS_REGION", "ap-south-1");
      for (const [key, value] of Object.entries(environment(lambda(name, from)))) {
        vi.stubEnv(key, key.endsWith("_QUEUE_URL") ? `https://sqs.example.com/1/${value}` : value);
      }
      await expect(wire()).resolves.toHaveProperty("orgId", 22824);
    }
  });
});

describe("the event sources", () => {
  test.each([
    [
      "RequestsToArchive",
      {
        BatchSize: 4,
        EventSourceArn: "Requests.Arn",
        FunctionName: "ArchiveFunction",
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    ],
    [
      "HoldsToHold",
      {
        BatchSize: 1,
        EventSourceArn: "Holds.Arn",
        FunctionName: "HoldFunction",
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    ],
    [
      "CommitsToSeal",
      {
        BatchSize: 1000,
        MaximumBatchingWindowInSeconds: 300,
        EventSourceArn: "Commits.Arn",
        FunctionName: "SealFunction",
        ScalingConfig: { MaximumConcurrency: 2 },
      },
    ],
  ])("have each message answered for by itself: %s", (name, expected) => {
    expect(resource(template, "AWS::Lambda::EventSourceMapping", name).properties).toEqual({
      ...expected,
      FunctionResponseTypes: ["ReportBatchItemFailures"],
    });
  });

  test("are these and no others", () => {
    expect(resources(template, "AWS::Lambda::EventSourceMapping")).toHaveLength(3);
  });
});

describe("the settings", () => {
  test("bound the concurrency", () => {
    const mapping = resource(full, "AWS::Lambda::EventSourceMapping", "RequestsToArchive").properties;
    expect(mapping["ScalingConfig"]).toEqual({ MaximumConcurrency: 5 });
    expect(lambda("ApiFunction", full)["ReservedConcurrentExecutions"]).toBe(20);
    expect(lambda("WebhookFunction", full)["ReservedConcurrentExecutions"]).toBe(30);
  });

  test("give those that call LeadSquared one address, and keep AWS's own traffic off it", () => {
    const group = { SecurityGroupIds: ["OnlyHttpsOut.GroupId"] };
    expect(lambda("ArchiveFunction", full)["VpcConfig"]).toMatchObject(group);
    expect(lambda("ApiFunction", full)["VpcConfig"]).toMatchObject(group);
    for (const name of [
      "WebhookFunction",
      "HoldFunction",
      "SealFunction",
      "VerifyFunction",
      "ExportFunction",
      "CatalogueFunction",
    ]) {
      expect(lambda(name, full)).not.toHaveProperty("VpcConfig");
    }
    expect(
      resources(full, "AWS::EC2::NatGateway").map(({ properties }) => properties["AllocationId"]),
    ).toEqual(["ElasticIp.AllocationId"]);
    const endpoints = resources(full, "AWS::EC2::VPCEndpoint").map(
      ({ properties }) => properties["ServiceName"],
    );
    expect(endpoints).toEqual(["com.amazonaws.AWS::Region.s3", "com.amazonaws.AWS::Region.dynamodb"]);
    expect(
      resource(full, "AWS::EC2::SecurityGroup", "OnlyHttpsOut").properties["SecurityGroupEgress"],
    ).toMatchObject([{ IpProtocol: "tcp", FromPort: 443, ToPort: 443 }]);
  });
});
