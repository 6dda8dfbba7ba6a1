/** Puts what an answer lists together with all that was seen before: nothing that was ever seen is dropped. */
import type { Conversation, Problem, TicketDocument } from "./document.ts";
import { safeIdFolder } from "./file-name.ts";
import { type MergedAttachment, mergeAttachments, seenBefore, unlisted } from "./merge-attachments.ts";
import type { Draft } from "./normalize.ts";
import type { Oddity } from "./oddities.ts";
import { byTimeThenId } from "./order.ts";
import { type PairKey, pairs } from "./pairs.ts";
import type { DraftConversation } from "./read-conversation.ts";
import { revisionsOf, wordingKey } from "./wording.ts";

interface MergedConversation extends Omit<Conversation, "attachments"> {
  readonly attachments: readonly MergedAttachment[];
}

/** All of a ticket as the next version has it; it still lacks what became of the attachments. */
export interface Merged {
  readonly draft: Draft;
  readonly conversations: readonly MergedConversation[];
  /** Of the answer and its conversations, and of earlier answers where this one does not tell. */
  readonly problems: readonly Problem[];
}

/**
 * What is listed is current; what is not any more is marked, unless the answer contradicts itself: such an answer tells
 * of what it has, and not of what it lacks.
 * @param last the head version's document
 * @param version the version that this would be
 */
export function merge(last: TicketDocument | undefined, draft: Draft, version: string): Merged {
  const before = last?.conversations ?? [];
  const paired = pairs(listedFirst(before), draft.conversations, pairKeys(before, draft.conversations));
  const answered = new Map([...paired].map(([now, earlier]) => [earlier, now]));
  const isWhole = draft.problems.every(({ severity }) => severity === "notice");
  const keyFor = keyGiver(before);

  const told = new Map<string, readonly Problem[]>();
  const tell = (key: string, { problems }: DraftConversation): void => {
    told.set(
      key,
      problems.map((oddity) => ofConversation(oddity, key)),
    );
  };
  const known = before.map((earlier) => {
    const { key } = earlier;
    const now = answered.get(earlier);
    if (now === undefined) {
      told.set(
        key,
        (last?.completeness.problems ?? []).filter((each) => isToldOf(each, key)),
      );
      return absent(earlier, isWhole, version);
    }
    tell(key, now);
    return seen(key, earlier, now, version);
  });
  const added = draft.conversations
    .filter((now) => !paired.has(now))
    .map((now) => {
      const key = keyFor(now.id);
      tell(key, now);
      return seen(key, undefined, now, version);
    });
  const conversations = [...known, ...added].toSorted(byTimeThenId);
  const problems = [
    ...draft.problems.map((oddity) => ofConversation(oddity, null)),
    ...conversations.flatMap(({ key }) => told.get(key) ?? []),
    ...repeatedIds(conversations),
  ];
  return { draft, conversations, problems };
}

/** Every attachment that LeadSquared lists now, in the document's order. */
export function listedAttachments({ conversations }: Merged): MergedAttachment[] {
  return conversations.flatMap(({ attachments }) => attachments).filter(({ listed }) => listed);
}

type Key = PairKey<Conversation, DraftConversation>;

/** By id; those without one, or with one that stands twice, by what they say and list. */
function pairKeys(before: readonly Conversation[], now: readonly DraftConversation[]): Key[] {
  const repeated = new Set([...repeatedIn(before), ...repeatedIn(now)]);
  const alone = (id: string | null): string | undefined => (id === null || repeated.has(id) ? undefined : id);
  return [{ before: ({ id }) => alone(id), now: ({ id }) => alone(id) }, ...CONTENT_KEYS];
}

function repeatedIn(conversations: readonly { readonly id: string | null }[]): string[] {
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
          .filter(({ listed }) => listed)
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

function listedFirst(conversations: readonly Conversation[]): Conversation[] {
  return conversations.toSorted((a, b) => Number(b.listed) - Number(a.listed));
}

/** Gives each new conversation a key: its id, or what stands for it, then the same with `-2`, `-3`. */
function keyGiver(before: readonly Conversation[]): (id: string | null) => string {
  const given = new Map<string, number>();
  const next = (id: string | null): string => {
    const base = safeIdFolder(id);
    const times = (given.get(base) ?? 0) + 1;
    given.set(base, times);
    return times === 1 ? base : `${base}-${times}`;
  };
  for (const { id } of before) next(id);
  return next;
}

function seen(
  key: string,
  before: Conversation | undefined,
  now: DraftConversation,
  version: string,
): MergedConversation {
  const isSame = before !== undefined && wordingKey(before) === wordingKey(now.wording);
  return {
    key,
    id: now.id,
    firstSeen: before?.firstSeen ?? version,
    lastSeen: null,
    listed: true,
    ...now.wording,
    wordingSince: isSame ? before.wordingSince : version,
    attachments: mergeAttachments({
      key,
      before: attachmentsOf(before),
      now: now.attachments,
      isWhole: now.problems.every(({ severity }) => severity === "notice"),
      version,
    }),
    revisions: revisionsOf(before, now, version),
  };
}

function absent(before: Conversation, isWhole: boolean, version: string): MergedConversation {
  const attachments = attachmentsOf(before);
  if (!isWhole) return { ...before, attachments };
  return { ...unlisted(before, version), attachments: attachments.map((each) => unlisted(each, version)) };
}

function attachmentsOf(conversation: Conversation | undefined): MergedAttachment[] {
  return (conversation?.attachments ?? []).map((each) => seenBefore(conversation?.id ?? null, each));
}

function ofConversation({ code, severity, detail }: Oddity, key: string | null): Problem {
  return { code, severity, detail, conversation: key, attachment: null };
}

/** Problems of attachments, and of ids that stand twice, are told anew from what the document has. */
function isToldOf({ code, conversation, attachment }: Problem, key: string): boolean {
  return conversation === key && attachment === null && code !== REPEATED;
}

const REPEATED = "conversation-id-repeated";

function repeatedIds(conversations: readonly MergedConversation[]): Problem[] {
  const listed = conversations.filter(({ listed: isListed }) => isListed);
  const repeated = new Set(repeatedIn(listed));
  const known = new Set<string>();
  return listed.flatMap(({ id, key }) => {
    if (id === null || !repeated.has(id)) return [];
    const isFirst = !known.has(id);
    known.add(id);
    const oddity: Oddity = { code: REPEATED, severity: "notice", detail: "two conversations carry this id" };
    return isFirst ? [] : [ofConversation(oddity, key)];
  });
}
