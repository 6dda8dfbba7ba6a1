/** The text files of a ticket: each message's text, and a sheet in place of each attachment that could not be stored. */
import type { Attachment, Conversation } from "../../ticket/document.ts";
import { slipSheetPath, textPath } from "../layout.ts";
import { messageText } from "./html-text.ts";
import type { ExportTicket } from "./ticket.ts";

export interface TextFile {
  /** Path in the export. */
  readonly path: string;
  /** UTF-8. */
  readonly bytes: Uint8Array;
}

/** One after the other, in the order of the messages. */
export function* textFiles({ version, document }: ExportTicket): Generator<TextFile> {
  const { ticketId } = version;
  for (const [index, conversation] of document.conversations.entries()) {
    yield textFile(textPath(ticketId, index, conversation), messageText(conversation));
    for (const [position, attachment] of conversation.attachments.entries()) {
      if (attachment.status === "stored") continue;
      const path = slipSheetPath(ticketId, index, conversation, position);
      yield textFile(path, slipSheet(ticketId, conversation, attachment));
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
