/** What stands under `ticket` in `ticket.json`: its number, and what the details call tells of it as a whole. */
import * as z from "zod";
import { extra, version } from "./schema-parts.ts";

const wording = {
  title: z.string().nullable().describe("Title; null when it is not known."),
  description: z
    .string()
    .nullable()
    .describe(
      "Description as received: hostile until sanitized. The ticket's first message may stand here and nowhere else.",
    ),
};

const details = {
  ...wording,
  status: z.string().nullable().describe("Status as received; the values are the account's own."),
  priority: z.string().nullable().describe("Priority as received."),
  channel: z.string().nullable().describe("Channel as received."),
  customerId: z.string().nullable().describe("LeadId: LeadSquared's id of the customer."),
  tags: z.array(z.string()).describe("Tags; a text is split at its commas."),
  dueAt: z.iso.datetime({ precision: 3 }).nullable().describe("UTC; null when the raw text is no time."),
  dueAtRaw: z.string().nullable().describe("DueDate exactly as received."),
  customFields: z
    .record(z.string(), z.unknown())
    .describe("Values by the SchemaName of each field that begins with CustomData., in order of the names."),
  extra,
};

const revision = z
  .strictObject({ firstSeen: version, lastSeen: version, ...wording })
  .describe("An earlier title and description, with the first and the last version that have them.");

export const ticketFields = z
  .strictObject({
    id: z.int(),
    key: z.string(),
    detailsSince: version
      .nullable()
      .describe("The first version that has these details; null when LeadSquared never gave any."),
    ...details,
    wordingSince: version.nullable().describe("The first version that has this title and this description."),
    revisions: z.array(revision).describe("Earlier titles and descriptions, oldest first."),
  })
  .describe("The ticket as a whole, by the newest `details.json`.");

export type TicketFields = z.infer<typeof ticketFields>;

/** What one answer of the details call says. */
export type TicketDetails = Pick<TicketFields, keyof typeof details>;
