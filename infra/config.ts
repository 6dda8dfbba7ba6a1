/** The settings of a deployment: `context.ticketvault` of cdk.json, checked; the defaults stand here too. */
import * as z from "zod";
import { isApiAddress, isAttachmentHost, isPayloadPath } from "./function-rules.ts";

const DEFAULTS = {
  stackName: "Ticketvault",
  /** The API of India's region, the one documented; the account manager knows the others. */
  baseUrl: "https://apigw.service-in.leadsquared.com",
  objectLock: { mode: "GOVERNANCE", years: 7 },
  webhook: {
    enabled: true,
    header: "X-Ticketvault-Secret",
  },
  /** The account's pace is 5 calls a second, so more at once only wait for each other. */
  concurrency: { archive: 10 },
  throttling: { rate: 50, burst: 100 },
  logs: { retentionDays: 365, level: "info" },
  exports: { retentionDays: 90 },
  verify: { everyHours: 24 },
} as const;

/** An alarm that looks for something missing looks back a week at most. */
const LONGEST_SILENCE_HOURS = 6 * 24;

/** What CloudWatch Logs accepts. */
const RETENTION_DAYS = [
  30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

const whole = (from: number, to: number, error = `must be a whole number from ${from} to ${to}`) =>
  z.int({ error }).min(from, { error }).max(to, { error });
const checked = (isAllowed: (given: string) => boolean, allowed: string) => {
  const error = `must be ${allowed}`;
  return z.string({ error }).refine(isAllowed, { error });
};
const text = (pattern: RegExp, allowed: string) => checked((given) => pattern.test(given), allowed);
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be ${values.map((value) => JSON.stringify(value)).join(" or ")}` });
const flag = () => z.boolean({ error: "must be true or false" });
const object = <T extends z.core.$ZodLooseShape>(shape: T) =>
  z.strictObject(shape, {
    error: ({ code }) => (code === "invalid_type" ? "must be an object in braces" : undefined),
  });
const list = <T extends z.ZodType>(item: T, allowed: string) => {
  const error = `must be ${allowed}`;
  return z.array(item, { error }).min(1, { error });
};

const id = (what: string) => whole(1, Number.MAX_SAFE_INTEGER, `must be ${what}`);
const payloadPath = checked(isPayloadPath, 'a dotted path without commas, such as "Ticket.Id"');
const payloadPaths = () => list(payloadPath, "a list of at least one dotted path");
const eventPath = () =>
  text(/^\$\.[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$/, 'a path into the event, such as "$.detail.ticketId"');

const eventSchema = object({
  /** Names the rule, and stands as the reason in each version. */
  name: text(/^[A-Za-z][A-Za-z0-9-]{0,39}$/, "1 to 40 letters, digits and hyphens, a letter first"),
  /** Which events: an EventBridge pattern, as EventBridge documents it. */
  pattern: z
    .record(
      z.string(),
      z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())], {
        error: "must be a list or an object, as all fields of an EventBridge pattern are",
      }),
      { error: "must be an EventBridge pattern, an object in braces" },
    )
    .refine((pattern) => Object.keys(pattern).length > 0, {
      error:
        'must name at least one field, such as {"source": ["my.crm"]}: an empty pattern would match every event',
    }),
  ticketIdPath: eventPath().default("$.detail.ticketId"),
  /** Where the event tells its account; left out, it is taken for this one's. */
  orgIdPath: eventPath().optional(),
  /** The bus that carries the events. */
  busName: text(/^[A-Za-z0-9._/-]{1,256}$/, 'the name of an event bus, such as "default"').default("default"),
});

const scheduleSchema = object({
  /** As EventBridge Scheduler spells it. */
  expression: text(
    /^(cron\(\S+( \S+){5}\)|rate\([1-9][0-9]* (minute|hour|day)s?\))$/,
    '"cron(minute hour day-of-month month day-of-week year)" or "rate(n days)"',
  ),
  timezone: text(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/, 'a time zone name, such as "Asia/Kolkata"').default(
    "UTC",
  ),
  tickets: list(id("a ticket's number, such as 143"), "a list of at least one ticket number").max(1000, {
    error: "must have at most 1000 ticket numbers: archive more with `ticketvault backfill`",
  }),
});

const configSchema = object({
  /** The LeadSquared account number. */
  orgId: id("the LeadSquared account number, such as 22824"),
  /** The tenant id in the API's path; the org id unless given. */
  tenantId: id("the tenant id in the API's path").optional(),
  baseUrl: checked(isApiAddress, "of the form https://host or https://host/prefix").default(DEFAULTS.baseUrl),
  /** Left out, the hosts where LeadSquared has been seen to keep attachments. */
  attachmentHosts: list(
    checked(
      isAttachmentHost,
      'a host pattern that ends in a domain without *, such as "bucket-*.s3.*.amazonaws.com", or an exact https://host',
    ),
    "a list of at least one host pattern",
  ).optional(),
  stackName: text(
    /^[A-Za-z][A-Za-z0-9-]{0,49}$/,
    "1 to 50 letters, digits and hyphens, a letter first",
  ).default(DEFAULTS.stackName),
  objectLock: object({
    /** COMPLIANCE: nobody at all, the account's root included, deletes before the time is over. */
    mode: oneOf(["GOVERNANCE", "COMPLIANCE"]).default(DEFAULTS.objectLock.mode),
    /** From each file's writing on. */
    years: whole(1, 100).default(DEFAULTS.objectLock.years),
  }).prefault({}),
  /** The one role that may delete from the archive; left out, the stack makes one. */
  breakGlassRoleArn: text(/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/\S+$/, "the ARN of an IAM role").optional(),
  webhook: object({
    enabled: flag().default(DEFAULTS.webhook.enabled),
    /** The header that carries the secret. */
    header: text(/^[A-Za-z0-9-]{1,100}$/, "the name of a header: letters, digits and hyphens").default(
      DEFAULTS.webhook.header,
    ),
    /** Where ticket ids and the account number stand in a payload; left out, at the usual names. */
    ticketPaths: payloadPaths().optional(),
    orgPaths: payloadPaths().optional(),
  }).prefault({}),
  exports: object({
    /** How long exports can be fetched; asked for again later, they are made again. */
    retentionDays: whole(1, 3650).default(DEFAULTS.exports.retentionDays),
  }).prefault({}),
  verify: object({
    /** How often what is stored is verified. */
    everyHours: whole(1, LONGEST_SILENCE_HOURS).default(DEFAULTS.verify.everyHours),
  }).prefault({}),
  events: z
    .array(eventSchema, { error: "must be a list" })
    .refine((events) => new Set(events.map(({ name }) => name)).size === events.length, {
      error: "must give each entry another name",
    })
    .default([]),
  schedule: scheduleSchema.optional(),
  /** One fixed address for all calls to LeadSquared, for its whitelist. Costs a NAT gateway. */
  staticEgress: flag().default(false),
  alarms: object({
    /** Who gets the alarms; has to be confirmed once by a link in a mail. */
    email: z.email({ error: "must be an e-mail address" }).optional(),
  }).prefault({}),
  concurrency: object({
    /** Batches that are archived at once. */
    archive: whole(2, 1000).default(DEFAULTS.concurrency.archive),
    /** Reserved for the function; left out, it shares the account's. */
    api: whole(1, 1000).optional(),
    webhook: whole(1, 1000).optional(),
  }).prefault({}),
  /** Requests a second that the HTTP API takes, and how many at once above that. */
  throttling: object({
    rate: whole(1, 10_000).default(DEFAULTS.throttling.rate),
    burst: whole(1, 5_000).default(DEFAULTS.throttling.burst),
  }).prefault({}),
  logs: object({
    retentionDays: z
      .literal([...RETENTION_DAYS], { error: `must be one of ${RETENTION_DAYS.join(", ")}` })
      .default(DEFAULTS.logs.retentionDays),
    // Alarms count lines of level info: without them some would never go off, and others always.
    level: oneOf(["debug", "info"]).default(DEFAULTS.logs.level),
  }).prefault({}),
});

export type Config = Readonly<z.infer<typeof configSchema>>;
export type ForeignEvent = Config["events"][number];
export type RecurringArchive = NonNullable<Config["schedule"]>;

/** The settings cannot be used. `message` has one line for each mistake: where it is and what is allowed there. */
export class ConfigError extends Error {
  constructor(mistakes: readonly string[]) {
    super(["cdk.json cannot be used:", ...mistakes.map((mistake) => `  ${mistake}`)].join("\n"));
    this.name = "ConfigError";
  }
}

/**
 * Reads the settings as `cdk.json` holds them under `context.ticketvault`.
 * @throws ConfigError with all mistakes
 */
export function readConfig(given: unknown): Config {
  const result = configSchema.safeParse(given ?? {});
  if (result.success) return result.data;
  throw new ConfigError([...new Set(result.error.issues.map(mistake))]);
}

function mistake(issue: z.core.$ZodIssue): string {
  const where = issue.path.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : `${path}.${String(key)}`),
    "context.ticketvault",
  );
  if (issue.code !== "unrecognized_keys") return `${where} ${issue.message}`;
  return issue.keys.map((key) => `${where}.${key} is no setting: check its spelling`).join("\n  ");
}
