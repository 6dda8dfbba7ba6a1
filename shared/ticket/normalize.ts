/** From LeadSquared's answer to what it lists: pure and deterministic, nothing of this run is in it. */
import { namedInstead } from "./another-ticket.ts";
import type { TicketDocument } from "./document.ts";
import { countOf, extraOf, isObject, type JsonObject } from "./fields.ts";
import { envelopeOddities, type Oddity, unreadLists } from "./oddities.ts";
import { byTimeThenId, compare } from "./order.ts";
import { type DraftConversation, NOT_UNICODE, readConversation } from "./read-conversation.ts";
import type { Reading } from "./reading.ts";
import { repeatedNames } from "./repeated.ts";
import { wellFormed } from "./well-formed.ts";

/** Where the answer came from; part of the document. */
export interface TicketSource {
  readonly host: string;
  readonly tenantId: number;
  readonly orgId: number;
  readonly ticketId: number;
  /** As `Account.attachmentHosts`: whose files are attachments. */
  readonly attachmentHosts: readonly string[];
}

/** A normalized answer: what it lists, without what was seen before and what became of attachments. */
export interface Draft {
  readonly source: TicketSource;
  /** Total as received. */
  readonly total: unknown;
  readonly expected: number | null;
  readonly received: number;
  readonly conversations: readonly DraftConversation[];
  /** Of the answer as a whole. */
  readonly problems: readonly Oddity[];
  /** What stood around the list and means nothing. */
  readonly envelope: Record<string, unknown>;
  /** What stood around the list and was not read. */
  readonly extra: Record<string, unknown>;
}

const NOTHING_SEEN: Reading = { repeated: new Map(), isUtf8: true, shown: new Map() };

/** Reads the answer (`source.json` parsed). Tolerates every shape and drops nothing. */
export function normalize(answer: unknown, source: TicketSource, reading: Reading = NOTHING_SEEN): Draft {
  const body = isObject(answer) ? answer : {};
  const { ConversationList: given, Total, ...around } = body;
  const values = reading.repeated.get(body)?.get("ConversationList") ?? [given];
  const lists = values.map((list) => (Array.isArray(list) ? list : []));
  const list = lists.at(-1) ?? [];
  const expected = countOf(Total);
  // `Conversations` is null in every documented answer; kept when it is not.
  const { value: rest, replaced } = wellFormed(extraOf(around, { Conversations: null }));
  const unread = new Set(unreadLists(rest, lists.flat()).map(({ path: [name] }) => name));
  const isUnread = ([name]: [string, unknown]): boolean => unread.has(name);
  return {
    source,
    total: wellFormed(Total).value ?? null,
    expected,
    received: list.length,
    conversations: together(lists.map((each) => readList(each, source, reading))),
    problems: [
      ...listProblems(given, Total, list),
      ...envelopeOddities(rest, lists.flat()),
      ...readingProblems(body, reading, replaced),
    ],
    envelope: Object.fromEntries(Object.entries(rest).filter((field) => !isUnread(field))),
    extra: Object.fromEntries(Object.entries(rest).filter(isUnread)),
  };
}

/** Whether LeadSquared says of a ticket that it has nothing, without contradicting itself. */
export function isEmpty({ expected, received, problems }: Draft): boolean {
  return expected === 0 && received === 0 && problems.every(({ severity }) => severity === "notice");
}

/** Whether nothing is listed any more of what was listed at last. */
export function isEmptied({ conversations }: TicketDocument, draft: Draft): boolean {
  return isEmpty(draft) && conversations.some(({ listed }) => listed);
}

function readList(list: readonly unknown[], source: TicketSource, reading: Reading): DraftConversation[] {
  return list
    .filter(isObject)
    .map((entry) => ofAsked(readConversation(entry, reading), namedInstead(entry, source)))
    .toSorted((a, b) => byTimeThenId(placed(a), placed(b)) || compare(JSON.stringify(a), JSON.stringify(b)));
}

/** @param other what the entry names instead of the ticket that was asked for */
function ofAsked(conversation: DraftConversation, other: string | undefined): DraftConversation {
  if (other === undefined) return conversation;
  const detail = `LeadSquared lists it here, and it names ${other}; kept as received`;
  const oddity: Oddity = { code: "conversation-of-another-ticket", severity: "missing", detail };
  return { ...conversation, problems: [...conversation.problems, oddity] };
}

function placed({ id, wording }: DraftConversation) {
  return { id, createdAt: wording.createdAt };
}

/** Of two lists under one name both count; where a conversation stands in both, the last list has its current wording. */
function together(lists: readonly (readonly DraftConversation[])[]): DraftConversation[] {
  const all = [...(lists.at(-1) ?? [])];
  if (lists.length < 2) return all;
  const places = new Map<string, number>();
  for (const [at, each] of all.entries()) if (!places.has(keyOf(each))) places.set(keyOf(each), at);
  for (const earlier of lists.slice(0, -1).flat()) {
    const key = keyOf(earlier);
    const at = places.get(key) ?? all.length;
    const same = all[at];
    places.set(key, at);
    all[at] = same === undefined ? earlier : withEarlier(same, earlier);
  }
  return all;
}

/** Conversations without an id are told apart by their content. */
function keyOf(conversation: DraftConversation): string {
  return JSON.stringify(conversation.id ?? [conversation]);
}

function withEarlier(
  current: DraftConversation,
  { wording, earlier, attachments }: DraftConversation,
): DraftConversation {
  const known = new Set(current.attachments.map((each) => JSON.stringify(each)));
  const others = attachments.filter((each) => !known.has(JSON.stringify(each)));
  return {
    ...current,
    earlier: [...earlier, wording, ...current.earlier],
    attachments: [...current.attachments, ...others],
  };
}

function listProblems(given: unknown, total: unknown, list: readonly unknown[]): Oddity[] {
  const expected = countOf(total);
  const problems: Oddity[] = [];
  if (given === null && expected === 0) {
    const detail = "ConversationList is null, which is taken for an empty list, as Total is 0";
    problems.push({ code: "list-null", severity: "notice", detail });
  } else if (!Array.isArray(given)) {
    const what = given === undefined ? "there is no ConversationList" : "ConversationList is no list";
    problems.push({ code: "list-missing", severity: "missing", detail: `${what}; ${totalInWords(total)}` });
  } else if (expected !== list.length) {
    const detail = `${totalInWords(total)}; ${list.length} conversation${list.length === 1 ? "" : "s"} received`;
    problems.push({ code: "total-mismatch", severity: "missing", detail });
  }
  for (const [index, entry] of list.entries()) {
    if (isObject(entry)) continue;
    const detail = `entry ${index + 1} of ConversationList is no object; see source.json`;
    problems.push({ code: "conversation-unreadable", severity: "missing", detail });
  }
  return problems;
}

/** It comes from outside, and problems travel in events: quoted where it is short and plain. */
function totalInWords(total: unknown): string {
  if (total === undefined || total === null) return "LeadSquared gave no Total";
  if (countOf(total) !== null) return `Total is ${countOf(total)}`;
  const text = JSON.stringify(total) ?? "";
  const shown = /^"?[\w .+-]{1,20}"?$/.test(text) ? text : "something else";
  return `Total is ${shown}, which is no number of conversations`;
}

function readingProblems(body: JsonObject, { repeated, isUtf8 }: Reading, replaced: boolean): Oddity[] {
  const problems: Oddity[] = [];
  const names = repeatedNames(body, repeated);
  if (names !== "") {
    const detail = `${names}: stands more than once in the answer; all of it is kept`;
    problems.push({ code: "name-repeated", severity: "missing", detail });
  }
  if (!isUtf8) {
    const detail = "the answer has bytes that are no UTF-8; see source.json";
    problems.push({ code: "not-utf-8", severity: "notice", detail });
  }
  if (replaced) problems.push(NOT_UNICODE);
  return problems;
}
