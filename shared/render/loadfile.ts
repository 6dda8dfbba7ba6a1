/** The load files of an export for review platforms: Concordance DAT and Opticon OPT, a family for each message. */
import type { Attachment } from "../ticket/document.ts";
import { DAT_PATH, emlPath, OPT_PATH, slipSheetPath, textPath } from "./paths.ts";
import { type ShownMessage, standingOf } from "./shown.ts";
import type { Packed, Table } from "./table.ts";
import { storedPath } from "./tables.ts";
import type { ExportTicket } from "./ticket.ts";
import { readableTime } from "./times.ts";

/** One document of a review: a message, or an attachment of it. */
interface ReviewDocument {
  readonly id: string;
  readonly parent: string;
  readonly kind: "Message" | "Attachment";
  readonly conversation: ShownMessage;
  readonly standing: string;
  readonly attachments: number;
  readonly fileName: string;
  readonly fileType: string;
  /**
   * Path in the export; "" for an attachment that could not be stored or be named here, and where e-mail files were not
   * asked for.
   */
  readonly native: string;
  readonly size: number | null;
  readonly sha256: string;
  readonly text: string;
  readonly status: string;
}

interface Family {
  readonly ticket: ExportTicket;
  readonly first: string;
  readonly last: string;
}

type Field = (document: ReviewDocument, family: Family) => string | number | null;

const FIELDS: Readonly<Record<string, Field>> = {
  BegDoc: ({ id }) => id,
  EndDoc: ({ id }) => id,
  BegAttach: (_, { first }) => first,
  EndAttach: (_, { last }) => last,
  ParentId: ({ parent }) => parent,
  AttachCount: ({ attachments }) => attachments,
  DocType: ({ kind }) => kind,
  Custodian: (_, { ticket }) => `LeadSquared ${ticket.version.orgId}`,
  Ticket: (_, { ticket }) => ticket.version.ticketId,
  TicketVersion: (_, { ticket }) => ticket.version.version,
  ConversationId: ({ conversation }) => conversation.id,
  Direction: ({ conversation }) => conversation.direction,
  Channel: ({ conversation }) => conversation.channel,
  DateSent: ({ conversation }) => readableTime(conversation)?.slice(0, 10) ?? null,
  TimeSent: ({ conversation }) => readableTime(conversation)?.slice(11, 19) ?? null,
  TimeZone: ({ conversation }) => (readableTime(conversation) === null ? null : "UTC"),
  Author: ({ conversation }) => conversation.createdBy,
  TicketBeginning: (_, { ticket }) => ticket.summary.beginning,
  FileName: ({ fileName }) => fileName,
  FileType: ({ fileType }) => fileType,
  FileSize: ({ size }) => size,
  Sha256: ({ sha256 }) => sha256,
  Status: ({ status }) => status,
  Standing: ({ standing }) => standing,
  NativePath: ({ native }) => windowsPath(native),
  TextPath: ({ text }) => windowsPath(text),
};

/** Concordance's own delimiters: þ around each field, the control character 20 between, ® for a line end in a field. */
const [QUOTE, SEPARATOR, LINE_END] = ["\u00fe", "\u0014", "\u00ae"];

/** UTF-8 with a byte order mark, by which platforms know that it is. */
export const datFile: Table = {
  path: DAT_PATH,
  header: `\ufeff${datLine(Object.keys(FIELDS))}`,
  lines: (ticket, packed) =>
    familiesOf(ticket, packed)
      .map(([family, document]) => datLine(Object.values(FIELDS).map((field) => field(document, family))))
      .join(""),
};

/** One line for each document that has a native file, each beginning a document: id, volume, path, Y, -, -, pages. */
export const optFile: Table = {
  path: OPT_PATH,
  header: "",
  lines: (ticket, packed) =>
    familiesOf(ticket, packed)
      .filter(([, { native }]) => native !== "")
      .map(([, { id, native }]) => `${id},EXPORT,${windowsPath(native)},Y,,,1\r\n`)
      .join(""),
};

/**
 * Whether a load file can name the file: `þ` delimits its fields and nothing escapes it. Names are archived without
 * it; those that the first archives hold with it are named by a sheet (`textFiles`).
 */
export function canName(path: string): boolean {
  return plain(path) === path;
}

/** Every document with its family, each message before its attachments. */
function familiesOf(ticket: ExportTicket, packed: Packed): [Family, ReviewDocument][] {
  return ticket.shown.flatMap((conversation, index) => {
    const documents = [
      messageDocument(ticket, conversation, index, packed),
      ...conversation.attachments.map((attachment, position) =>
        attachmentDocument(ticket, conversation, index, attachment, position),
      ),
    ];
    const family = { ticket, first: documents[0]?.id ?? "", last: documents.at(-1)?.id ?? "" };
    return documents.map((document): [Family, ReviewDocument] => [family, document]);
  });
}

function messageDocument(
  ticket: ExportTicket,
  conversation: ShownMessage,
  index: number,
  packed: Packed,
): ReviewDocument {
  const { ticketId } = ticket.version;
  const path = emlPath(ticketId, index, conversation);
  const file = packed(path);
  return {
    ...{ id: documentId(ticket, index, 0), parent: "", kind: "Message", conversation },
    standing: conversation.standing,
    native: file === undefined ? "" : path,
    size: file?.size ?? null,
    sha256: file?.sha256 ?? "",
    attachments: conversation.attachments.length,
    fileName: file === undefined ? "" : path.slice(path.lastIndexOf("/") + 1),
    fileType: file === undefined ? "" : "message/rfc822",
    text: textPath(ticketId, index, conversation),
    status: file === undefined ? "text only: this export has no e-mail files" : "stored",
  };
}

function attachmentDocument(
  ticket: ExportTicket,
  conversation: ShownMessage,
  index: number,
  attachment: Attachment,
  position: number,
): ReviewDocument {
  const id = documentId(ticket, index, position + 1);
  const common = {
    ...{
      id,
      parent: documentId(ticket, index, 0),
      kind: "Attachment" as const,
      conversation,
      attachments: 0,
    },
    standing: standingOf(attachment),
    fileName: attachment.fileName ?? "",
    fileType: attachment.declaredType ?? "",
  };
  const text = slipSheetPath(ticket.version.ticketId, index, conversation, position);
  if (attachment.status !== "failed") {
    const { size, sha256, status } = attachment;
    const native = storedPath(ticket, attachment);
    return canName(native)
      ? { ...common, native, size, sha256, text: "", status }
      : { ...common, native: "", size, sha256, text, status: `${status}: TextPath says where` };
  }
  return { ...common, native: "", size: null, sha256: "", text, status: `not stored: ${attachment.reason}` };
}

/** `TV22824-0000000143-0002-001`: sorts by ticket, message and attachment, and is the same in every export of a version. */
function documentId({ version }: ExportTicket, index: number, attachment: number): string {
  const digits = (n: number, length: number): string => String(n).padStart(length, "0");
  return `TV${version.orgId}-${digits(version.ticketId, 10)}-${digits(index + 1, 4)}-${digits(attachment, 3)}`;
}

function datLine(values: readonly (string | number | null)[]): string {
  return `${values.map((value) => QUOTE + plain(value) + QUOTE).join(SEPARATOR)}\r\n`;
}

/** A field without what delimits fields and lines. */
function plain(value: string | number | null): string {
  return String(value ?? "")
    .replaceAll(LINE_END, "(R)")
    .replace(/\r\n|[\r\n\u2028\u2029]/g, LINE_END)
    .replaceAll(QUOTE, "th")
    .replace(/\p{Cc}/gu, " ");
}

/** Review platforms run on Windows: paths from the export's folder, with its separators. */
function windowsPath(path: string): string {
  return path.replaceAll("/", "\\");
}
