/** What the stack and the functions must spell alike: environment keys, event names, log events, prefixes. */

import { ARCHIVE_FOLDER, LEDGER_FOLDER } from "./keys.ts";
import { ACCEPTANCES_FOLDER, CENSUS_FOLDER, HOLDS_FOLDER, PRODUCTIONS_FOLDER } from "./record-keys.ts";

/** Environment keys of the functions: `infra` sets them, `functions/common/wiring.ts` reads them. */
export const ENV = {
  orgId: "ORG_ID",
  tenantId: "TENANT_ID",
  baseUrl: "BASE_URL",
  /** Host patterns, separated by commas. */
  attachmentHosts: "ATTACHMENT_HOSTS",
  /** Calls in 5 s and in a day that the company's plan allows, and the part of both that is ours. */
  callsPerWindow: "CALLS_PER_WINDOW",
  callsPerDay: "CALLS_PER_DAY",
  callsShare: "CALLS_SHARE",
  /** Path of the call for a ticket's details, or `off`. */
  detailsPath: "DETAILS_PATH",
  credentialsSecret: "CREDENTIALS_SECRET_ARN",
  webhookSecret: "WEBHOOK_SECRET_ARN",
  /** Name of the header that carries the webhook's secret. */
  webhookHeader: "WEBHOOK_HEADER",
  /** Dotted paths to ticket ids in a webhook's payload, separated by commas. */
  webhookTicketPaths: "WEBHOOK_TICKET_PATHS",
  /** The same for the account number. */
  webhookOrgPaths: "WEBHOOK_ORG_PATHS",
  archiveBucket: "ARCHIVE_BUCKET",
  stagingBucket: "STAGING_BUCKET",
  /** Where exports are put; without lock, and emptied by a lifecycle rule. */
  exportsBucket: "EXPORTS_BUCKET",
  /** Where the catalogue's files are. */
  catalogueBucket: "CATALOGUE_BUCKET",
  /** Number of the AWS account, which certificates of exports name. */
  cloudAccount: "CLOUD_ACCOUNT",
  /** ARN of the state machine that runs exports. */
  exportStateMachine: "EXPORT_STATE_MACHINE_ARN",
  requestQueueUrl: "REQUEST_QUEUE_URL",
  deadLetterQueueUrl: "DEAD_LETTER_QUEUE_URL",
  /** Where webhooks are kept of which no ticket could be read. */
  unreadWebhooksQueueUrl: "UNREAD_WEBHOOKS_QUEUE_URL",
  /** Where tickets wait whose legal hold must be brought level with the records. */
  holdQueueUrl: "HOLD_QUEUE_URL",
  eventBus: "EVENT_BUS_NAME",
  paceTable: "PACE_TABLE_NAME",
  /** The table of the index of tickets. */
  indexTable: "INDEX_TABLE_NAME",
  /** The first number that `sync` asks for. */
  syncFrom: "SYNC_FROM",
  /** ARN of the KMS key that signs the ledger: `seal` signs with it, `verify` believes only it. */
  signingKey: "SIGNING_KEY_ARN",
  /** How often `verify` runs (hours), and in how many days all of the vault has its turn. */
  verifyEveryHours: "VERIFY_EVERY_HOURS",
  verifyWithinDays: "VERIFY_WITHIN_DAYS",
  /** A bucket, usually of another account, that remembers a daily entry of the ledger. */
  witnessBucket: "WITNESS_BUCKET",
  /** Addresses of time-stamping authorities, separated by commas. */
  tsa: "TIME_STAMPING_AUTHORITIES",
  /** A file beside the function's code with certificates that vouch for them. */
  tsaCertificates: "TIME_STAMPING_CERTIFICATES",
  logLevel: "LOG_LEVEL",
} as const;

/** Events on the bus. */
export const EVENTS = {
  /** `source` of what Ticketvault publishes. */
  source: "ticketvault",
  archived: "Ticket Archived",
  incomplete: "Ticket Archive Incomplete",
  failed: "Ticket Archive Failed",
  changedAtSource: "Ticket Changed At Source",
  /** `detail-type` of a request to archive, from anybody who may put events on the bus. */
  request: "Archive Ticket",
} as const;

/** Log events that metric filters count: `event` in a JSON log line. */
export const LOG_EVENTS = {
  /** A ticket was archived or found unchanged; `completeness` tells whether something is missing. */
  completed: "archive.completed",
  /** A try failed; `code` says how, `final` whether it was given up. */
  failed: "archive.failed",
  /** Every try of a ticket that `sync` asks for has failed for 72 hours, `since` then; told once. */
  failing: "archive.failing",
  /** LeadSquared refused the keys; also after they were read afresh. */
  unauthorized: "leadsquared.unauthorized",
  /** LeadSquared refused in a way that every ticket would meet: the account's calls stand still for so many `seconds`. */
  paused: "leadsquared.account-paused",
  /** LeadSquared refused a call for its number (429), though the settings were kept; all calls stand still for `seconds`. */
  callRefused: "leadsquared.call-refused",
  /** The day's budget of calls is used up, and goes on in so many `seconds`. */
  dayUsedUp: "leadsquared.day-used-up",
  /** LeadSquared listed nothing of a known ticket, nor of others that were `asked` for: nothing was marked. */
  sourceForgot: "leadsquared.source-forgot",
  /** Of a ticket something was edited or removed at the source; the version that says so was sealed. Counts, no text. */
  changedAtSource: "ticket.changed-at-source",
  /** An answer from LeadSquared contained the account's own keys, at so many `places`; they were cut out of it. */
  keysEchoed: "leadsquared.keys-echoed",
  /** A webhook carried no secret at all: somebody tries the address. */
  webhookRefused: "webhook.refused",
  /** A webhook carried a wrong secret: LeadSquared's, whose tickets are missed, or a stranger's. */
  webhookWrongSecret: "webhook.wrong-secret",
  /** An authentic webhook's tickets were queued. */
  webhookQueued: "webhook.queued",
  /** An authentic webhook names no ticket, or not all that it names can be read; it is kept as received, and `code` says why. */
  webhookUnread: "webhook.unread",
  /** A webhook was authentic, but could not be queued. */
  webhookNotQueued: "webhook.not-queued",
  /** A ledger entry was written and signed: `kind`, how many `files` it seals, how many codes say that one is `inconsistent`, `sequence`, `sha256`. */
  sealed: "seal.completed",
  /** A witness has a copy of an entry (`sequence`). */
  witnessed: "seal.witnessed",
  /** An `authority` has put the time to an entry (`sequence`). */
  timeStamped: "seal.time-stamped",
  /** Notices could not be sealed, or what was sealed not told of; `code` says why. They come again, or go to the dead-letter queue. */
  sealFailed: "seal.failed",
  /** All parts of an export are there; `completeness` tells whether something is missing. */
  exportFinished: "export.finished",
  /** A step of an export failed: `step`, `code`. */
  exportFailed: "export.failed",
  /** A turn of `sync` ended: `highest`, `asked` and `waiting` in the queue before it. */
  synced: "sync.completed",
  /**
   * A census was taken and kept: `key`, `highest`, the numbers of each class, and how many are `contradicted`, as index and
   * vault differ on them.
   */
  census: "census.completed",
  /** The legal hold of a ticket's files was brought level with its matters. */
  holdApplied: "hold.applied",
  /** A message about legal holds could not be worked on; it comes again, or goes to the dead-letter queue. */
  holdFailed: "hold.failed",
  /**
   * The scheduled verification ended: `errors`, `checked` and `unchecked` of `tickets`; `covered` says `all`, `due`, `late`
   * or `nothing`.
   */
  verified: "verify.completed",
  /** What was due was not reached: `what` of it, `tickets` or the `checkpoint` that they are verified by, and how many. */
  verifyLate: "verify.late",
  /**
   * Something is wrong with what is stored: `kind`, `code`, `path`; `severity` is `error` or `warning`. Of the kind
   * `unchecked`, a ticket could not be checked at all, and `code` says why.
   */
  verifyFinding: "verify.finding",
  /** The catalogue has taken in what was sealed, up to the entry `sequence`; `isLevel` is false where entries are left. */
  catalogued: "catalogue.completed",
  /** A ticket's archive cannot be read, so that the catalogue has no rows of it: `code`. */
  catalogueUnreadable: "catalogue.ticket-unreadable",
} as const;

/** Folders of the archive bucket. */
export const PREFIXES = {
  archive: `${ARCHIVE_FOLDER}/`,
  ledger: `${LEDGER_FOLDER}/`,
  holds: `${HOLDS_FOLDER}/`,
  acceptances: `${ACCEPTANCES_FOLDER}/`,
  census: `${CENSUS_FOLDER}/`,
  checkpoints: "checkpoints/",
  productions: `${PRODUCTIONS_FOLDER}/`,
} as const;

/** Name of the primary key of the pace table: one item an account. */
export const PACE_KEY = "account";

/** Names in the table of the index of tickets: its two keys, and the index by due time with its two. */
export const INDEX_KEYS = {
  account: "account",
  number: "number",
  byDue: "byDue",
  line: "line",
  due: "due",
} as const;

/**
 * The routes of the HTTP API, by the operations of the OpenAPI document. API Gateway declares these and no others, and
 * answers itself what asks for anything else; each is called with a signature of AWS IAM.
 */
export const API_ROUTES = {
  archiveTicket: "POST /tickets/{ticketId}/archive",
  acceptGaps: "POST /tickets/{ticketId}/accept",
  showTicket: "GET /tickets/{ticketId}",
  listHolds: "GET /holds",
  showHold: "GET /holds/{matter}",
  placeHold: "POST /holds/{matter}",
  releaseHold: "DELETE /holds/{matter}",
  startExport: "POST /exports",
  showExport: "GET /exports/{run}",
  showOpenapi: "GET /openapi.json",
} as const;

/** LeadSquared's webhook, which comes without a signature: `HEAD` and `POST`. */
export const WEBHOOK_PATH = "/webhooks/leadsquared";
