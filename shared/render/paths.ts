/** Where everything stands inside an export: beside its parts, and in a bag's payload; safe on any system. */
import { type Placed, padded, wordingName } from "./control-number.ts";

/** Beside the parts. */
export const INDEX_PATH = "index.html";
export const MESSAGES_CSV_PATH = "messages.csv";
export const ATTACHMENTS_CSV_PATH = "attachments.csv";
/** The newest document of each ticket, one a line. */
export const TICKETS_NDJSON_PATH = "tickets.ndjson";
/** The Concordance load file, and the same in CSV. Nuix wants them at the top. */
export const LOADFILE_DAT_PATH = "loadfile.dat";
export const LOADFILE_CSV_PATH = "loadfile.csv";

/** A file of the ticket's OCFL object, by its path in the object: `tickets/143/v1/content/ticket.json`. */
export function objectPath(ticketId: number, pathInObject: string): string {
  return `tickets/${ticketId}/${pathInObject}`;
}

/** `transcripts/143.html`. */
export function transcriptPath(ticketId: number): string {
  return `transcripts/${ticketId}.html`;
}

/** `eml/143/135-01.eml`, of the first wording of conversation 135: the same in every export. */
export function emlPath(ticketId: number, message: Placed): string {
  return `eml/${ticketId}/${wordingName(message)}.eml`;
}

/** All e-mails of a ticket in one file: `mbox/143.mbox`. */
export function mboxPath(ticketId: number): string {
  return `mbox/${ticketId}.mbox`;
}

/** The message's text: `text/143/135-01.txt`. */
export function textPath(ticketId: number, message: Placed): string {
  return `text/${ticketId}/${wordingName(message)}.txt`;
}

/**
 * The text of an attachment, or of the sheet that stands in for one, by its number in the conversation:
 * `text/143/135-01-001.txt`.
 */
export function attachmentTextPath(ticketId: number, message: Placed, attachment: number): string {
  return `text/${ticketId}/${wordingName(message)}-${padded(attachment, 3)}.txt`;
}
