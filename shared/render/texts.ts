/** The text files of a ticket: each message's text, and a sheet in place of each attachment that is not at hand. */
import type { Attachment, Conversation, KeptAttachment } from "../ticket/document.ts";
import { canName } from "./loadfile.ts";
import { slipSheetPath, textPath } from "./paths.ts";
import { LISTED } from "./shown.ts";
import { storedPath } from "./tables.ts";
import type { ExportTicket } from "./ticket.ts";

export interface TextFile {
  /** Path in the export. */
  readonly path: string;
  /** UTF-8. */
  readonly bytes: Uint8Array;
}

/**
 * One after the other, in the order of the messages. A sheet stands for an attachment that could not be stored, and for
 * one whose path no load file can name. What LeadSquared does not list, or not any more in this wording, says so first.
 */
export function* textFiles(ticket: ExportTicket): Generator<TextFile> {
  const { version, shown } = ticket;
  const { ticketId } = version;
  for (const [index, conversation] of shown.entries()) {
    const { standing } = conversation;
    const mark = standing === LISTED ? "" : `[${standing}]\n\n`;
    yield textFile(textPath(ticketId, index, conversation), mark + (ticket.messages[index]?.text ?? ""));
    for (const [position, attachment] of conversation.attachments.entries()) {
      const path = slipSheetPath(ticketId, index, conversation, position);
      if (attachment.status === "failed") {
        yield textFile(path, slipSheet(ticketId, conversation, attachment));
      } else if (!canName(storedPath(ticket, attachment))) {
        yield textFile(path, wayToFile(ticket, conversation, attachment));
      }
    }
  }
}

function textFile(path: string, text: string): TextFile {
  return { path, bytes: Buffer.from(text === "" || text.endsWith("\n") ? text : `${text}\n`) };
}

function slipSheet(
  ticketId: number,
  { id }: Conversation,
  { fileName, declaredSize, declaredType, reason }: Attachment & { readonly status: "failed" },
): string {
  return [
    "This attachment could not be stored when the ticket was archived.",
    "",
    `Ticket: ${ticketId}`,
    `Conversation: ${id ?? "without an id"}`,
    `File name: ${fileName ?? "(none given)"}`,
    `Size by its description: ${declaredSize === null ? "not given" : `${declaredSize} bytes`}`,
    `Type by its description: ${declaredType ?? "not given"}`,
    `Reason: ${reason}`,
  ].join("\n");
}

function wayToFile(ticket: ExportTicket, { id }: Conversation, attachment: KeptAttachment): string {
  return [
    "This attachment is in the export. A load file cannot name it: its path has a character that delimits fields there.",
    "",
    `Ticket: ${ticket.version.ticketId}`,
    `Conversation: ${id ?? "without an id"}`,
    `File name: ${attachment.fileName ?? "(none given)"}`,
    `Path: ${storedPath(ticket, attachment)}`,
    `Size: ${attachment.size} bytes`,
    `SHA-256: ${attachment.sha256}`,
  ].join("\n");
}
