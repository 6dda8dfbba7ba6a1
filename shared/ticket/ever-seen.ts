/** What LeadSquared changed of a ticket since it was first archived: counts and keys, nothing of the customer's. */
import type { Conversation, TicketDocument } from "./document.ts";

/** Conversations by their keys. What a version alone changed: `changesBetween`. */
export interface SourceHistory {
  /** Worded otherwise once; each earlier wording is kept. */
  readonly edited: readonly string[];
  /** Never edited, and in two wordings within one answer. */
  readonly contradicted: readonly string[];
  /** Listed once, and not any more; kept. */
  readonly removed: readonly string[];
  /** Attachments that were listed once, and are not any more. */
  readonly attachmentsRemoved: number;
}

export function sourceHistory({ conversations }: TicketDocument): SourceHistory {
  const keys = (is: (conversation: Conversation) => boolean): string[] =>
    conversations.filter(is).map(({ key }) => key);
  return {
    edited: keys(wasEdited),
    contradicted: keys((each) => each.revisions.length > 0 && !wasEdited(each)),
    removed: keys(({ listed }) => !listed),
    attachmentsRemoved: conversations
      .flatMap(({ attachments }) => attachments)
      .filter(({ listed }) => !listed).length,
  };
}

/** `2 messages were edited, 1 message was removed`; "" when nothing was. */
export function historyText({ edited, contradicted, removed, attachmentsRemoved }: SourceHistory): string {
  return [
    counted(edited.length, "message", "edited"),
    counted(removed.length, "message", "removed"),
    counted(attachmentsRemoved, "attachment", "removed"),
    counted(contradicted.length, "message", "given in two wordings at once"),
  ]
    .filter((text) => text !== "")
    .join(", ");
}

function counted(n: number, noun: string, what: string): string {
  if (n === 0) return "";
  return n === 1 ? `1 ${noun} was ${what}` : `${n} ${noun}s were ${what}`;
}

function wasEdited({ firstSeen, wordingSince, revisions }: Conversation): boolean {
  return wordingSince !== firstSeen || revisions.some((each) => each.firstSeen !== firstSeen);
}
