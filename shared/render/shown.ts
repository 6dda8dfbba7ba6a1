/** A ticket's messages as people read them: each earlier wording before the current one, and what is gone marked. */
import type { Attachment, Conversation, TicketDocument } from "../ticket/document.ts";
import { numberOf, versionAfter } from "../ticket/wording.ts";
import { descriptionOf } from "./description.ts";
import { type WordingPlace, wordingPlaces } from "./wordings.ts";

export interface ShownMessage extends Conversation, WordingPlace {
  /** `listed`, or what people have to know: `earlier wording, v1`, `not listed by LeadSquared since v2`. */
  readonly standing: string;
  /** Whether the one before it in the list is its earlier wording. */
  readonly replaces: boolean;
  /** The attachments that its HTML may show: all that the conversation had by then. */
  readonly pictured: readonly Attachment[];
}

/** How what LeadSquared lists, in the wording that it has there, is marked. */
export const LISTED = "listed";

/** The description first, where the details have one. */
export function shownMessages(document: TicketDocument): ShownMessage[] {
  const description = descriptionOf(document);
  const { conversations } = document;
  return shownConversations(
    description === undefined ? document : { conversations: [description, ...conversations] },
  );
}

/** Attachments stand with the current wording; which of them an earlier one had, their versions tell. */
export function shownConversations({ conversations }: Pick<TicketDocument, "conversations">): ShownMessage[] {
  return conversations.flatMap((conversation) => {
    const { attachments, revisions } = conversation;
    const placeOf = wordingPlaces(conversation);
    return [
      ...revisions.map(({ firstSeen, lastSeen, ...wording }, index) => ({
        ...conversation,
        ...wording,
        ...placeOf(index),
        attachments: [],
        standing: `earlier wording, ${spanOf(firstSeen, lastSeen)}`,
        replaces: index > 0,
        pictured: attachments.filter((each) => numberOf(each.firstSeen) <= numberOf(lastSeen)),
      })),
      {
        ...conversation,
        ...placeOf(revisions.length),
        standing: standingOf(conversation),
        replaces: revisions.length > 0,
        pictured: attachments,
      },
    ];
  });
}

export function standingOf({ lastSeen }: Pick<Conversation | Attachment, "lastSeen">): string {
  return lastSeen === null ? LISTED : `not listed by LeadSquared since ${versionAfter(lastSeen)}`;
}

/** `v1`, or `v1 to v3`. */
export function spanOf(firstSeen: string, lastSeen: string): string {
  return firstSeen === lastSeen ? firstSeen : `${firstSeen} to ${lastSeen}`;
}
