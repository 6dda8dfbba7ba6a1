/** The part of the demo in which a message is deleted at LeadSquared: the archive still has it, and says so. */
import { ticketPlace } from "../shared/archive/place.ts";
import { readPublished } from "../shared/archive/read-published.ts";
import type { ObjectStore } from "../shared/store/object-store.ts";
import type { Conversation } from "../shared/ticket/document.ts";
import type { Sandbox } from "./sandbox/sandbox.ts";
import { safeLine } from "./text.ts";

/** The documented ticket, and the first message of it. */
export const DELETED = { ticketId: 143, message: 131 } as const;

interface Words {
  readonly html: string | null | undefined;
  readonly text: string | null | undefined;
}

/** Deletes the message at the source; what it said comes back. */
export function deleteMessage(sandbox: Sandbox): Words {
  const { ticketId, message } = DELETED;
  const before = sandbox.ticket(ticketId)?.ConversationList.find(({ Id }) => Id === message);
  sandbox.change(ticketId, { kind: "remove", message });
  return { html: before?.Html, text: before?.Text };
}

export interface Kept {
  /** The newest version of the ticket. */
  readonly version: string;
  /** The message as it stands there; undefined when it is lost. */
  readonly message: Conversation | undefined;
}

export async function keptMessage(store: ObjectStore, orgId: number): Promise<Kept> {
  const { version, document } = await readPublished(ticketPlace(store, orgId, DELETED.ticketId), undefined);
  return { version, message: document.conversations.find(({ id }) => id === String(DELETED.message)) };
}

/** What became of the message, in a line. */
export function keptInWords({ version, message }: Kept): string {
  if (message === undefined) return `${version} does not have it`;
  const mark = message.listed ? "not marked" : `marked as listed until ${message.lastSeen}`;
  return `${version} still has it, ${mark}: “${safeLine(message.text ?? "").slice(0, 60)}…”`;
}

/** Whether it is kept word for word. */
export function isWordForWord({ message }: Kept, before: Words): boolean {
  return message !== undefined && message.html === before.html && message.text === before.text;
}
