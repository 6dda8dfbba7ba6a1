/** Where everything stands inside an export: paths in the bag's payload, safe in folders and zips on any system. */
import type { Conversation } from "../ticket/document.ts";
import { safeIdFolder } from "../ticket/file-name.ts";

export const INDEX_PATH = "index.html";
export const MESSAGES_CSV_PATH = "tables/messages.csv";
export const ATTACHMENTS_CSV_PATH = "tables/attachments.csv";
/** The Concordance load file, and the Opticon one beside it. */
export const DAT_PATH = "loadfile/export.dat";
export const OPT_PATH = "loadfile/export.opt";

/** A file of the ticket's OCFL object, by its path in the object: `tickets/143/v1/content/ticket.json`. */
export function objectPath(ticketId: number, pathInObject: string): string {
  return `tickets/${ticketId}/${pathInObject}`;
}

/** `transcripts/143.html`. */
export function transcriptPath(ticketId: number): string {
  return `transcripts/${ticketId}.html`;
}

/** `eml/143/0002-135.eml`; `index` is the conversation's place in the document, from 0. */
export function emlPath(ticketId: number, index: number, conversation: Conversation): string {
  return `eml/${ticketId}/${messageName(index, conversation)}.eml`;
}

/** The message's text: `text/143/0002-135.txt`. */
export function textPath(ticketId: number, index: number, conversation: Conversation): string {
  return `text/${ticketId}/${messageName(index, conversation)}.txt`;
}

/** The sheet that stands in for an attachment that could not be stored, by its index from 0: `text/143/0002-135-001.txt`. */
export function slipSheetPath(
  ticketId: number,
  index: number,
  conversation: Conversation,
  attachment: number,
): string {
  return `text/${ticketId}/${messageName(index, conversation)}-${padded(attachment + 1, 3)}.txt`;
}

/** `0002-135`: the place in the ticket keeps apart what carries one id twice. */
export function messageName(index: number, { id }: Conversation): string {
  return `${padded(index + 1, 4)}-${safeIdFolder(id)}`;
}

function padded(n: number, digits: number): string {
  return String(n).padStart(digits, "0");
}
