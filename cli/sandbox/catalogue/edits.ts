/** Finds a message or an attachment of a ticket and gives the ticket back with another in its place. */
import { UsageError } from "../../../shared/errors.ts";
import type { SandboxAttachment, SandboxConversation, SandboxTicket } from "./ticket-schema.ts";

export type MessageId = string | number;

/** The ticket with what `edit` makes of the message: none, one or several. @throws UsageError when it is not listed */
export function editMessage(
  ticket: SandboxTicket,
  id: MessageId,
  edit: (message: SandboxConversation) => readonly SandboxConversation[],
): SandboxTicket {
  const list = ticket.ConversationList;
  if (!list.some((message) => hasId(message, id))) {
    throw new UsageError(
      `the ticket has no message ${id}, but ${namesOf(list.map((message) => message.Id))}`,
    );
  }
  return {
    ...ticket,
    ConversationList: list.flatMap((message) => (hasId(message, id) ? edit(message) : [message])),
  };
}

/** The ticket with what `edit` makes of the attachment. @throws UsageError when there is none of this name or path */
export function editFile(
  ticket: SandboxTicket,
  file: string,
  edit: (attachment: SandboxAttachment) => readonly SandboxAttachment[],
): SandboxTicket {
  const all = ticket.ConversationList.flatMap(({ Attachments }) => Attachments ?? []);
  if (!all.some((attachment) => isAbout(file, attachment))) {
    throw new UsageError(
      `the ticket has no file ${file}, but ${namesOf(all.map(({ FileName }) => FileName))}`,
    );
  }
  return {
    ...ticket,
    ConversationList: ticket.ConversationList.map((message) => ({
      ...message,
      Attachments: message.Attachments?.flatMap((one) => (isAbout(file, one) ? edit(one) : [one])) ?? null,
    })),
  };
}

/** Whether `file` (a name, a path, or undefined for all) means this attachment. */
export function isAbout(file: string | undefined, attachment: SandboxAttachment): boolean {
  return file === undefined || file === attachment.FileName || file === attachment.ContentPath;
}

/** Ids are compared as text: `143` and `"143"` are one. */
export function hasId(message: SandboxConversation, id: MessageId): boolean {
  return String(message.Id) === String(id);
}

function namesOf(names: readonly unknown[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}
