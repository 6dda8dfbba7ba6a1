/** Facts of a message as words that no text can have: what fields of a question are compared with. */
import type { MessageRow } from "./rows/messages.ts";
import type { TicketRow } from "./rows/tickets.ts";
import { tokensOf } from "./tokens.ts";

/** The kinds of facts. Each is written `kind=value`, and no token of a text has that sign. */
export type FactKind =
  | "all"
  | "author"
  | "channel"
  | "customer"
  | "dated"
  | "direction"
  | "has"
  | "is"
  | "sha256"
  | "status"
  | "tag"
  | "ticket"
  | "type";

/** Longer values (characters) are compared by their beginning. */
const LONGEST = 1_000;

/** What every message has. */
export const ALL = "all=1";

/** `status=on_hold` for a value with any letter or digit. */
export function factOf(kind: FactKind, value: string): string | undefined {
  const tokens = tokensOf(value.slice(0, LONGEST));
  return tokens.length === 0 ? undefined : factOfTokens(kind, tokens);
}

export function factOfTokens(kind: FactKind, tokens: readonly string[]): string {
  return `${kind}=${tokens.join("_").slice(0, LONGEST)}`;
}

/** All facts of a message and its ticket. */
export function factsOf(message: MessageRow, ticket: TicketRow): string[] {
  const values: readonly (readonly [FactKind, string | null | false])[] = [
    ["ticket", String(message.ticket)],
    ["customer", ticket.customer],
    ["status", ticket.status],
    ...ticket.tags.map((tag) => ["tag", tag] as const),
    ["author", message.author],
    ["direction", message.direction],
    ["channel", message.channel],
    ["dated", message.sent !== null && "1"],
    ["has", message.attachments > 0 && "attachment"],
    ["is", message.removed && "removed"],
    ["is", message.edited && "edited"],
    ["is", ticket.completeness === "incomplete" && "incomplete"],
    ["is", message.attachments_doubtful > 0 && "doubtful"],
    ...message.attachment_types.flatMap(typesIn).map((type) => ["type", type] as const),
    ...message.attachment_digests.map((digest) => ["sha256", digest] as const),
  ];
  const facts = values.flatMap(([kind, value]) =>
    value === null || value === false ? [] : (factOf(kind, value) ?? []),
  );
  return [...new Set([ALL, ...facts])];
}

/** `image/png` is found as itself, as `image` and as `png`. */
function typesIn(type: string): string[] {
  const [whole = ""] = type.split(";");
  return [whole, ...whole.split("/")];
}
