/** The settings of cdk.json: defaults, and what is said of mistakes. */
import { describe, expect, test } from "vitest";
import { ConfigError, readConfig } from "../../infra/config.ts";
import { cdkJson } from "./synthesized.ts";

function mistakesIn(settings: unknown): string[] {
  try {
    readConfig(settings);
  } catch (error) {
    if (error instanceof ConfigError)
      return error.message
        .split("\n")
        .slice(1)
        .map((line) => line.trim());
    throw error;
  }
  return [];
}

const event = { name: "crm", pattern: { source: ["crm"] } };

describe("the settings", () => {
  test("of a fresh clone are good", () => {
    expect(readConfig(cdkJson.context.ticketvault).orgId).toBe(22824);
  });

  test("need nothing but the account number", () => {
    expect(readConfig({ orgId: 22824 })).toEqual({
      orgId: 22824,
      baseUrl: "https://apigw.service-in.leadsquared.com",
      stackName: "Ticketvault",
      objectLock: { mode: "GOVERNANCE", years: 7 },
      webhook: { enabled: true, header: "X-Ticketvault-Secret" },
      exports: { retentionDays: 90 },
      verify: { everyHours: 24 },
      events: [],
      staticEgress: false,
      alarms: {},
      concurrency: { archive: 10 },
      throttling: { rate: 50, burst: 100 },
      logs: { retentionDays: 365, level: "info" },
    });
  });

  test("that are wrong are named together, each with its place and what is allowed there", () => {
    const settings = {
      orgId: "22824",
      objectLock: { mode: "compliance", years: 0 },
      webhook: { header: "X Secret", ticketPaths: [] },
      events: [{ ...event, ticketIdPath: "detail.id" }],
      staticEgres: true,
      logs: { retentionDays: 12 },
    };
    expect(mistakesIn(settings)).toEqual([
      "context.ticketvault.orgId must be the LeadSquared account number, such as 22824",
      'context.ticketvault.objectLock.mode must be "GOVERNANCE" or "COMPLIANCE"',
      "context.ticketvault.objectLock.years must be a whole number from 1 to 100",
      "context.ticketvault.webhook.header must be the name of a header: letters, digits and hyphens",
      "context.ticketvault.webhook.ticketPaths must be a list of at least one dotted path",
      'context.ticketvault.events[0].ticketIdPath must be a path into the event, such as "$.detail.ticketId"',
      "context.ticketvault.logs.retentionDays must be one of 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
      "context.ticketvault.staticEgres is no setting: check its spelling",
    ]);
  });

  test.each([
    ["no settings at all", undefined, "orgId must be the LeadSquared account number"],
    ["text for an object", { orgId: 1, objectLock: "7 years" }, "objectLock must be an object"],
    [
      "keys over an open line",
      { orgId: 1, baseUrl: "http://api.example.com" },
      "baseUrl must be of the form https",
    ],
    [
      "a pattern for every event",
      { orgId: 1, events: [{ ...event, pattern: {} }] },
      "events[0].pattern must name",
    ],
    [
      "a pattern's bare text",
      { orgId: 1, events: [{ ...event, pattern: { source: "crm" } }] },
      "events[0].pattern.source must be a list",
    ],
    [
      "two events of one name",
      { orgId: 1, events: [event, event] },
      "events must give each entry another name",
    ],
    [
      "a user for a role",
      { orgId: 1, breakGlassRoleArn: "arn:aws:iam::123456789012:user/me" },
      "breakGlassRoleArn must be the ARN of an IAM role",
    ],
    [
      "a schedule in words",
      { orgId: 1, schedule: { expression: "daily", tickets: [1] } },
      "schedule.expression must be",
    ],
    [
      "one worker",
      { orgId: 1, concurrency: { archive: 1 } },
      "concurrency.archive must be a whole number from 2",
    ],
    [
      "a verification once a week, which no alarm could miss in time",
      { orgId: 1, verify: { everyHours: 168 } },
      "verify.everyHours must be a whole number from 1 to 144",
    ],
    [
      "exports for ever",
      { orgId: 1, exports: { retentionDays: 0 } },
      "exports.retentionDays must be a whole number from 1",
    ],
    [
      "a comma in a path",
      { orgId: 1, webhook: { orgPaths: ["a,b"] } },
      "webhook.orgPaths[0] must be a dotted path",
    ],
    [
      "a host with a path",
      { orgId: 1, attachmentHosts: ["a.com/b"] },
      "attachmentHosts[0] must be a host pattern",
    ],
  ])("%s is refused", (_, settings, expected) => {
    expect(mistakesIn(settings).join("\n")).toContain(`context.ticketvault.${expected}`);
  });
});
