/** The normalized archive, `ticket.json`: its shape (zod, from which docs/ticket.schema.json is made) and its bytes. */
import * as z from "zod";
import { extra, version } from "./schema-parts.ts";
import { ticketFields } from "./ticket-fields.ts";

/** Version of the shape; a reader of 1 can read every 1. */
export const TICKET_SCHEMA = "urn:ticketvault:schema:ticket:1";

/** Raised with every change of what the same answers become. */
export const NORMALIZER = 1;

/** The four types of the vendor's documentation; all are always asked for by name. */
export const ACTIVITY_TYPES = ["InboundEmail", "OutboundEmail", "PortalInbound", "PortalOutbound"] as const;

/** The reason of an attachment for which only the run's time was too short: no try of it came to its end. */
export const NOT_IN_TIME = "not-in-time";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const seen = {
  firstSeen: version.describe("The version that is the first to have it."),
  lastSeen: version
    .nullable()
    .describe("The last version before LeadSquared ceased to list it; null while it is listed."),
  listed: z.boolean().describe("Whether LeadSquared lists it, by the newest answer that was whole."),
};

const described = {
  foundIn: z
    .enum(["Attachments", "Html"])
    .describe(
      "Where LeadSquared names it: in the message's list of attachments, or only as a picture or link in its HTML.",
    ),
  id: z.string().nullable().describe("LeadSquared's attachment id; null in every answer documented."),
  fileName: z.string().nullable().describe("The original name, exactly as received; never use it as a path."),
  declaredSize: z.number().nullable().describe("FileSize in bytes, as LeadSquared gave it."),
  declaredType: z.string().nullable().describe("ContentType as LeadSquared gave it."),
  contentId: z.string().nullable().describe("What inline images are referred to by, as `cid:`."),
  contentLocation: z.string().nullable(),
  sourceUrl: z.string().nullable().describe("ContentPath without its signed query."),
  ...seen,
  path: z
    .string()
    .describe(
      "Logical path in the OCFL object, given at first sight; a failed attachment has no file there.",
    ),
};

const bytes = {
  size: z.int().min(0).describe("Bytes kept, as counted on the wire."),
  sha256: sha256.describe("SHA-256 of the bytes kept, as taken off the wire."),
};

const flags = z
  .array(z.string())
  .describe(
    "What was odd about a transfer that was otherwise sound: size-unverified, type-differs, same-twice, …",
  );

const storedAttachment = z.strictObject({
  ...described,
  status: z.literal("stored"),
  ...bytes,
  flags,
  extra,
});

const doubtfulAttachment = z.strictObject({
  ...described,
  status: z.literal("doubtful").describe("Bytes are kept, but they contradict what was announced."),
  ...bytes,
  flags,
  reasons: z.array(z.string()).min(1).describe("What the bytes contradict."),
  tries: z.int().min(1).describe("How many times it was downloaded; the last is of this document's version."),
  first: z
    .strictObject({ path: z.string(), ...bytes })
    .nullable()
    .describe("The bytes of the first download, where later ones differ."),
  extra,
});

const failedAttachment = z.strictObject({
  ...described,
  status: z.literal("failed"),
  reason: z.string().describe("Why it could not be stored: gone, truncated, url-refused, …"),
  extra,
});

const attachment = z.discriminatedUnion("status", [storedAttachment, doubtfulAttachment, failedAttachment]);

const wording = {
  type: z.string().nullable().describe("RelatedActivityType as received."),
  direction: z
    .enum(["inbound", "outbound"])
    .nullable()
    .describe("Derived from the type; null when it is unknown."),
  channel: z.enum(["email", "portal"]).nullable().describe("Derived from the type; null when it is unknown."),
  createdAt: z.iso.datetime({ precision: 3 }).nullable().describe("UTC; null when the raw text is no time."),
  createdAtRaw: z.string().nullable().describe("CreatedOn exactly as received."),
  createdBy: z.string().nullable().describe("A user id of LeadSquared, not the customer's name."),
  text: z.string().nullable(),
  html: z.string().nullable().describe("As received: hostile until sanitized."),
  extra,
};

const revision = z
  .strictObject({ firstSeen: version, lastSeen: version, ...wording })
  .describe("An earlier wording, with the first and the last version that have it as the current one.");

const conversation = z.strictObject({
  key: z
    .string()
    .describe(
      "Names the conversation in this archive for good: its id where that is a plain number of its own.",
    ),
  id: z.string().nullable(),
  ...seen,
  ...wording,
  wordingSince: version.describe("The first version that has it worded like this."),
  attachments: z.array(attachment).describe("All that it ever had, in the order of their first sight."),
  revisions: z.array(revision).describe("Earlier wordings, oldest first; any field may be what differs."),
});

const problem = z.strictObject({
  code: z.string(),
  severity: z.enum(["missing", "notice"]).describe("`missing` makes the archive incomplete."),
  detail: z.string(),
  conversation: z.string().nullable().describe("The conversation's key."),
  attachment: z.int().min(1).nullable().describe("Position in the conversation, from 1."),
});

const capture = z
  .strictObject({
    host: z.string(),
    tenantId: z.int(),
    activityTypes: z.array(z.string()),
    attachmentHosts: z
      .array(z.string())
      .describe("The hosts whose files are attachments, also where only a message's HTML names them."),
    coverage: z.strictObject({ covers: z.array(z.string()), doesNotCover: z.array(z.string()) }),
    total: z.unknown().describe("Total as received."),
    envelope: z
      .record(z.string(), z.unknown())
      .describe("Fields around the list that mean nothing to Ticketvault."),
  })
  .describe(
    "How LeadSquared was asked for this version, and what came around the list. Alone it makes no version.",
  );

export const ticketDocumentSchema = z
  .strictObject({
    schema: z.literal(TICKET_SCHEMA),
    normalizer: z.int().min(1).describe("The rules by which answers became this document."),
    source: z.strictObject({
      system: z.literal("LeadSquared Service CRM"),
      orgId: z.int(),
      call: z.literal("Get Ticket Conversations"),
    }),
    ticket: ticketFields,
    capture,
    completeness: z.strictObject({
      status: z.enum(["complete", "incomplete"]),
      conversations: z.strictObject({
        expected: z.int().nullable().describe("Total of the newest answer; null when it gave no number."),
        received: z.int().describe("Entries of the newest answer's list."),
        noLongerListed: z.int().describe("Conversations that are kept, and that LeadSquared ceased to list."),
      }),
      attachments: z.strictObject({
        expected: z.int().describe("All that LeadSquared ever listed."),
        stored: z.int(),
        doubtful: z.int(),
        failed: z.int(),
      }),
      problems: z.array(problem),
    }),
    conversations: z
      .array(conversation)
      .describe("All that LeadSquared ever listed, in order of their times."),
    extra,
  })
  .describe("All that LeadSquared ever gave of one ticket's conversations, normalized by Ticketvault.");

export type TicketDocument = z.infer<typeof ticketDocumentSchema>;
export type Conversation = z.infer<typeof conversation>;
export type Revision = z.infer<typeof revision>;
/** What a message says and how it was sent: all that an edit can change. */
export type Wording = Omit<Revision, "firstSeen" | "lastSeen">;
export type Attachment = z.infer<typeof attachment>;
export type StoredAttachment = z.infer<typeof storedAttachment>;
export type DoubtfulAttachment = z.infer<typeof doubtfulAttachment>;
/** An attachment whose bytes are in the archive, whatever they are worth. */
export type KeptAttachment = StoredAttachment | DoubtfulAttachment;
export type Problem = z.infer<typeof problem>;

/** The JSON Schema (draft 2020-12) of `ticket.json`, as published in docs/ticket.schema.json. */
export function ticketJsonSchema(): object {
  return { $id: TICKET_SCHEMA, title: "Ticketvault ticket archive", ...z.toJSONSchema(ticketDocumentSchema) };
}

/** The bytes of `ticket.json`: two-space JSON in the order of the schema, one final newline. */
export function ticketBytes(document: TicketDocument): Uint8Array {
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`);
}
