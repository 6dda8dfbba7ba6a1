/** A question by which tickets were asked for, as records have it: what was asked, of what, and what that could not tell. */
import * as z from "zod";

export const askedQuestionSchema = z.strictObject({
  text: z.string().min(1).max(20_000).describe("The question, as `ticketvault search` takes it."),
  zone: z.string().describe("IANA time zone that its dates are in."),
});

const count = z.int().min(0);

/** What the index of words held when it was asked. It holds the newest version of each ticket, with all before it. */
export const askedOfSchema = z.strictObject({
  ledgerHead: z
    .strictObject({ sequence: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
    .nullable()
    .describe("The ledger's last entry before the index was brought level; null where there is no ledger."),
  newestArchived: z.iso
    .datetime({ precision: 3 })
    .nullable()
    .describe("When the newest of the versions in the index was archived."),
  tickets: count.describe("Tickets in the index."),
  messages: count.describe("Wordings of messages, of descriptions and of titles in it."),
  namesLookedUp: z.iso
    .date()
    .nullable()
    .describe("The day of the names that `from:`, `to:` and `customer:` went by."),
  notSearched: z.strictObject({
    incompleteTickets: count.describe("Tickets of which something is missing."),
    attachments: count.describe("Attachments: their names were searched, and their content was not."),
    ticketsWithAttachments: count,
    unreadable: z.string().describe("Tickets whose archives cannot be read, as `1-142, 144`."),
  }),
});

export type AskedQuestion = z.infer<typeof askedQuestionSchema>;
export type AskedOf = z.infer<typeof askedOfSchema>;

/** What a question found in a ticket. */
export const foundSchema = z.strictObject({
  version: z.string().describe("The version in which it was found."),
  wordings: z
    .array(z.string())
    .describe(
      "Names of the wordings, as files have them: `135-01`, `description-01`; `title-01` for a title.",
    ),
});

export type FoundInTicket = z.infer<typeof foundSchema>;
