/** From LeadSquared's answer to the ticket document: pure and deterministic, nothing of this run is in it. */
import type { Conversation, Problem, StoredAttachment } from "./document.ts";
import { countOf, extraOf, isObject, numberOf, textOf } from "./fields.ts";
import { safeFileName, safeIdFolder } from "./file-name.ts";
import { attachmentIdentity, withoutQuery } from "./identity.ts";
import { problem } from "./problem.ts";
import { utcTime } from "./time.ts";

/** Where the answer came from; part of the document. */
export interface TicketSource {
  readonly host: string;
  readonly tenantId: number;
  readonly orgId: number;
  readonly ticketId: number;
}

/** An attachment of the answer, before its bytes are known. */
export interface DraftAttachment {
  /** Equal for what is the same file in any call: conversation, path, name and size. `[0-9a-f]{64}`. */
  readonly identity: string;
  /** Logical path in the OCFL object: `attachments/135/1-Aadhaar.png`. */
  readonly path: string;
  /** Position in the conversation, from 1. */
  readonly position: number;
  readonly described: Omit<StoredAttachment, "status" | "path" | "size" | "sha256" | "flags">;
}

interface DraftConversation {
  readonly described: Omit<Conversation, "attachments">;
  readonly attachments: readonly DraftAttachment[];
}

/** A normalized answer that still lacks what became of its attachments. */
export interface Draft {
  readonly source: TicketSource;
  readonly expected: number | null;
  readonly received: number;
  readonly conversations: readonly DraftConversation[];
  readonly problems: readonly Problem[];
  readonly extra: Record<string, unknown>;
}

const KINDS: ReadonlyMap<string | null, Pick<Conversation, "direction" | "channel">> = new Map([
  ["InboundEmail", { direction: "inbound", channel: "email" }],
  ["OutboundEmail", { direction: "outbound", channel: "email" }],
  ["PortalInbound", { direction: "inbound", channel: "portal" }],
  ["PortalOutbound", { direction: "outbound", channel: "portal" }],
]);

/** Reads the answer (`source.json` parsed, signed queries cut out). Tolerates every shape and drops nothing. */
export function normalize(answer: unknown, source: TicketSource): Draft {
  const problems: Problem[] = [];
  const body = isObject(answer) ? answer : {};
  const given = body["ConversationList"];
  const list = Array.isArray(given) ? given : [];
  const expected = countOf(body["Total"]);
  const total = expected === null ? "LeadSquared gave no Total" : `Total is ${expected}`;
  if (!Array.isArray(given)) {
    problems.push(problem("list-missing", "missing", `there is no ConversationList; ${total}`));
  } else if (expected !== list.length) {
    problems.push(problem("total-mismatch", "missing", `${total}; ${list.length} conversations received`));
  }
  const folders = new Map<string, number>();
  const conversations = list
    .map((entry, index) => readConversation(entry, index, problems))
    .filter((conversation) => conversation !== undefined)
    .toSorted(byTimeThenId)
    .map(({ described, attachments }) => draftConversation(described, attachments, folders, problems));
  // `Conversations` is null in every documented answer; kept when it is not.
  const known = { Total: expected, ConversationList: list, Conversations: null };
  return { source, expected, received: list.length, conversations, problems, extra: extraOf(body, known) };
}

/** Every attachment of the draft, in the document's order. */
export function attachmentsOf(draft: Draft): DraftAttachment[] {
  return draft.conversations.flatMap((conversation) => conversation.attachments);
}

type DescribedConversation = Omit<Conversation, "attachments">;

function readConversation(
  entry: unknown,
  index: number,
  problems: Problem[],
): { described: DescribedConversation; attachments: readonly unknown[] } | undefined {
  if (!isObject(entry)) {
    problems.push(
      problem(
        "conversation-unreadable",
        "missing",
        `entry ${index + 1} of ConversationList is no object; see source.json`,
      ),
    );
    return undefined;
  }
  const id = textOf(entry["Id"]);
  const type = textOf(entry["RelatedActivityType"]);
  const createdAtRaw = textOf(entry["CreatedOn"]);
  const createdAt = createdAtRaw === null ? null : (utcTime(createdAtRaw) ?? null);
  const createdBy = textOf(entry["CreatedBy"]);
  const text = textOf(entry["Text"]);
  const html = textOf(entry["Html"]);
  const attachments = Array.isArray(entry["Attachments"]) ? entry["Attachments"] : null;
  const kind = KINDS.get(type) ?? { direction: null, channel: null };
  if (kind.channel === null)
    problems.push(problem("activity-type-unknown", "notice", "kept as received", id));
  if (createdAt === null)
    problems.push(problem("created-on-invalid", "notice", "CreatedOn is no time; see createdAtRaw", id));
  if (attachments === null && entry["Attachments"] !== null && entry["Attachments"] !== undefined) {
    problems.push(problem("attachments-unreadable", "missing", "Attachments is no list; see extra", id));
  }
  const known = {
    RelatedActivityType: type,
    Html: html,
    Text: text,
    Attachments: attachments,
    CreatedBy: createdBy,
    CreatedOn: createdAtRaw,
    Id: id,
  };
  return {
    described: {
      id,
      type,
      ...kind,
      createdAt,
      createdAtRaw,
      createdBy,
      text,
      html,
      extra: extraOf(entry, known),
    },
    attachments: attachments ?? [],
  };
}

function draftConversation(
  described: DescribedConversation,
  attachments: readonly unknown[],
  folders: Map<string, number>,
  problems: Problem[],
): DraftConversation {
  const folder = distinct(safeIdFolder(described.id), folders);
  if (folder !== safeIdFolder(described.id) && described.id !== null) {
    problems.push(
      problem("conversation-id-repeated", "notice", "two conversations carry this id", described.id),
    );
  }
  const drafts = attachments.map((entry, index) => {
    const position = index + 1;
    if (isObject(entry)) return draftAttachment(described.id, folder, position, entry);
    const detail = "the entry is no object; see source.json";
    problems.push(problem("attachment-unreadable", "missing", detail, described.id, position));
    return undefined;
  });
  return { described, attachments: drafts.filter((draft) => draft !== undefined) };
}

function draftAttachment(
  conversation: string | null,
  folder: string,
  position: number,
  entry: Readonly<Record<string, unknown>>,
): DraftAttachment {
  const fileName = textOf(entry["FileName"]);
  const url = textOf(entry["ContentPath"]);
  const described = {
    id: textOf(entry["Id"]),
    fileName,
    declaredSize: numberOf(entry["FileSize"]),
    declaredType: textOf(entry["ContentType"]),
    contentId: textOf(entry["ContentId"]),
    contentLocation: textOf(entry["ContentLocation"]),
    sourceUrl: url === null ? null : withoutQuery(url),
  };
  const known = {
    Id: described.id,
    FileName: fileName,
    FileSize: described.declaredSize,
    ContentType: described.declaredType,
    ContentId: described.contentId,
    ContentLocation: described.contentLocation,
    ContentPath: url,
    // How long this call's URL lives: of the run, not of the ticket. It stands in source.json.
    Ttl: undefined,
  };
  return {
    identity: attachmentIdentity(conversation, described),
    path: `attachments/${folder}/${position}-${safeFileName(fileName ?? "")}`,
    position,
    described: { ...described, extra: extraOf(entry, known) },
  };
}

function byTimeThenId(
  a: { described: DescribedConversation },
  b: { described: DescribedConversation },
): number {
  // Conversations without a readable time stand last.
  const [left, right] = [a.described.createdAt ?? "~", b.described.createdAt ?? "~"];
  if (left !== right) return left < right ? -1 : 1;
  return compareIds(a.described.id ?? "", b.described.id ?? "");
}

/** Numbers before other ids, by their value; other ids by their text. */
function compareIds(a: string, b: string): number {
  const [left, right] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (left !== right) return left ? -1 : 1;
  if (left && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : Number(a > b);
}

/** The folder itself for the first that asks, then `-2`, `-3`: no folder of an id ends like that. */
function distinct(folder: string, taken: Map<string, number>): string {
  const times = (taken.get(folder) ?? 0) + 1;
  taken.set(folder, times);
  return times === 1 ? folder : `${folder}-${times}`;
}
