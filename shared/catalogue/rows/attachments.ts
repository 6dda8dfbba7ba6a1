/** The table of attachments: a row for each that LeadSquared ever listed. */
import { controlNumber } from "../../render/control-number.ts";
import type { ShownMessage } from "../../render/shown.ts";
import type { Attachment } from "../../ticket/document.ts";
import { numberOf } from "../../ticket/wording.ts";
import { column, optional, type RowOf, rowOf } from "../columns.ts";
import type { CatalogueTicket } from "./read-ticket.ts";

interface Entry {
  readonly ticket: CatalogueTicket;
  /** The last wording that it was listed with. */
  readonly wording: ShownMessage;
  readonly attachment: Attachment;
  /** In its message, from 1. */
  readonly number: number;
}

export const ATTACHMENTS = {
  org: column("bigint", "LeadSquared account number.", ({ ticket }: Entry) => ticket.version.orgId),
  ticket: column("bigint", "The ticket's number.", ({ ticket }: Entry) => ticket.version.ticketId),
  head: column(
    "bigint",
    "Number of the ticket's head version, which all of this is from.",
    ({ ticket }: Entry) => numberOf(ticket.version.version),
  ),
  message: column(
    "string",
    "The message's, as in the table of messages.",
    ({ wording }: Entry) => wording.key,
  ),
  attachment: column("bigint", "Its number in the message, from 1.", ({ number }: Entry) => number),
  wording: column(
    "bigint",
    "Number of the last wording that it was listed with.",
    ({ wording }: Entry) => wording.ordinal,
  ),
  control_number: column("string", "As in exports.", ({ ticket, wording, number }: Entry) =>
    controlNumber(ticket.version, wording, number),
  ),
  file_name: optional("string", "As received.", ({ attachment }: Entry) => attachment.fileName),
  media_type: optional("string", "As received.", ({ attachment }: Entry) => attachment.declaredType),
  declared_size: optional("bigint", "FileSize in bytes, as received.", ({ attachment }: Entry) => {
    const { declaredSize } = attachment;
    return Number.isSafeInteger(declaredSize) ? declaredSize : null;
  }),
  state: column("string", "`stored`, `doubtful` or `failed`.", ({ attachment }: Entry) => attachment.status),
  size: optional("bigint", "Bytes that are kept.", ({ attachment }: Entry) =>
    attachment.status === "failed" ? null : attachment.size,
  ),
  sha256: optional("string", "SHA-256 of them.", ({ attachment }: Entry) =>
    attachment.status === "failed" ? null : attachment.sha256,
  ),
  reasons: column("array<string>", "Why it is doubtful, or failed.", ({ attachment }: Entry) => {
    if (attachment.status === "stored") return [];
    return attachment.status === "failed" ? [attachment.reason] : attachment.reasons;
  }),
  flags: column(
    "array<string>",
    "What was odd about a transfer that was otherwise sound.",
    ({ attachment }: Entry) => (attachment.status === "failed" ? [] : attachment.flags),
  ),
  path: column("string", "Logical path in the OCFL object.", ({ attachment }: Entry) => attachment.path),
  first_seen: column("bigint", "Number of the first version that has it.", ({ attachment }: Entry) =>
    numberOf(attachment.firstSeen),
  ),
  last_seen: optional(
    "bigint",
    "Number of the last version before it ceased to be listed.",
    (entry: Entry) => (entry.attachment.lastSeen === null ? null : numberOf(entry.attachment.lastSeen)),
  ),
  removed: column(
    "boolean",
    "Whether LeadSquared does not list it any more.",
    ({ attachment }: Entry) => !attachment.listed,
  ),
};

export type AttachmentRow = RowOf<typeof ATTACHMENTS>;

/** In the order of their messages. */
export function attachmentRows(ticket: CatalogueTicket): AttachmentRow[] {
  const wordings = ticket.messages.map(({ shown }) => shown);
  const current = ticket.messages.filter(({ isCurrent }) => isCurrent);
  return current.flatMap(({ shown: message }) => {
    const own = wordings.filter(({ key }) => key === message.key);
    return message.attachments.map((attachment, index) => {
      const number = index + 1;
      const wording = own.findLast(({ family }) => family.some((each) => each.number === number)) ?? message;
      return rowOf(ATTACHMENTS, { ticket, wording, attachment, number });
    });
  });
}
