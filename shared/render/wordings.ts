/** The wordings of a conversation, numbered, and the attachments that each had: later versions change neither. */
import type { Attachment, Conversation } from "../ticket/document.ts";
import { numberOf } from "../ticket/wording.ts";

/** An attachment, and its number in its conversation, from 1. */
interface Numbered {
  readonly attachment: Attachment;
  readonly number: number;
}

export interface WordingPlace {
  /** The wording's number in its conversation, from 1, by when it was first seen. */
  readonly ordinal: number;
  /** The versions in which it was the current wording. */
  readonly worded: Span;
  /** The attachments that LeadSquared listed while it was worded so. */
  readonly family: readonly Numbered[];
}

export interface Span {
  readonly firstSeen: string;
  /** Null while it lasts. */
  readonly lastSeen: string | null;
}

/** Gives the place of each earlier wording by its index, oldest first; behind them stands the current wording. */
export function wordingPlaces(conversation: Conversation): (index: number) => WordingPlace {
  const { revisions, wordingSince, lastSeen, attachments } = conversation;
  const current: Span = { firstSeen: wordingSince, lastSeen };
  const spans: readonly Span[] = [...revisions, current];
  const order = bySight(spans);
  const numbered = attachments.map((attachment, position) => ({ attachment, number: position + 1 }));
  return (index) => {
    const span = spans[index] ?? current;
    return {
      ordinal: order.indexOf(span) + 1,
      worded: { firstSeen: span.firstSeen, lastSeen: span.lastSeen },
      family: numbered.filter(({ attachment }) => overlap(span, attachment)),
    };
  };
}

/** An answer may hold an earlier wording beside a current one that was seen before: a place in the list tells no time. */
function bySight(spans: readonly Span[]): Span[] {
  return spans.toSorted((a, b) => numberOf(a.firstSeen) - numberOf(b.firstSeen));
}

function overlap(a: Span, b: Span): boolean {
  return numberOf(a.firstSeen) <= end(b) && numberOf(b.firstSeen) <= end(a);
}

function end({ lastSeen }: Span): number {
  return lastSeen === null ? Number.POSITIVE_INFINITY : numberOf(lastSeen);
}
