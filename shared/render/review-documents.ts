/** A ticket as review platforms take it: a document for each wording of a message, and for each attachment that it had. */
import type { Attachment } from "../ticket/document.ts";
import { controlNumber } from "./control-number.ts";
import { attachmentTextPath, emlPath, textPath } from "./paths.ts";
import type { ShownMessage } from "./shown.ts";
import type { Packed, PackedFile } from "./table.ts";
import { storedPath } from "./tables.ts";
import type { ExportTicket } from "./ticket.ts";

export interface ReviewDocument {
  readonly ticket: ExportTicket;
  readonly message: ShownMessage;
  /** What the message says. */
  readonly words: string;
  /** Undefined for the message itself. */
  readonly attachment: Attachment | undefined;
  readonly id: string;
  /** The message's; "" for the message itself. */
  readonly parent: string;
  /** The control numbers of the family: the message, then its attachments. */
  readonly family: readonly string[];
  /** Undefined for an attachment that is not stored, and for a message where no e-mail files were asked for. */
  readonly native: PackedFile | undefined;
  /** The message's text, that of an attachment that is text, or the sheet in place of one that is not stored. */
  readonly text: PackedFile | undefined;
}

/** Each message before its attachments. */
export function* reviewDocuments(ticket: ExportTicket, packed: Packed): Generator<ReviewDocument> {
  const { version, shown, messages } = ticket;
  const { ticketId } = version;
  for (const [index, message] of shown.entries()) {
    const id = controlNumber(version, message);
    const attachments = message.family.map((each) => ({
      ...each,
      id: controlNumber(version, message, each.number),
    }));
    const family = [id, ...attachments.map((each) => each.id)];
    const common = { ticket, message, words: messages[index]?.text ?? "", family };
    yield {
      ...{ ...common, attachment: undefined, id, parent: "" },
      native: packed(emlPath(ticketId, message)),
      text: packed(textPath(ticketId, message)),
    };
    for (const { attachment, number, id: own } of attachments) {
      const stored = attachment.status === "failed" ? undefined : storedPath(ticket, attachment);
      yield {
        ...{ ...common, attachment, id: own, parent: id },
        native: stored === undefined ? undefined : packed(stored),
        text: packed(attachmentTextPath(ticketId, message, number)),
      };
    }
  }
}
