/** How requests reach the queue and what becomes of those that nobody can take: rules, schedules, queues. */
import type { Template } from "aws-cdk-lib/assertions";
import { describe, expect, test } from "vitest";
import { parseRequests } from "../../shared/requests/message.ts";
import { noticed } from "../../shared/seal/notices.ts";
import { lines, type Resource, resource, resources, statements, synthesized } from "./synthesized.ts";

const template = synthesized({
  events: [
    {
      name: "crm",
      pattern: {
        source: ["my.crm"],
        "detail-type": ["Case Closed"],
        detail: { kind: [{ prefix: "service" }] },
      },
      ticketIdPath: "$.detail.case.id",
      orgIdPath: "$.detail.account",
    },
    { name: "plain", pattern: { source: ["plain"] } },
  ],
  schedule: {
    expression: "cron(0 2 * * ? *)",
    timezone: "Asia/Kolkata",
    tickets: [...Array.from({ length: 12 }, (_, index) => index + 1), 3],
  },
});

/** The schedules that send requests: those in the group. */
function ofRequests(from: Template): Resource[] {
  const all = resources(from, "AWS::Scheduler::Schedule");
  return all.filter(({ properties }) => properties["GroupName"] === "ScheduleGroup");
}

const queue = (name: string) => resource(template, "AWS::SQS::Queue", name).properties;
const policyOf = (name: string) =>
  resource(template, "AWS::SQS::QueuePolicy", `${name}Policy`).properties["PolicyDocument"];

describe("the queues", () => {
  test.each([
    ["Requests", "DeadLetters", "requests", 2 * 300, 864],
    ["Holds", "HoldDeadLetters", "holds", 2 * 900, 288],
    ["Commits", "CommitDeadLetters", "commits", 2 * 300 + 300, 576],
  ])("give a message of %s up after some receives, each longer than the function's longest run", (...of) => {
    const [name, deadLetters, end, VisibilityTimeout, maxReceiveCount] = of;
    expect(queue(name)).toMatchObject({
      QueueName: `Ticketvault-${end}`,
      VisibilityTimeout,
      RedrivePolicy: { deadLetterTargetArn: `${deadLetters}.Arn`, maxReceiveCount },
    });
    // What was given up is kept for 14 days, and comes from this queue alone.
    expect(queue(deadLetters)).toMatchObject({
      MessageRetentionPeriod: 14 * 86_400,
      RedriveAllowPolicy: {
        redrivePermission: "byQueue",
        sourceQueueArns: [`arn:AWS::Partition:sqs:AWS::Region:AWS::AccountId:Ticketvault-${end}`],
      },
    });
  });

  test("keep events that were not delivered for 14 days", () => {
    expect(queue("UndeliveredEvents")["MessageRetentionPeriod"]).toBe(14 * 86_400);
  });

  test.each(resources(template, "AWS::SQS::Queue").map(({ name }) => name))(
    "encrypt %s and take nothing over an open line",
    (name) => {
      const { SqsManagedSseEnabled, KmsMasterKeyId } = queue(name);
      // The one queue of which a message holds what customers wrote.
      if (name === "UnreadWebhooks") expect(KmsMasterKeyId).toBe("ServiceKey.Arn");
      else expect(SqsManagedSseEnabled).toBe(true);
      expect(lines(policyOf(name))).toContain(
        `Deny sqs:* on ${name}.Arn if {"Bool":{"aws:SecureTransport":"false"}}`,
      );
    },
  );

  test("let EventBridge in for these rules only", () => {
    const senders = lines(policyOf("Requests")).filter((line) => line.startsWith("Allow sqs:SendMessage"));
    expect(senders).toEqual(
      ["ArchiveTicketRule", "crmEventRule", "plainEventRule"].map(
        (rule) => `Allow sqs:SendMessage on Requests.Arn if {"ArnEquals":{"aws:SourceArn":"${rule}.Arn"}}`,
      ),
    );
  });
});

describe("S3's notices", () => {
  test("tell the queue of commits of each version's last file, and of each record", () => {
    const bucket = resource(template, "AWS::S3::Bucket", "Archive");
    const told = [
      ["archive/", "inventory.json.sha256"],
      ["holds/", ".json"],
      ["acceptances/", ".json"],
      ["census/", ".json"],
      ["census/", ".html"],
      ["productions/", ".json"],
    ].map(([prefix, suffix]) => ({
      Event: "s3:ObjectCreated:*",
      Queue: "Commits.Arn",
      Filter: {
        S3Key: {
          Rules: [
            { Name: "prefix", Value: prefix },
            { Name: "suffix", Value: suffix },
          ],
        },
      },
    }));
    expect(bucket.properties["NotificationConfiguration"]).toEqual({ QueueConfigurations: told });
    // S3 refuses to notify a queue that does not let it in yet.
    expect(bucket.dependsOn).toContain("CommitsPolicy");
  });

  test("are let in from buckets of this account only", () => {
    expect(statements(policyOf("Commits"))).toContainEqual({
      Sid: "NoticesOfThisAccount",
      Effect: "Allow",
      Principal: { Service: "s3.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "Commits.Arn",
      Condition: { StringEquals: { "aws:SourceAccount": "AWS::AccountId" } },
    });
  });

  test("are read by the function that seals: one for each version, one for the ticket, and one for each record", () => {
    const notice = (key: string) => JSON.stringify({ Records: [{ s3: { object: { key } } }] });
    const ticket = { orgId: 22824, ticketId: 143 };
    expect(noticed(notice("archive/22824/143/v2/inventory.json.sha256")).tickets).toEqual([
      { ...ticket, version: 2 },
    ]);
    expect(noticed(notice("archive/22824/143/inventory.json.sha256")).tickets).toEqual([ticket]);
    const hold = "holds/22824/acme-v-us/000001.json";
    const acceptance = "acceptances/22824/143/v1.json";
    expect(noticed(notice(hold)).records).toEqual([{ orgId: 22824, kind: "holds", key: hold }]);
    expect(noticed(notice(acceptance)).records).toEqual([
      { orgId: 22824, kind: "acceptances", key: acceptance },
    ]);
    for (const census of ["census/22824/20261128T030000000Z.json", "census/22824/20261128T030000000Z.html"])
      expect(noticed(notice(census)).records).toEqual([{ orgId: 22824, kind: "census", key: census }]);
  });
});

describe("the rules", () => {
  const target = (name: string) => {
    const { properties } = resource(template, "AWS::Events::Rule", name);
    const [only, ...others] = properties["Targets"] as Record<string, unknown>[];
    expect(others).toEqual([]);
    return { ...properties, ...only };
  };

  test.each(["ArchiveTicketRule", "crmEventRule", "plainEventRule"])(
    "try %s again for a day, then keep what they could not deliver",
    (name) => {
      expect(target(name)).toMatchObject({
        State: "ENABLED",
        Arn: "Requests.Arn",
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        DeadLetterConfig: { Arn: "UndeliveredEvents.Arn" },
      });
    },
  );

  test("pass on the request that an event of our own kind holds", () => {
    expect(target("ArchiveTicketRule")).toMatchObject({
      EventBusName: "Bus",
      EventPattern: { "detail-type": ["Archive Ticket"] },
      InputPath: "$.detail",
    });
  });

  test("make a request of another system's event", () => {
    expect(target("crmEventRule")).toMatchObject({
      EventBusName: "default",
      EventPattern: {
        source: ["my.crm"],
        "detail-type": ["Case Closed"],
        detail: { kind: [{ prefix: "service" }] },
      },
      InputTransformer: {
        InputPathsMap: {
          "detail-account": "$.detail.account",
          "detail-case-id": "$.detail.case.id",
          source: "$.source",
        },
        InputTemplate:
          '{"orgId":<detail-account>,"ticketId":<detail-case-id>,"reason":"event crm","requestedBy":<source>}',
      },
    });
  });

  test("take an event without an account number for this account's", () => {
    const { InputTransformer } = target("plainEventRule") as unknown as {
      InputTransformer: { InputTemplate: string };
    };
    expect(InputTransformer.InputTemplate).toBe(
      '{"orgId":22824,"ticketId":<detail-ticketId>,"reason":"event plain","requestedBy":<source>}',
    );
  });
});

describe("the timers", () => {
  const timer = (name: string, from = template) =>
    resource(from, "AWS::Scheduler::Schedule", name).properties;

  test("beat the ledger every hour, write a checkpoint and verify every day, unless told otherwise", () => {
    const target = (Arn: string, Input = "{}") => ({
      Arn,
      Input,
      RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 30 },
      RoleArn: "TimerRole.Arn",
    });
    expect(timer("sealTimer")).toMatchObject({
      ScheduleExpression: "rate(1 hour)",
      Target: target("SealFunction.Arn"),
    });
    expect(timer("verifyTimer")).toMatchObject({
      ScheduleExpression: "rate(24 hours)",
      // Scheduler puts the time in: what is due follows from when the run was planned, and not from when it comes.
      Target: target("VerifyFunction.Arn", '{"planned":"<aws.scheduler.scheduled-time>"}'),
    });
    expect(timer("checkpointTimer")).toMatchObject({
      ScheduleExpression: "rate(24 hours)",
      Target: target("SealFunction.Arn", '{"checkpoint":{}}'),
    });
  });

  test("take the census every day, by the function that asks for tickets, and not where that is switched off", () => {
    expect(timer("censusTimer")).toMatchObject({
      ScheduleExpression: "rate(24 hours)",
      Target: { Arn: "SyncFunction.Arn", Input: '{"census":{}}' },
    });
    expect(timer("syncTimer")).toMatchObject({
      ScheduleExpression: "rate(1 minute)",
      Target: { Arn: "SyncFunction.Arn", Input: "{}" },
    });
    const without = resources(synthesized({ sync: { enabled: false } }), "AWS::Scheduler::Schedule");
    expect(without.map(({ name }) => name)).not.toContain("censusTimer");
  });

  test("verify as often as the settings say", () => {
    const often = synthesized({ verify: { everyHours: 6 } });
    expect(timer("verifyTimer", often)["ScheduleExpression"]).toBe("rate(6 hours)");
  });
});

describe("the schedule", () => {
  const schedules = ofRequests(template);

  // A9
  test("puts one message for all its tickets into the queue, of which SQS cannot refuse a part", () => {
    const targets = schedules.map(({ properties }) => properties["Target"] as Record<string, unknown>);
    expect(targets.map(({ Arn }) => Arn)).toEqual(["Requests.Arn"]);
    const requests = parseRequests(String(targets[0]?.["Input"]), 22824);
    expect(requests.map(({ ticketId }) => ticketId)).toEqual(Array.from({ length: 12 }, (_, at) => at + 1));
    expect(requests[0]).toEqual({ orgId: 22824, ticketId: 1, reason: "schedule", requestedBy: "schedule" });
  });

  test("runs at the time of its zone, tries again for a day and keeps what failed", () => {
    for (const { properties } of schedules) {
      expect(properties).toMatchObject({
        ScheduleExpression: "cron(0 2 * * ? *)",
        ScheduleExpressionTimezone: "Asia/Kolkata",
        Target: {
          RetryPolicy: { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 86_400 },
          DeadLetterConfig: { Arn: "UndeliveredEvents.Arn" },
        },
      });
    }
  });

  test("may send and nothing else", () => {
    const policy = resource(template, "AWS::IAM::ManagedPolicy", "ScheduleRoleMaySend").properties;
    expect(lines(policy["PolicyDocument"])).toEqual([
      "Allow sqs:SendMessage on Requests.Arn",
      "Allow sqs:SendMessage on UndeliveredEvents.Arn",
    ]);
  });

  test("is not there unless the settings ask for it", () => {
    expect(ofRequests(synthesized())).toEqual([]);
  });
});
