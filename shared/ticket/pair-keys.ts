/** By what a conversation of an answer is told to be one that was seen before. */
import type { Conversation } from "./document.ts";
import type { PairKey } from "./pairs.ts";
import type { DraftConversation } from "./read-conversation.ts";
import { wordingKey } from "./wording.ts";

type Key = PairKey<Conversation, DraftConversation>;

/** By id; those without one, or with one that stands twice, by what they say and list. */
export function pairKeys(before: readonly Conversation[], now: readonly DraftConversation[]): Key[] {
  const repeated = new Set([...repeatedIn(before), ...repeatedIn(now)]);
  const alone = (id: string | null): string | undefined => (id === null || repeated.has(id) ? undefined : id);
  return [{ before: ({ id }) => alone(id), now: ({ id }) => alone(id) }, ...CONTENT_KEYS];
}

/** Each id as often as it stands again. */
export function repeatedIn(conversations: readonly { readonly id: string | null }[]): string[] {
  const known = new Set<string>();
  return conversations.flatMap(({ id }) => {
    if (id === null) return [];
    const isRepeated = known.has(id);
    known.add(id);
    return isRepeated ? [id] : [];
  });
}

const CONTENT_KEYS: readonly Key[] = [
  {
    before: (each) =>
      JSON.stringify([
        each.id,
        wordingKey(each),
        each.attachments
          .filter(({ listed, foundIn }) => listed && foundIn === "Attachments")
          .map(nameOf)
          .sort(),
      ]),
    now: ({ id, wording, attachments }) =>
      JSON.stringify([id, wordingKey(wording), attachments.map(({ described }) => nameOf(described)).sort()]),
  },
  {
    before: (each) => JSON.stringify([each.id, wordingKey(each)]),
    now: ({ id, wording }) => JSON.stringify([id, wordingKey(wording)]),
  },
  { before: ({ id }) => id ?? undefined, now: ({ id }) => id ?? undefined },
];

function nameOf({ sourceUrl, fileName }: { sourceUrl: string | null; fileName: string | null }): string {
  return JSON.stringify([sourceUrl, fileName]);
}
