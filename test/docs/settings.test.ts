/** docs/settings.md has every setting that there is, and no other. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { settings, settingsPage } from "../../docs/settings.ts";
import { type Config, readConfig } from "../../infra/config.ts";

/** Every field, those too that may be left out. */
type Full<T> = T extends readonly (infer Item)[]
  ? readonly Full<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]-?: Full<Exclude<T[Key], undefined>> }
    : T;

/** A setting that is missing here is an error of types: then the table wants a line for it. */
const EVERY_SETTING: Full<Config> = {
  orgId: 22824,
  tenantId: 22824,
  baseUrl: "https://api.example.com",
  attachmentHosts: ["files.example.com"],
  calls: { perWindow: 10, perDay: 5_000, share: 0.5 },
  detailsPath: "off",
  cli: {
    store: "s3://archive/vault",
    staging: "s3://staging",
    endpoint: "http://127.0.0.1:9000",
    region: "ap-south-1",
    index: "tickets.sqlite",
    zone: "Asia/Kolkata",
    people: "people.json",
    keysFile: "keys.json",
    secretId: "leadsquared",
    pace: "dynamodb://Pace",
    witness: "../witness",
  },
  tsa: ["http://timestamp.example.com/tsr"],
  tsaCa: "authorities.pem",
  witnessBucket: "witness",
  stackName: "Vault",
  allowedRegions: ["ap-south-1"],
  terminationProtection: true,
  tags: { team: "support" },
  permissionsBoundaryArn: "arn:aws:iam::123456789012:policy/Bound",
  objectLock: { mode: "COMPLIANCE", years: 10, days: 1 },
  breakGlassRoleArn: "arn:aws:iam::123456789012:role/Deleter",
  webhook: {
    enabled: true,
    header: "X-Secret",
    secretArn: "arn:aws:secretsmanager:ap-south-1:123456789012:secret:Hook-abc123",
    ticketPaths: ["Ticket.Id"],
    orgPaths: ["Org.Id"],
  },
  exports: { retentionDays: 1 },
  search: { mostScannedMb: 100 },
  verify: { everyHours: 1, withinDays: 1 },
  sync: { enabled: true, from: 1 },
  events: [
    {
      name: "crm",
      pattern: { source: ["crm"] },
      ticketIdPath: "$.detail.id",
      orgIdPath: "$.detail.org",
      busName: "crm",
    },
  ],
  schedule: { expression: "rate(1 day)", timezone: "UTC", tickets: [143] },
  staticEgress: true,
  egressAllocationId: "eipalloc-0123456789abcdef0",
  egressS3Endpoint: false,
  alarms: { email: "ops@example.com" },
  concurrency: { archive: 2, holds: 2, exports: 1, catalogue: 1, api: 1, webhook: 1 },
  throttling: { rate: 1, burst: 1 },
  logs: { retentionDays: 30, level: "debug" },
};

it("every setting is taken", () => {
  expect(readConfig(EVERY_SETTING)).toEqual(EVERY_SETTING);
});

it("docs/settings.md is the page that npm run docs makes", () => {
  expect(readFileSync(new URL("../../docs/settings.md", import.meta.url), "utf8")).toBe(settingsPage());
});

it("every setting has a type, what is allowed, and a meaning", () => {
  const names = settings().map(({ name }) => name);
  expect(names.toSorted()).toEqual([...named(EVERY_SETTING).keys()].toSorted());
  expect(settingsPage()).not.toContain("undefined");
});

/** The settings by their names in the table; `events` and `schedule` stand there themselves too. */
function named(given: object, above = ""): Map<string, unknown> {
  return new Map(
    Object.entries(given).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
      const name = `${above}${key}`;
      if (Array.isArray(value) && typeof value[0] === "object")
        return [[name, value], ...named(value[0], `${name}[].`)];
      // A pattern's keys are EventBridge's, a tag's the user's.
      if (typeof value !== "object" || value === null || Array.isArray(value) || /^(pattern|tags)$/.test(key))
        return [[name, value]];
      return name === "schedule"
        ? [[name, value], ...named(value, `${name}.`)]
        : [...named(value, `${name}.`)];
    }),
  );
}
