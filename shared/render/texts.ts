/** The text files of a ticket: of each message, of attachments that are text, and a sheet for each that is not stored. */
import type { Attachment, Conversation } from "../ticket/document.ts";
import { decodedText, mayBeText } from "./attachment-text.ts";
import { attachmentTextPath, textPath } from "./paths.ts";
import { LISTED } from "./shown.ts";
import type { ExportTicket, OpenAttachment } from "./ticket.ts";

export interface TextFile {
  /** Path in the export. */
  readonly path: string;
  /** UTF-8. */
  readonly bytes: Uint8Array;
}

/** One after the other, in the order of the messages. What LeadSquared does not list in this wording says so first. */
export async function* textFiles(ticket: ExportTicket, open: OpenAttachment): AsyncGenerator<TextFile> {
  const { ticketId } = ticket.version;
  for (const [index, message] of ticket.shown.entries()) {
    const mark = message.standing === LISTED ? "" : `[${message.standing}]\n\n`;
    yield textFile(textPath(ticketId, message), mark + (ticket.messages[index]?.text ?? ""));
    for (const { attachment, number } of message.family) {
      const text = await textOf(ticketId, message, attachment, open);
      if (text !== undefined) yield textFile(attachmentTextPath(ticketId, message, number), text);
    }
  }
}

async function textOf(
  ticketId: number,
  message: Conversation,
  attachment: Attachment,
  open: OpenAttachment,
): Promise<string | undefined> {
  if (attachment.status === "failed") return slipSheet(ticketId, message, attachment);
  return mayBeText(attachment) ? decodedText(await wholeOf(open(attachment.path))) : undefined;
}

async function wholeOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
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
