/** The normalized archive, `ticket.json`: its shape (zod, from which docs/ticket.schema.json is made) and its bytes. */
import * as z from "zod";

/** Version of the shape; a reader of 1 can read every 1. */
export const TICKET_SCHEMA = "urn:ticketvault:schema:ticket:1";

/** The four types of the vendor's documentation; all are always asked for by name. */
export const ACTIVITY_TYPES = ["InboundEmail", "OutboundEmail", "PortalInbound", "PortalOutbound"] as const;

/** The reason of an attachment for which only the run's time was too short: no try of it came to its end. */
export const NOT_IN_TIME = "not-in-time";

const extra = z
  .record(z.string(), z.unknown())
  .describe("Fields that this version of Ticketvault does not know.");
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const common = {
  id: z.string().nullable().describe("LeadSquared's attachment id; null in every answer documented."),
  fileName: z.string().nullable().describe("The original name, exactly as received; never use it as a path."),
  declaredSize: z.number().nullable().describe("FileSize in bytes, as LeadSquared gave it."),
  declaredType: z.string().nullable().describe("ContentType as LeadSquared gave it."),
  contentId: z.string().nullable().describe("What inline images are referred to by, as `cid:`."),
  contentLocation: z.string().nullable(),
  sourceUrl: z.string().nullable().describe("ContentPath without its signed query."),
};

const storedAttachment = z.strictObject({
  ...common,
  status: z.literal("stored"),
  path: z.string().describe("Logical path in this version of the OCFL object."),
  size: z.int().min(0).describe("Bytes stored, as counted on the wire."),
  sha256: sha256.describe("SHA-256 of the bytes stored, as taken off the wire."),
  flags: z
    .array(z.string())
    .describe(
      "What was odd about a transfer that was otherwise sound: size-differs, size-unverified, type-differs, …",
    ),
  extra,
});

const failedAttachment = z.strictObject({
  ...common,
  status: z.literal("failed"),
  reason: z.string().describe("Why it could not be stored: gone, truncated, url-refused, …"),
  extra,
});

const attachment = z.discriminatedUnion("status", [storedAttachment, failedAttachment]);

const conversation = z.strictObject({
  id: z.string().nullable(),
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
  attachments: z.array(attachment),
  extra,
});

const problem = z.strictObject({
  code: z.string(),
  severity: z.enum(["missing", "notice"]).describe("`missing` makes the archive incomplete."),
  detail: z.string(),
  conversation: z.string().nullable(),
  attachment: z.int().min(1).nullable().describe("Position in the conversation, from 1."),
});

export const ticketDocumentSchema = z
  .strictObject({
    schema: z.literal(TICKET_SCHEMA),
    source: z.strictObject({
      system: z.literal("LeadSquared Service CRM"),
      host: z.string(),
      tenantId: z.int(),
      orgId: z.int(),
      call: z.literal("Get Ticket Conversations"),
      activityTypes: z.array(z.string()),
    }),
    ticket: z.strictObject({ id: z.int(), key: z.string() }),
    coverage: z.strictObject({
      covers: z.array(z.string()),
      doesNotCover: z.array(z.string()),
    }),
    completeness: z.strictObject({
      status: z.enum(["complete", "incomplete"]),
      conversations: z.strictObject({
        expected: z.int().nullable().describe("Total as LeadSquared gave it; null when it gave none."),
        received: z.int(),
      }),
      attachments: z.strictObject({ expected: z.int(), stored: z.int(), failed: z.int() }),
      problems: z.array(problem),
    }),
    conversations: z.array(conversation),
    extra,
  })
  .describe("One ticket's conversations as LeadSquared gave them, normalized by Ticketvault.");

export type TicketDocument = z.infer<typeof ticketDocumentSchema>;
export type Conversation = z.infer<typeof conversation>;
export type Attachment = z.infer<typeof attachment>;
export type StoredAttachment = z.infer<typeof storedAttachment>;
export type Problem = z.infer<typeof problem>;

/** The JSON Schema (draft 2020-12) of `ticket.json`, as published in docs/ticket.schema.json. */
export function ticketJsonSchema(): object {
  return { $id: TICKET_SCHEMA, title: "Ticketvault ticket archive", ...z.toJSONSchema(ticketDocumentSchema) };
}

/** The bytes of `ticket.json`: two-space JSON in the order of the schema, one final newline. */
export function ticketBytes(document: TicketDocument): Uint8Array {
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`);
}

/**
 * Reads a `ticket.json`.
 * @throws zod's error or SyntaxError when it is none; the caller knows which file it was
 */
export function parseTicketDocument(bytes: Uint8Array): TicketDocument {
  return ticketDocumentSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
}
