/** Finds out whether an answer, or an entry of it, is about another ticket or account than the one that was asked for. */
import { isObject, type JsonObject, textOf } from "./fields.ts";

export interface Asked {
  readonly orgId: number;
  readonly ticketId: number;
}

/**
 * What the answer names instead, in words, itself or in more than half of its entries; undefined where it is about what
 * was asked for, or says nothing of it.
 */
export function anotherTicket(answer: unknown, asked: Asked): string | undefined {
  if (!isObject(answer)) return undefined;
  const list = Array.isArray(answer["ConversationList"]) ? answer["ConversationList"] : [];
  const others = list.filter(isObject).flatMap((entry) => namedInstead(entry, asked) ?? []);
  return namedInstead(answer, asked) ?? (others.length > list.length / 2 ? others[0] : undefined);
}

/** What one object names instead; undefined as above. */
export function namedInstead(object: JsonObject, { orgId, ticketId }: Asked): string | undefined {
  // A TicketId may also be a GUID, which says nothing here.
  const ticket = numberIn(object["TicketId"]);
  if (ticket !== undefined && ticket !== String(ticketId)) return `ticket ${ticket}`;
  const org = numberIn(object["OrgId"]);
  return org !== undefined && org !== String(orgId) ? `account ${org}` : undefined;
}

function numberIn(value: unknown): string | undefined {
  return /^\s*#?0*([1-9]\d{0,18})\s*$/.exec(textOf(value) ?? "")?.[1];
}
