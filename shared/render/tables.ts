/** The tables of an export for spreadsheets: messages and attachments. */
import type { Attachment, KeptAttachment } from "../ticket/document.ts";
import { controlNumber, wordingName } from "./control-number.ts";
import { type Cell, csvHeader, csvLines, LONGEST_CELL, type Row } from "./csv.ts";
import {
  ATTACHMENTS_CSV_PATH,
  emlPath,
  MESSAGES_CSV_PATH,
  objectPath,
  textPath,
  transcriptPath,
} from "./paths.ts";
import { type ShownMessage, standingOf } from "./shown.ts";
import { type Packed, plainTable } from "./table.ts";
import type { ExportTicket } from "./ticket.ts";

type Columns<Entry> = Readonly<Record<string, (entry: Entry, packed: Packed) => Cell>>;

interface MessageEntry {
  readonly ticket: ExportTicket;
  readonly conversation: ShownMessage;
  /** Place in the ticket, from 0. */
  readonly index: number;
}

interface AttachmentEntry extends MessageEntry {
  readonly attachment: Attachment;
  /** The last wording that it was listed with: the one whose family it is in. */
  readonly wording: ShownMessage;
  /** Place in the message, from 1. */
  readonly position: number;
}

const MESSAGE_COLUMNS: Columns<MessageEntry> = {
  ControlNumber: ({ ticket, conversation }) => controlNumber(ticket.version, conversation),
  Ticket: ({ ticket }) => ticket.version.ticketId,
  Version: ({ ticket }) => ticket.version.version,
  Message: ({ index }) => index + 1,
  ConversationId: ({ conversation }) => conversation.id,
  Standing: ({ conversation }) => conversation.standing,
  FoundByQuestion: ({ ticket, conversation }) => {
    if (ticket.foundBy === undefined) return null;
    return ticket.foundBy.wordings.has(wordingName(conversation)) ? "yes" : "no";
  },
  Direction: ({ conversation }) => conversation.direction,
  Channel: ({ conversation }) => conversation.channel,
  Type: ({ conversation }) => conversation.type,
  CreatedUtc: ({ conversation }) => conversation.createdAt,
  CreatedAsReceived: ({ conversation }) => conversation.createdAtRaw,
  CreatedBy: ({ conversation }) => conversation.createdBy,
  CreatedByName: ({ ticket, conversation }) => ticket.names.of(conversation.createdBy),
  Customer: ({ ticket }) => ticket.document.ticket.customerId,
  CustomerName: ({ ticket }) => ticket.names.of(ticket.document.ticket.customerId),
  NamesLookedUpOn: ({ ticket }) => ticket.names.lookedUp,
  TicketTitle: ({ ticket }) => ticket.summary.title,
  TicketStatus: ({ ticket }) => ticket.summary.status,
  TicketBeginning: ({ ticket }) => ticket.summary.beginning,
  Text: ({ ticket, index }) => ticket.messages[index]?.text ?? "",
  TextCharacters: ({ ticket, index }) => ticket.messages[index]?.text.length ?? 0,
  TextIsCut: ({ ticket, index }) =>
    (ticket.messages[index]?.text.length ?? 0) > LONGEST_CELL ? "yes" : "no",
  Attachments: ({ conversation }) => conversation.attachments.length,
  AttachmentsNotStored: ({ conversation }) =>
    conversation.attachments.filter(({ status }) => status !== "stored").length,
  TicketCompleteness: ({ ticket }) => ticket.document.completeness.status,
  Transcript: ({ ticket }, packed) => pathOf(transcriptPath(ticket.version.ticketId), packed),
  Eml: ({ ticket, conversation }, packed) => pathOf(emlPath(ticket.version.ticketId, conversation), packed),
  TextFile: ({ ticket, conversation }, packed) =>
    pathOf(textPath(ticket.version.ticketId, conversation), packed),
  InventorySha256: ({ ticket }) => ticket.version.inventorySha256,
};

const ATTACHMENT_COLUMNS: Columns<AttachmentEntry> = {
  ControlNumber: ({ ticket, wording, position }) => controlNumber(ticket.version, wording, position),
  Ticket: ({ ticket }) => ticket.version.ticketId,
  Version: ({ ticket }) => ticket.version.version,
  Message: ({ index }) => index + 1,
  ConversationId: ({ conversation }) => conversation.id,
  Attachment: ({ position }) => position,
  Status: ({ attachment }) => attachment.status,
  Reason: ({ attachment }) => reasonOf(attachment),
  Standing: ({ attachment }) => standingOf(attachment),
  FileName: ({ attachment }) => attachment.fileName,
  Type: ({ attachment }) => attachment.declaredType,
  Size: ({ attachment }) => (attachment.status === "failed" ? null : attachment.size),
  DeclaredSize: ({ attachment }) => attachment.declaredSize,
  Sha256: ({ attachment }) => (attachment.status === "failed" ? null : attachment.sha256),
  Flags: ({ attachment }) => (attachment.status === "failed" ? null : attachment.flags.join(" ")),
  ContentId: ({ attachment }) => attachment.contentId,
  Path: ({ ticket, attachment }, packed) =>
    attachment.status === "failed" ? null : pathOf(storedPath(ticket, attachment), packed),
};

export const messagesCsv = plainTable(
  MESSAGES_CSV_PATH,
  csvHeader(Object.keys(MESSAGE_COLUMNS)),
  (ticket, packed) => csvLines(rowsOf(MESSAGE_COLUMNS, messagesOf(ticket), packed)),
);

export const attachmentsCsv = plainTable(
  ATTACHMENTS_CSV_PATH,
  csvHeader(Object.keys(ATTACHMENT_COLUMNS)),
  (ticket, packed) => csvLines(rowsOf(ATTACHMENT_COLUMNS, messagesOf(ticket).flatMap(attachmentsOf), packed)),
);

/** Where an attachment stands in the export. */
export function storedPath({ version, contentPath }: ExportTicket, { path }: KeptAttachment): string {
  return objectPath(version.ticketId, contentPath(path));
}

/** Why an attachment is not stored, or is doubtful. */
function reasonOf(attachment: Attachment): string | null {
  if (attachment.status === "stored") return null;
  return attachment.status === "failed" ? attachment.reason : attachment.reasons.join(" ");
}

function messagesOf(ticket: ExportTicket): MessageEntry[] {
  return ticket.shown.map((conversation, index) => ({ ticket, conversation, index }));
}

function attachmentsOf(message: MessageEntry): AttachmentEntry[] {
  const { ticket, conversation, index } = message;
  const earlier = ticket.shown.slice(index - conversation.revisions.length, index);
  return conversation.attachments.map((attachment, position) => ({
    ...message,
    attachment,
    wording:
      [...earlier, conversation].findLast(({ family }) =>
        family.some(({ number }) => number === position + 1),
      ) ?? conversation,
    position: position + 1,
  }));
}

function rowsOf<Entry>(columns: Columns<Entry>, entries: readonly Entry[], packed: Packed): Row[] {
  return entries.map((entry) =>
    Object.fromEntries(Object.entries(columns).map(([column, read]) => [column, read(entry, packed)])),
  );
}

/** A path that this export has; null where the form was not asked for. */
function pathOf(path: string, packed: Packed): string | null {
  return packed(path)?.path ?? null;
}
