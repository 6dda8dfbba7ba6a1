/** What packing a part answers: digests and counts, no text of the customer's. */
import * as z from "zod";
import { IntegrityError } from "../errors.ts";
import { jsonBytes, jsonOf } from "../json.ts";
import { historyText } from "../ticket/ever-seen.ts";
import { isRolledBack, sentSchema, sentSpan, type TicketProvenance } from "./provenance.ts";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const partReceiptSchema = z.strictObject({
  number: z.int().positive(),
  file: z.string().describe("Name of the zip, beside this file."),
  size: z.int().positive().describe("Bytes of the zip."),
  sha256,
  rows: z
    .strictObject({ file: z.string(), size: z.int().min(0), sha256 })
    .describe("The file beside the zip with what its tickets add to the tables of the export."),
  tickets: z.int().positive(),
  conversations: z.int().min(0),
  attachments: z.int().min(0).describe("Attachments stored in the versions shown."),
  sent: sentSchema.describe("When the first and the last of the messages were sent, by LeadSquared."),
  missing: z.int().min(0).describe("What LeadSquared said is there and the archive does not hold."),
  incompleteTickets: z.array(z.int().positive()),
  acceptedTickets: z
    .array(z.int().positive())
    .describe("Tickets of which something is missing, all of which somebody accepted."),
  changedTickets: z
    .array(z.int().positive())
    .describe("Tickets of which LeadSquared edited or removed something; all of it is kept."),
  rolledBackTickets: z
    .array(z.int().positive())
    .describe("Tickets of which the ledger seals later versions than the archive showed."),
  unsealedVersions: z.int().min(0).describe("Versions that no ledger entry covers."),
  payload: z.strictObject({ files: z.int().positive(), bytes: z.int().positive() }),
});

export type PartReceipt = z.infer<typeof partReceiptSchema>;

export function partReceiptBytes(receipt: PartReceipt): Uint8Array {
  return jsonBytes(receipt);
}

/** @throws IntegrityError `receipt-unreadable` */
export function parsePartReceipt(bytes: Uint8Array, where: string): PartReceipt {
  try {
    return jsonOf(partReceiptSchema, bytes);
  } catch (cause) {
    const message = `${where} is no receipt that Ticketvault wrote. Remove it and run again.`;
    throw new IntegrityError("receipt-unreadable", message, { cause });
  }
}

/** The line that `sha256sum -c` takes, in the folder of the zip. */
export function sidecarLine({ sha256, file }: Pick<PartReceipt, "sha256" | "file">): Uint8Array {
  return Buffer.from(`${sha256}  ${file}\n`);
}

/** What a receipt says of the tickets in its part. */
export function countsOf(
  tickets: readonly TicketProvenance[],
): Omit<PartReceipt, "number" | "file" | "size" | "sha256" | "rows" | "payload"> {
  const total = (of: (ticket: TicketProvenance) => number): number =>
    tickets.reduce((sum, ticket) => sum + of(ticket), 0);
  const numbersOf = (status: TicketProvenance["completeness"]): number[] =>
    tickets.flatMap(({ ticketId, completeness }) => (completeness === status ? ticketId : []));
  return {
    tickets: tickets.length,
    conversations: total(({ conversations }) => conversations),
    attachments: total(({ attachments }) => attachments.stored),
    sent: sentSpan(tickets.flatMap(({ sent }) => (sent === null ? [] : [sent.from, sent.to]))),
    missing: total(({ missing }) => missing.length),
    incompleteTickets: numbersOf("incomplete"),
    acceptedTickets: numbersOf("accepted"),
    changedTickets: tickets.flatMap(({ ticketId, changedAtSource }) =>
      historyText(changedAtSource) === "" ? [] : ticketId,
    ),
    rolledBackTickets: tickets.flatMap((ticket) => (isRolledBack(ticket) ? ticket.ticketId : [])),
    unsealedVersions: total(({ sealed }) => sealed.filter(({ entry }) => entry === null).length),
  };
}
