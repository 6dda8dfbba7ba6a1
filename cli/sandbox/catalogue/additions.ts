/** Messages and files that are added to a ticket, or put back into it. */
import { UsageError } from "../../../shared/errors.ts";
import { uuidOf } from "../random.ts";
import { hasId, type MessageId } from "./edits.ts";
import { escapeHtml } from "./message.ts";
import type { SandboxConversation, SandboxTicket } from "./ticket-schema.ts";

const HOUR = 3_600_000;

/** What a change can look at besides the ticket as it is. */
export interface Past {
  /** The ticket as it was at the start; undefined for a number that never was. */
  readonly original: SandboxTicket | undefined;
  /** The ticket as each replacement and change left it, the newest last. */
  readonly earlier: readonly SandboxTicket[];
}

/** The ticket with one more message, an hour after the newest, under an id that none ever had. */
export function addedMessage(
  text: string,
  set: Readonly<Record<string, unknown>>,
  ticket: SandboxTicket,
  { original, earlier }: Past,
): SandboxTicket {
  const list = ticket.ConversationList;
  const ever = [...(original ? [original] : []), ...earlier, ticket].flatMap((one) => one.ConversationList);
  const times = list.map(({ CreatedOn }) => Date.parse(`${CreatedOn}Z`)).filter(Number.isFinite);
  const time = Math.max(Date.UTC(2024, 8, 1), ...times) + HOUR;
  const message: SandboxConversation = {
    RelatedActivityType: "InboundEmail",
    Html: `<p>${escapeHtml(text)}</p>`,
    Text: text,
    Attachments: [],
    CreatedBy: uuidOf("added"),
    CreatedOn: new Date(time).toISOString().replace("Z", ""),
    Id: Math.max(0, ...ever.map(({ Id }) => Number(Id)).filter(Number.isFinite)) + 1,
    ...set,
  };
  return { ...ticket, ConversationList: [...list, message] };
}

/** The message with one more attachment, at a path of its own. */
export function addedFile(
  message: SandboxConversation,
  name: string,
  type: string,
  bytes: number,
): SandboxConversation {
  const attachments = message.Attachments ?? [];
  const added = {
    Id: null,
    FileName: name,
    FileSize: bytes,
    ContentType: type,
    ContentPath: `email/${uuidOf(String(message.Id), name, attachments.length)}`,
    ContentLocation: null,
    ContentId: null,
    Ttl: 60,
  };
  return { ...message, Attachments: [...attachments, added] };
}

/** The ticket with a removed message in its place, as it last was. @throws UsageError for one that was never there */
export function restored(id: MessageId, ticket: SandboxTicket, { original, earlier }: Past): SandboxTicket {
  const before = [...(original ? [original] : []), ...earlier].findLast((one) =>
    one.ConversationList.some((message) => hasId(message, id)),
  );
  const at = before?.ConversationList.findIndex((message) => hasId(message, id)) ?? -1;
  const message = before?.ConversationList[at];
  if (message === undefined) throw new UsageError(`the ticket never had a message ${id}`);
  if (ticket.ConversationList.some((one) => hasId(one, id))) {
    throw new UsageError(`message ${id} is in the ticket: only a removed one can be restored`);
  }
  return { ...ticket, ConversationList: ticket.ConversationList.toSpliced(at, 0, message) };
}
