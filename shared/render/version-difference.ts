/** What a version of a ticket has that an earlier one has not, with the words that differ: for people and as JSON. */
import type { Attachment, Conversation, TicketDocument } from "../ticket/document.ts";
import { wordingKey } from "../ticket/wording.ts";
import { readMessage } from "./read-message.ts";
import { type ShownMessage, shownMessages } from "./shown.ts";
import { type Piece, wordDifference } from "./word-difference.ts";

export interface MessageChange {
  /** Names the conversation in the archive. */
  readonly key: string;
  readonly id: string | null;
  /** UTC; null when it is not known. */
  readonly createdAt: string | null;
  readonly direction: string | null;
  readonly kinds: readonly ("added" | "edited" | "removed" | "restored")[];
  /** What it says, with what differs; none where its words are the same. */
  readonly words: readonly Piece[];
  /** What else differs of an edited one, by its name in `ticket.json`. */
  readonly fields: readonly string[];
}

export interface AttachmentChange {
  /** In the archive, in every version. */
  readonly path: string;
  readonly fileName: string | null;
  /** The conversation's key. */
  readonly conversation: string;
  readonly kinds: readonly ("added" | "removed" | "restored" | "completed" | "changed")[];
  readonly status: Attachment["status"];
}

export interface DetailChange {
  /** As in `ticket.json`; of a custom field its own name. */
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface VersionDifference {
  readonly messages: readonly MessageChange[];
  readonly attachments: readonly AttachmentChange[];
  readonly details: readonly DetailChange[];
  /** Null before the first version. */
  readonly status: { readonly before: string | null; readonly after: string };
}

/** @param before undefined for all that the first version has */
export async function versionDifference(
  before: TicketDocument | undefined,
  after: TicketDocument,
): Promise<VersionDifference> {
  return {
    messages: await messageChanges(before, after),
    attachments: attachmentChanges(before, after),
    details: detailChanges(before?.ticket, after.ticket),
    status: { before: before?.completeness.status ?? null, after: after.completeness.status },
  };
}

async function messageChanges(
  before: TicketDocument | undefined,
  after: TicketDocument,
): Promise<MessageChange[]> {
  const old = currentMessages(before);
  const changes: MessageChange[] = [];
  for (const now of currentMessages(after).values()) {
    const earlier = old.get(now.key);
    const kinds = messageKinds(earlier, now);
    if (kinds.length === 0) continue;
    const { key, id, createdAt, direction } = now;
    const isWorded = kinds.includes("added") || kinds.includes("edited");
    const words = isWorded ? await wordsOf(earlier, now) : [];
    const fields = earlier === undefined ? [] : fieldsThatDiffer(earlier, now, words.length === 0);
    changes.push({ key, id, createdAt, direction, kinds, words, fields });
  }
  return changes;
}

/** Each conversation in the wording that the version has as the current one. */
function currentMessages(document: TicketDocument | undefined): Map<string, ShownMessage> {
  return new Map(document === undefined ? [] : shownMessages(document).map((each) => [each.key, each]));
}

function messageKinds(earlier: Conversation | undefined, now: Conversation): MessageChange["kinds"] {
  if (earlier === undefined) return now.listed ? ["added"] : ["added", "removed"];
  return [
    ...(isEdited(earlier, now) ? (["edited"] as const) : []),
    ...(earlier.listed && !now.listed ? (["removed"] as const) : []),
    ...(!earlier.listed && now.listed ? (["restored"] as const) : []),
  ];
}

/** Also where a version in between was worded otherwise. */
function isEdited(earlier: Conversation, now: Conversation): boolean {
  return wordingKey(earlier) !== wordingKey(now) || now.revisions.length > earlier.revisions.length;
}

async function wordsOf(earlier: ShownMessage | undefined, now: ShownMessage): Promise<readonly Piece[]> {
  const { text } = await readMessage(now);
  if (earlier === undefined) return text === "" ? [] : [{ kind: "inserted", text }];
  const { text: was } = await readMessage(earlier);
  return was === text ? [] : wordDifference(was, text);
}

const FIELDS = ["type", "createdAtRaw", "createdBy", "extra"] as const;

function fieldsThatDiffer(earlier: Conversation, now: Conversation, sameWords: boolean): string[] {
  const differs = (name: keyof Conversation) => JSON.stringify(earlier[name]) !== JSON.stringify(now[name]);
  return [...FIELDS, ...(sameWords ? (["text", "html"] as const) : [])].filter(differs);
}

function attachmentChanges(before: TicketDocument | undefined, after: TicketDocument): AttachmentChange[] {
  const old = new Map(filesOf(before).map(({ file }) => [file.path, file]));
  return filesOf(after).flatMap(({ conversation, file }) => {
    const kinds = attachmentKinds(old.get(file.path), file);
    const { path, fileName, status } = file;
    return kinds.length === 0 ? [] : [{ path, fileName, conversation, kinds, status }];
  });
}

function filesOf(document: TicketDocument | undefined) {
  return (document?.conversations ?? []).flatMap(({ key, attachments }) =>
    attachments.map((file) => ({ conversation: key, file })),
  );
}

function attachmentKinds(earlier: Attachment | undefined, now: Attachment): AttachmentChange["kinds"] {
  if (earlier === undefined) return now.listed ? ["added"] : ["added", "removed"];
  const isCompleted = earlier.status !== "stored" && now.status === "stored";
  return [
    ...(isCompleted ? (["completed"] as const) : []),
    ...(!isCompleted && digestOf(earlier) !== digestOf(now) ? (["changed"] as const) : []),
    ...(earlier.listed && !now.listed ? (["removed"] as const) : []),
    ...(!earlier.listed && now.listed ? (["restored"] as const) : []),
  ];
}

function digestOf(file: Attachment): string | undefined {
  return file.status === "failed" ? undefined : file.sha256;
}

const DETAILS = [
  "title",
  "description",
  "status",
  "priority",
  "channel",
  "customerId",
  "tags",
  "dueAtRaw",
  "extra",
] as const;

function detailChanges(
  before: TicketDocument["ticket"] | undefined,
  after: TicketDocument["ticket"],
): DetailChange[] {
  const values = (ticket: TicketDocument["ticket"] | undefined): ReadonlyMap<string, unknown> =>
    new Map<string, unknown>([
      ...DETAILS.map((name) => [name, ticket?.[name] ?? null] as const),
      ...Object.entries(ticket?.customFields ?? {}),
    ]);
  const [old, now] = [values(before), values(after)];
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((field) => {
    const change = { field, before: old.get(field) ?? null, after: now.get(field) ?? null };
    const isNothing = (value: unknown) =>
      value === null || JSON.stringify(value) === "[]" || JSON.stringify(value) === "{}";
    if (isNothing(change.before) && isNothing(change.after)) return [];
    return JSON.stringify(change.before) === JSON.stringify(change.after) ? [] : [change];
  });
}
