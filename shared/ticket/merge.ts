/** Puts what an answer lists together with all that was seen before: nothing that was ever seen is dropped. */
import type { Conversation, Problem, TicketDocument } from "./document.ts";
import { safeIdFolder } from "./file-name.ts";
import { type MergedAttachment, mergeAttachments, seenBefore, unlisted } from "./merge-attachments.ts";
import { type DetailsOutcome, type MergedDetails, mergeDetails, NOT_ASKED } from "./merge-details.ts";
import type { Draft } from "./normalize.ts";
import type { Oddity } from "./oddities.ts";
import { byTimeThenId } from "./order.ts";
import { pairKeys, repeatedIn } from "./pair-keys.ts";
import { pairs } from "./pairs.ts";
import type { DraftContent, DraftConversation } from "./read-conversation.ts";
import { revisionsOf, wordingKey } from "./wording.ts";

interface MergedConversation extends Omit<Conversation, "attachments"> {
  readonly attachments: readonly MergedAttachment[];
  /** What it shows by this answer; undefined where the answer does not list it. */
  readonly shown?: DraftContent;
}

/** All of a ticket as the next version has it; it still lacks what became of the attachments. */
export interface Merged {
  readonly draft: Draft;
  readonly conversations: readonly MergedConversation[];
  /** Of the answer and its conversations, and of earlier answers where this one does not tell. */
  readonly problems: readonly Problem[];
  /** Those of the last version, until `withDetails` says more. */
  readonly details: MergedDetails;
}

/**
 * What is listed is current; what is not any more is marked, unless the answer contradicts itself: such an answer tells
 * of what it has, and not of what it lacks.
 * @param last the head version's document
 * @param version the version that this would be
 * @param announced URLs, without queries, of files that messages show and that can be fetched. Such a file is an
 *   attachment; so is one whose URL the ticket has had already, as in a quoted reply
 */
export function merge(
  last: TicketDocument | undefined,
  draft: Draft,
  version: string,
  announced: ReadonlySet<string> = new Set(),
): Merged {
  const before = last?.conversations ?? [];
  const known = new Set([...announced, ...urlsOf(before, draft.conversations)]);
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
  const standing = before.map((earlier) => {
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
    return seen(key, earlier, withFiles(now, known), version);
  });
  const added = draft.conversations
    .filter((now) => !paired.has(now))
    .map((now) => {
      const key = keyFor(now.id);
      tell(key, now);
      return seen(key, undefined, withFiles(now, known), version);
    });
  const conversations = [...standing, ...added].toSorted(byTimeThenId);
  const problems = [
    ...draft.problems.map((oddity) => ofConversation(oddity, null)),
    ...conversations.flatMap(({ key }) => told.get(key) ?? []),
    ...repeatedIds(conversations),
  ];
  const details = mergeDetails(last, draft.source.ticketId, NOT_ASKED, version);
  return { draft, conversations, problems, details };
}

/** The same with what the details call answered for this version. @param last the head version's document */
export function withDetails(
  merged: Merged,
  last: TicketDocument | undefined,
  outcome: DetailsOutcome,
  version: string,
): Merged {
  return { ...merged, details: mergeDetails(last, merged.draft.source.ticketId, outcome, version) };
}

/** Those attachments that stand in lists of LeadSquared's, now or before, by their URLs without queries. */
export function listedByUrl({ conversations }: Pick<Merged, "conversations">): Map<string, MergedAttachment> {
  const all = conversations.flatMap(({ attachments }) => attachments);
  return new Map(
    all.flatMap((each) => {
      const { foundIn, sourceUrl } = each.described;
      return foundIn === "Attachments" && sourceUrl !== null ? [[sourceUrl, each] as const] : [];
    }),
  );
}

/**
 * Every attachment that can be asked for, in the document's order: those that LeadSquared lists now, and of those that
 * messages only show the ones that are announced and are no attachment of another message.
 */
export function attachmentsToAsk(
  merged: Merged,
  announced: ReadonlySet<string> = new Set(),
): MergedAttachment[] {
  const inLists = listedByUrl(merged);
  return merged.conversations
    .flatMap(({ attachments }) => attachments)
    .filter(({ listed, described: { foundIn, sourceUrl } }) => {
      if (!listed || foundIn === "Attachments" || sourceUrl === null) return listed;
      return announced.has(sourceUrl) && !inLists.has(sourceUrl);
    });
}

function urlsOf(before: readonly Conversation[], now: readonly DraftConversation[]): (string | null)[] {
  return [
    ...before.flatMap(({ attachments }) => attachments.map(({ sourceUrl }) => sourceUrl)),
    ...now.flatMap(({ attachments }) => attachments.map(({ described }) => described.sourceUrl)),
  ];
}

/** With the files among its attachments that it shows without listing them, and that can be had. */
function withFiles(now: DraftConversation, known: ReadonlySet<string | null>): DraftConversation {
  const files = now.shown.files.filter(({ described }) => known.has(described.sourceUrl));
  return { ...now, attachments: [...now.attachments, ...files] };
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
    shown: now.shown,
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
