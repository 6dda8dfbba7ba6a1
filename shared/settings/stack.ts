/** The settings that only the stack has. */
import * as z from "zod";
import { eventsSchema, scheduleSchema } from "./events.ts";
import { checked, flag, list, object, oneNumberOf, oneOf, text, whole } from "./fields.ts";

/** An alarm that looks for something missing looks back a week at most. */
const LONGEST_SILENCE_HOURS = 6 * 24;

/** What CloudWatch Logs accepts. */
const RETENTION_DAYS = [
  30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Keys with dots between them, each with or without `[]` behind it; the functions read lists with commas between the entries. */
function isPayloadPath(given: string): boolean {
  const keys = given.split(".").map((key) => key.trim().replace(/(\[\])+$/, ""));
  return !given.includes(",") && keys.every((key) => key !== "");
}

const payloadPaths = () =>
  list(
    checked(isPayloadPath, 'a dotted path without commas, such as "Ticket.Id"'),
    "a list of at least one dotted path",
  );

export const stackFields = {
  stackName: text(/^[A-Za-z][A-Za-z0-9-]{0,49}$/, "1 to 50 letters, digits and hyphens, a letter first")
    .default("Ticketvault")
    .describe("names the stack, its bus, its dashboard and its metrics. Another name is another stack"),
  allowedRegions: list(
    text(/^[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}$/, 'an AWS region, such as "ap-south-1"'),
    "a list of at least one AWS region",
  )
    .optional()
    .describe(
      "the regions in which the data may be kept; deploying to any other is refused. All when left out",
    ),
  terminationProtection: flag()
    .default(false)
    .describe("whether CloudFormation refuses to delete the stack; switch it on after the first deployment"),
  tags: z
    .record(
      text(/^(?!aws:)[\p{L}\p{N} _.:/=+@-]{1,128}$/iu, "a tag's key"),
      text(/^[\p{L}\p{N} _.:/=+@-]{0,256}$/u, "a tag's value"),
      { error: "must be an object of texts" },
    )
    .default({})
    .meta({ allowed: "keys and values as AWS takes them in tags", description: "tags of all resources" }),
  permissionsBoundaryArn: text(
    /^arn:aws[a-z-]*:iam::([0-9]{12}|aws):policy\/\S+$/,
    "the ARN of an IAM policy",
  )
    .optional()
    .describe("the permissions boundary of all roles, where your organization asks for one"),
  objectLock: object({
    mode: oneOf(["GOVERNANCE", "COMPLIANCE"])
      .default("GOVERNANCE")
      .describe(
        "under `COMPLIANCE` nobody can delete a file before its retention ends, not even AWS or the root user",
      ),
    years: whole(1, 100).default(7).describe("how long each file is locked, from when it is written"),
    days: whole(1, 36_500)
      .optional()
      .describe("the same in days, for a trial; when it is given, `years` does not count"),
  }).prefault({}),
  witnessBucket: text(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "the name of a bucket")
    .optional()
    .describe(
      "a bucket of a second AWS account, in the same region, that remembers the ledger each day: [deploy.md](deploy.md#a-witness)",
    ),
  tsaCa: text(/\S/, "a file with certificates (PEM)")
    .optional()
    .describe(
      "certificates that vouch for the authorities in `tsa`, by which the scheduled verification checks time stamps; when left out, who signed them is not checked",
    ),
  breakGlassRoleArn: text(/^arn:aws[a-z-]*:iam::[0-9]{12}:role\/\S+$/, "the ARN of an IAM role")
    .optional()
    .describe("the one role that may delete from the archive; the stack makes one when it is left out"),
  webhook: object({
    enabled: flag().default(true).describe("whether there is a webhook"),
    header: text(/^[A-Za-z0-9-]{1,100}$/, "the name of a header: letters, digits and hyphens")
      .default("X-Ticketvault-Secret")
      .describe("the header that carries the secret"),
    secretArn: text(
      /^arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:\S+-[A-Za-z0-9]{6}$/,
      "the whole ARN of a secret, with its last six characters",
    )
      .optional()
      .describe(
        "a secret that is there already, such as that of an earlier stack, so that LeadSquared need not be changed; the stack makes one when it is left out",
      ),
    ticketPaths: payloadPaths()
      .optional()
      .describe("where ticket numbers stand in a payload; the usual places when left out"),
    orgPaths: payloadPaths()
      .optional()
      .describe("where the LeadSquared account number stands; another account's webhook is refused"),
  }).prefault({}),
  exports: object({
    retentionDays: whole(1, 3650)
      .default(90)
      .describe("how long exports can be fetched; an export that is asked for again is made again"),
  }).prefault({}),
  search: object({
    mostScannedMb: whole(10, 10_000_000)
      .default(10_000)
      .describe(
        "MB that one query of the catalogue may read; Athena ends it there, and bills what it has read",
      ),
  }).prefault({}),
  verify: object({
    everyHours: whole(1, LONGEST_SILENCE_HOURS).default(24).describe("how often what is stored is verified"),
    withinDays: whole(1, 365)
      .default(30)
      .describe(
        "in how many days all that was ever sealed has its turn; what a run does not get through of its part raises an alarm",
      ),
  }).prefault({}),
  sync: object({
    enabled: flag()
      .default(true)
      .describe("whether tickets are found by their numbers, and known ones asked for again, without a list"),
    from: whole(1, Number.MAX_SAFE_INTEGER).default(1).describe("the first ticket number that is asked for"),
  }).prefault({}),
  events: eventsSchema,
  schedule: scheduleSchema,
  staticEgress: flag()
    .default(false)
    .describe("one fixed address for all calls to LeadSquared, by a NAT gateway"),
  egressAllocationId: text(
    /^eipalloc-[0-9a-f]{8,17}$/,
    'the id of an Elastic IP, such as "eipalloc-0123456789abcdef0"',
  )
    .optional()
    .describe(
      "an address that is there already, such as that of an earlier stack; the stack takes a new one when it is left out",
    ),
  egressS3Endpoint: flag()
    .default(true)
    .describe(
      "whether S3 in the stack's region is reached directly, which is free. Attachments there then do not come from the fixed address; `false` sends them through it, and the archive's bytes too, which the NAT gateway bills",
    ),
  alarms: object({
    email: z
      .email({ error: "must be an e-mail address" })
      .optional()
      .meta({ allowed: "an e-mail address", description: "who is told of alarms" }),
  }).prefault({}),
  concurrency: object({
    archive: whole(2, 1000)
      .default(2)
      .describe(
        "batches of up to four tickets that are archived at once. LeadSquared's limit is the same for all of them together",
      ),
    holds: whole(2, 1000).default(2).describe("legal holds that are applied at once, each to many files"),
    exports: whole(1, 1000).default(2).describe("parts of exports that are packed at once"),
    catalogue: whole(1, 1000)
      .default(1)
      .describe("shards that are made at once while the catalogue is made again, each of a thousand tickets"),
    api: whole(1, 1000)
      .optional()
      .describe("concurrency reserved for the function `api`; shared with the AWS account when left out"),
    webhook: whole(1, 1000).optional().describe("the same for `webhook`"),
  }).prefault({}),
  throttling: object({
    rate: whole(1, 10_000).default(50).describe("requests a second that the HTTP API takes"),
    burst: whole(1, 5_000).default(100).describe("how many at once above that"),
  }).prefault({}),
  logs: object({
    retentionDays: oneNumberOf(RETENTION_DAYS)
      .default(365)
      .describe("how long logs and access logs are kept"),
    level: oneOf(["debug", "info"])
      .default("info")
      .describe(
        "what the functions log; alarms count lines of level `info`, so a higher level is not allowed",
      ),
  }).prefault({}),
};
