/** The tables of an export for spreadsheets: messages and attachments as CSV (RFC 4180, UTF-8 with a byte order mark). */
import { type Options, stringify } from "csv-stringify/sync";
import type { Attachment, KeptAttachment } from "../ticket/document.ts";
import {
  ATTACHMENTS_CSV_PATH,
  emlPath,
  MESSAGES_CSV_PATH,
  objectPath,
  textPath,
  transcriptPath,
} from "./paths.ts";
import { type ShownMessage, standingOf } from "./shown.ts";
import type { Packed, Table } from "./table.ts";
import type { ExportTicket } from "./ticket.ts";

type Cell = string | number | null;
type Row = Readonly<Record<string, Cell>>;
type Columns<Entry> = Readonly<Record<string, (entry: Entry, packed: Packed) => Cell>>;

interface MessageEntry {
  readonly ticket: ExportTicket;
  readonly conversation: ShownMessage;
  /** Place in the ticket, from 0. */
  readonly index: number;
}

interface AttachmentEntry extends MessageEntry {
  readonly attachment: Attachment;
  /** Place in the message, from 1. */
  readonly position: number;
}

/** Excel takes no more in one cell; the whole text stands in its own file. Characters. */
const LONGEST_CELL = 32_000;

/** Columns of times of our own writing, which programs shall read as such. */
const TIMES = new Set(["CreatedUtc"]);

const CSV: Options = {
  record_delimiter: "windows",
  // The library quotes cells that hold CRLF: to readers either sign alone ends a row too.
  quoted_match: /[\r\n]/,
  // A spreadsheet would run what begins like a formula: a quote in front makes it text (OWASP, CSV injection).
  escape_formulas: true,
};

const MESSAGE_COLUMNS: Columns<MessageEntry> = {
  Ticket: ({ ticket }) => ticket.version.ticketId,
  Version: ({ ticket }) => ticket.version.version,
  Message: ({ index }) => index + 1,
  ConversationId: ({ conversation }) => conversation.id,
  Standing: ({ conversation }) => conversation.standing,
  Direction: ({ conversation }) => conversation.direction,
  Channel: ({ conversation }) => conversation.channel,
  Type: ({ conversation }) => conversation.type,
  CreatedUtc: ({ conversation }) => conversation.createdAt,
  CreatedAsReceived: ({ conversation }) => conversation.createdAtRaw,
  CreatedBy: ({ conversation }) => conversation.createdBy,
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
  Eml: ({ ticket, conversation, index }, packed) =>
    pathOf(emlPath(ticket.version.ticketId, index, conversation), packed),
  TextFile: ({ ticket, conversation, index }, packed) =>
    pathOf(textPath(ticket.version.ticketId, index, conversation), packed),
  InventorySha256: ({ ticket }) => ticket.version.inventorySha256,
};

const ATTACHMENT_COLUMNS: Columns<AttachmentEntry> = {
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
  Path: ({ ticket, attachment }) => (attachment.status === "failed" ? null : storedPath(ticket, attachment)),
};

export const messagesCsv: Table = {
  path: MESSAGES_CSV_PATH,
  header: headerOf(MESSAGE_COLUMNS),
  lines: (ticket, packed) => csv(rowsOf(MESSAGE_COLUMNS, messagesOf(ticket), packed)),
};

export const attachmentsCsv: Table = {
  path: ATTACHMENTS_CSV_PATH,
  header: headerOf(ATTACHMENT_COLUMNS),
  lines: (ticket, packed) =>
    csv(rowsOf(ATTACHMENT_COLUMNS, messagesOf(ticket).flatMap(attachmentsOf), packed)),
};

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
  return message.conversation.attachments.map((attachment, index) => ({
    ...message,
    attachment,
    position: index + 1,
  }));
}

function rowsOf<Entry>(columns: Columns<Entry>, entries: readonly Entry[], packed: Packed): Row[] {
  return entries.map((entry) =>
    Object.fromEntries(
      Object.entries(columns).map(([column, read]) => {
        const cell = read(entry, packed);
        return [column, TIMES.has(column) ? cell : bounded(cell)];
      }),
    ),
  );
}

/** A path that this export has; null where the form was not asked for. */
function pathOf(path: string, packed: Packed): string | null {
  return packed(path) === undefined ? null : path;
}

function headerOf(columns: Columns<never>): string {
  return `\ufeff${csv([Object.fromEntries(Object.keys(columns).map((column) => [column, column]))])}`;
}

function csv(rows: readonly Row[]): string {
  return stringify([...rows], CSV);
}

/**
 * Text that fits a cell, and that programs take for text: behind a quote what begins like a formula after blanks, which
 * the library does not see, and what they would turn into another number or a date.
 */
function bounded(cell: Cell): Cell {
  if (typeof cell !== "string") return cell;
  const text = cell.length > LONGEST_CELL ? `${cell.slice(0, LONGEST_CELL)}…` : cell;
  return FORMULA.test(text) || (LIKE_NUMBER.test(text) && !WHOLE.test(text)) ? `'${text}` : text;
}

const FORMULA = /^\s+[=+@\uff1d\uff0b\uff0d\uff20-]/;
/** Numbers and dates of any kind, as `2024-08-28T12:00:36`, `1,250.00`, `1e5` and `00143`. */
const LIKE_NUMBER = /^(?=.{0,40}$)\d[\d.,:/ TtZzEe+-]*$/;
/** Spreadsheets keep 15 digits. */
const WHOLE = /^(?:0|[1-9]\d{0,14})$/;
