/** A ticket's messages as people read them: each earlier wording before the current one, and what is gone marked. */
import type { Attachment, Conversation, TicketDocument } from "../ticket/document.ts";
import { versionAfter } from "../ticket/wording.ts";

export interface ShownMessage extends Conversation {
  /** `listed`, or what people have to know: `earlier wording, v1`, `not listed by LeadSquared since v2`. */
  readonly standing: string;
}

/** How what LeadSquared lists, in the wording that it has there, is marked. */
export const LISTED = "listed";

/** Attachments stand with the current wording; which of them an earlier one had, their versions tell. */
export function shownMessages({ conversations }: TicketDocument): ShownMessage[] {
  return conversations.flatMap((conversation) => [
    ...conversation.revisions.map(({ firstSeen, lastSeen, ...wording }) => ({
      ...conversation,
      ...wording,
      attachments: [],
      standing: `earlier wording, ${spanOf(firstSeen, lastSeen)}`,
    })),
    { ...conversation, standing: standingOf(conversation) },
  ]);
}

export function standingOf({ lastSeen }: Pick<Conversation | Attachment, "lastSeen">): string {
  return lastSeen === null ? LISTED : `not listed by LeadSquared since ${versionAfter(lastSeen)}`;
}

function spanOf(firstSeen: string, lastSeen: string): string {
  return firstSeen === lastSeen ? firstSeen : `${firstSeen} to ${lastSeen}`;
}
