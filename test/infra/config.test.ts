/** The settings: defaults, and what is said of mistakes. */
import { describe, expect, test } from "vitest";
import { readConfig } from "../../infra/config.ts";
import { ConfigError } from "../../shared/settings/mistakes.ts";
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
  // A11
  test("of a fresh clone name no account, so that nobody deploys for another's", () => {
    const flags = Object.keys(cdkJson.context);

    expect(flags.filter((name) => !/^@aws-cdk(-containers)?\//.test(name))).toEqual([]);
    expect(mistakesIn(undefined)).toEqual([
      "ticketvault.orgId must be the LeadSquared account number, such as 22824",
    ]);
  });

  test("need nothing but the account number", () => {
    expect(readConfig({ orgId: 22824 })).toEqual({
      orgId: 22824,
      baseUrl: "https://apigw.service-in.leadsquared.com",
      calls: { perWindow: 25, share: 0.8 },
      stackName: "Ticketvault",
      terminationProtection: false,
      tags: {},
      objectLock: { mode: "GOVERNANCE", years: 7 },
      cli: {},
      webhook: { enabled: true, header: "X-Ticketvault-Secret" },
      exports: { retentionDays: 90 },
      search: { mostScannedMb: 10_000 },
      verify: { everyHours: 24, withinDays: 30 },
      sync: { enabled: true, from: 1 },
      events: [],
      staticEgress: false,
      egressS3Endpoint: true,
      alarms: {},
      concurrency: { archive: 2, holds: 2, exports: 2, catalogue: 1 },
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
      "ticketvault.orgId must be the LeadSquared account number, such as 22824",
      'ticketvault.objectLock.mode must be "GOVERNANCE" or "COMPLIANCE"',
      "ticketvault.objectLock.years must be a whole number from 1 to 100",
      "ticketvault.webhook.header must be the name of a header: letters, digits and hyphens",
      "ticketvault.webhook.ticketPaths must be a list of at least one dotted path",
      'ticketvault.events[0].ticketIdPath must be a path into the event, such as "$.detail.ticketId"',
      "ticketvault.logs.retentionDays must be one of 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
      "ticketvault.staticEgres is no setting: did you mean ticketvault.staticEgress?",
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
      "a second port beside the fixed address, whose network lets only 443 out (A6)",
      { orgId: 1, staticEgress: true, attachmentHosts: ["a.com", "https://a.com:8443"] },
      "attachmentHosts[1] names a port",
    ],
    [
      "the API on a second port beside it (A6)",
      { orgId: 1, staticEgress: true, baseUrl: "https://a.com:8443" },
      "baseUrl names a port",
    ],
    [
      "an address for a network that is not there (A5)",
      { orgId: 1, egressAllocationId: "eipalloc-0123456789abcdef0" },
      "egressAllocationId needs staticEgress",
    ],
    [
      "a secret without its last characters, by which nobody may read it (A5)",
      { orgId: 1, webhook: { secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:Hook" } },
      "webhook.secretArn must be the whole ARN",
    ],
    [
      "a country for a region (A12)",
      { orgId: 1, allowedRegions: ["india"] },
      "allowedRegions[0] must be an AWS region",
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
    expect(mistakesIn(settings).join("\n")).toContain(`ticketvault.${expected}`);
  });
});
