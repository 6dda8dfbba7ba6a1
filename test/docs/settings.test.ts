/** The table of settings in docs/deploy.md has every setting of infra/config.ts, with its default, and no other. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
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
  stackName: "Vault",
  objectLock: { mode: "COMPLIANCE", years: 10 },
  breakGlassRoleArn: "arn:aws:iam::123456789012:role/Deleter",
  webhook: { enabled: true, header: "X-Secret", ticketPaths: ["Ticket.Id"], orgPaths: ["Org.Id"] },
  exports: { retentionDays: 1 },
  verify: { everyHours: 1 },
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
  alarms: { email: "ops@example.com" },
  concurrency: { archive: 2, api: 1, webhook: 1 },
  throttling: { rate: 1, burst: 1 },
  logs: { retentionDays: 30, level: "debug" },
};

const page = readFileSync(new URL("../../docs/deploy.md", import.meta.url), "utf8");
/** Name and default of each line. */
const table = [
  ...page.matchAll(/^\| `([a-zA-Z.[\]]+)` \| (?:text|number|boolean|list|object) \| (.+?) \|/gm),
].map(([, name = "", given = ""]) => [name, given] as const);

/** The settings by their names in the table; `events` and `schedule` stand there themselves too. */
function named(settings: object, above = ""): Map<string, unknown> {
  return new Map(
    Object.entries(settings).flatMap(([key, value]: [string, unknown]): [string, unknown][] => {
      const name = `${above}${key}`;
      if (Array.isArray(value) && typeof value[0] === "object")
        return [[name, value], ...named(value[0], `${name}[].`)];
      // A pattern's keys are EventBridge's.
      if (typeof value !== "object" || value === null || Array.isArray(value) || key === "pattern")
        return [[name, value]];
      return name === "schedule"
        ? [[name, value], ...named(value, `${name}.`)]
        : [...named(value, `${name}.`)];
    }),
  );
}

it("every setting is taken, and has its line in the table, which has no other", () => {
  expect(readConfig(EVERY_SETTING)).toEqual(EVERY_SETTING);
  expect(table.map(([name]) => name).toSorted()).toEqual([...named(EVERY_SETTING).keys()].toSorted());
});

it("the defaults in the table are those of the code", () => {
  const { expression, tickets } = EVERY_SETTING.schedule;
  const [{ name, pattern }] = EVERY_SETTING.events as [(typeof EVERY_SETTING.events)[number]];
  const required = { orgId: 22824, events: [{ name, pattern }], schedule: { expression, tickets } };
  const defaults = named(readConfig(required));
  const given = new Set([
    "orgId",
    "events[].name",
    "events[].pattern",
    "schedule",
    ...["expression", "tickets"].map((key) => `schedule.${key}`),
  ]);
  for (const [setting, shown] of table) {
    if (setting === "events") continue;
    const value = defaults.get(setting);
    const expected = given.has(setting) || value === undefined ? "–" : `\`${JSON.stringify(value)}\``;
    expect([setting, shown]).toEqual([setting, expected]);
  }
});
