/** The load file of an export for review platforms: Concordance DAT, and a CSV of the same fields. */
import type { Attachment } from "../ticket/document.ts";
import { wordingName } from "./control-number.ts";
import { type Cell, csvHeader, csvLines } from "./csv.ts";
import { DESCRIPTION } from "./description.ts";
import { parties } from "./eml-headers.ts";
import { LOADFILE_CSV_PATH, LOADFILE_DAT_PATH } from "./paths.ts";
import { type ReviewDocument, reviewDocuments } from "./review-documents.ts";
import { LISTED, type ShownMessage, standingOf } from "./shown.ts";
import { addressesIn } from "./summary.ts";
import { type PackedFile, plainTable } from "./table.ts";
import { readableTime } from "./times.ts";
import type { Span } from "./wordings.ts";

/**
 * By the names that Relativity, Everlaw, DISCO and Nuix map by themselves: capitals without spaces, as Nuix wants them.
 * Times are in UTC. What LeadSquared does not give, who sent a message to whom, is derived from the direction.
 */
const FIELDS: Readonly<Record<string, (document: ReviewDocument) => Cell>> = {
  DOCID: ({ id }) => id,
  BEGDOC: ({ id }) => id,
  ENDDOC: ({ id }) => id,
  BEGATTACH: ({ family }) => family.at(0) ?? null,
  ENDATTACH: ({ family }) => family.at(-1) ?? null,
  PARENT_DOCID: ({ parent }) => parent,
  ATTACH_DOCIDS: ({ attachment, family }) => (attachment === undefined ? list(family.slice(1)) : null),
  ATTACH_COUNT: ({ attachment, family }) => (attachment === undefined ? family.length - 1 : 0),
  THREAD_GROUP: ({ ticket: { version } }) => `TV${version.orgId}-${version.ticketId}`,
  DOCTYPE: ({ message, attachment }) => (attachment === undefined ? messageKind(message) : "Attachment"),
  CUSTODIAN: ({ ticket }) => `LeadSquared ${ticket.version.orgId}`,
  FROM: ({ ticket, message }) => parties(ticket.version, message.direction).from.name,
  TO: ({ ticket, message }) => parties(ticket.version, message.direction).to.name,
  PARTIES: ({ message }) => (message.direction === null ? "not known" : "derived from the direction"),
  AUTHOR: ({ message }) => message.createdBy,
  AUTHOR_NAME: ({ ticket, message }) => ticket.names.of(message.createdBy),
  CUSTOMER: ({ ticket }) => ticket.document.ticket.customerId,
  CUSTOMER_NAME: ({ ticket }) => ticket.names.of(ticket.document.ticket.customerId),
  NAMES_LOOKED_UP_ON: ({ ticket }) => ticket.names.lookedUp,
  ALL_PARTICIPANTS: (document) => list(participants(document)),
  ADDRESSES_IN_TEXT: ({ words }) => list(addressesIn(words)),
  DIRECTION: ({ message }) => message.direction,
  CHANNEL: ({ message }) => message.channel,
  DATESENT: ({ message }) => readableTime(message)?.slice(0, 10) ?? null,
  TIMESENT: ({ message }) => readableTime(message)?.slice(11, 19) ?? null,
  DATETIMESENT: ({ message }) => readableTime(message)?.slice(0, 19).replace("T", " ") ?? null,
  TIMEZONE: ({ message }) => (readableTime(message) === null ? null : "UTC"),
  TICKET: ({ ticket }) => ticket.version.ticketId,
  TICKET_TITLE: ({ ticket }) => ticket.summary.title,
  TICKET_STATUS: ({ ticket }) => ticket.summary.status,
  TICKET_BEGINNING: ({ ticket }) => ticket.summary.beginning,
  TICKET_VERSION: ({ ticket }) => ticket.version.version,
  CONVERSATION_ID: ({ message }) => message.id,
  WORDING: ({ message }) => message.ordinal,
  VERSION_FIRST_SEEN: (document) => seen(document).firstSeen,
  VERSION_LAST_SEEN: (document) => seen(document).lastSeen,
  STANDING: ({ message, attachment }) => standing(message.standing, attachment),
  HIT: ({ ticket: { foundBy }, message, attachment }) =>
    foundBy === undefined || attachment !== undefined
      ? null
      : yesNo(foundBy.wordings.has(wordingName(message))),
  EDITED: ({ message }) => yesNo(message.revisions.length > 0),
  REMOVED: ({ message, attachment }) => yesNo(!(attachment ?? message).listed),
  FILENAME: ({ attachment, native }) => attachment?.fileName ?? (native && lastName(native.path)) ?? null,
  FILEEXT: ({ native }) => (native === undefined ? null : extension(native.path)),
  FILESIZE: ({ native }) => native?.size ?? null,
  MIMETYPE: ({ attachment, native }) =>
    attachment === undefined ? messageType(native) : attachment.declaredType,
  MD5HASH: ({ native }) => native?.md5 ?? null,
  SHA256HASH: ({ native }) => native?.sha256 ?? null,
  FILE_STATUS: fileStatus,
  ITEMPATH: ({ native }) => windowsPath(native?.path),
  TEXTPATH: ({ text }) => windowsPath(text?.path),
};

/** Concordance's own delimiters: þ around each field, the control character 20 between, ® for a line end in a field. */
const [QUOTE, SEPARATOR, LINE_END] = ["\u00fe", "\u0014", "\u00ae"];

/** UTF-8 with a byte order mark, by which platforms know that it is. */
export const datTable = plainTable(
  LOADFILE_DAT_PATH,
  `\ufeff${datLine(Object.keys(FIELDS))}`,
  (ticket, packed) => {
    let lines = "";
    for (const document of reviewDocuments(ticket, packed)) lines += datLine(Object.values(rowOf(document)));
    return lines;
  },
);

/** The same, for platforms and programs that read CSV. */
export const loadfileCsv = plainTable(LOADFILE_CSV_PATH, csvHeader(Object.keys(FIELDS)), (ticket, packed) =>
  csvLines([...reviewDocuments(ticket, packed)].map(rowOf)),
);

function rowOf(document: ReviewDocument): Record<string, Cell> {
  return Object.fromEntries(Object.entries(FIELDS).map(([name, field]) => [name, field(document)]));
}

function participants({ ticket, message }: ReviewDocument): string[] {
  const { from, to } = parties(ticket.version, message.direction);
  const sides = message.direction === null ? [] : [from.name, to.name];
  return [...sides, ...(message.createdBy === null ? [] : [`LeadSquared user ${message.createdBy}`])];
}

/** The versions in which a message was worded so, or LeadSquared listed an attachment; the last is null while it lasts. */
function seen({ message, attachment }: ReviewDocument): Span {
  return attachment ?? message.worded;
}

function standing(ofMessage: string, attachment: Attachment | undefined): string {
  return ofMessage === LISTED && attachment !== undefined ? standingOf(attachment) : ofMessage;
}

function messageKind({ key }: ShownMessage): string {
  return key === DESCRIPTION ? "Description" : "Message";
}

function fileStatus({ attachment, native }: ReviewDocument): string {
  if (attachment === undefined)
    return native === undefined ? "text only: this export has no e-mail files" : "stored";
  switch (attachment.status) {
    case "stored":
      return "stored";
    case "doubtful":
      return `doubtful: ${attachment.reasons.join(", ")}`;
    case "failed":
      return `not stored: ${attachment.reason}`;
  }
}

function messageType(native: PackedFile | undefined): string | null {
  return native === undefined ? null : "message/rfc822";
}

function yesNo(is: boolean): string {
  return is ? "Y" : "N";
}

function list(values: readonly string[]): string {
  return values.join("; ");
}

function lastName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function extension(path: string): string | null {
  return /\.([A-Za-z0-9]{1,10})$/.exec(path)?.[1]?.toLowerCase() ?? null;
}

function datLine(values: readonly Cell[]): string {
  return `${values.map((value) => QUOTE + plain(value) + QUOTE).join(SEPARATOR)}\r\n`;
}

/** A field without what delimits fields and lines: nothing escapes these. */
function plain(value: Cell): string {
  return String(value ?? "")
    .replaceAll(LINE_END, "(R)")
    .replace(/\r\n|[\r\n\u2028\u2029]/g, LINE_END)
    .replaceAll(QUOTE, "th")
    .replace(/\p{Cc}/gu, " ");
}

/** Review platforms run on Windows: paths from the load file's folder, with its separators. */
function windowsPath(path: string | undefined): string {
  return (path ?? "").replaceAll("/", "\\");
}
