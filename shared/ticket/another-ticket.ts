/** Finds out whether an answer is about another ticket, or another account, than the one that was asked for. */
import { isObject, textOf } from "./fields.ts";

export interface Asked {
  readonly orgId: number;
  readonly ticketId: number;
}

/** What the answer names instead, in words; undefined where it names what was asked for, or nothing. */
export function anotherTicket(answer: unknown, { orgId, ticketId }: Asked): string | undefined {
  if (!isObject(answer)) return undefined;
  const list = Array.isArray(answer["ConversationList"]) ? answer["ConversationList"] : [];
  for (const each of [answer, ...list].filter(isObject)) {
    // A TicketId may also be a GUID, which says nothing here.
    const ticket = numberIn(each["TicketId"]);
    if (ticket !== undefined && ticket !== String(ticketId)) return `ticket ${ticket}`;
    const org = numberIn(each["OrgId"]);
    if (org !== undefined && org !== String(orgId)) return `account ${org}`;
  }
  return undefined;
}

function numberIn(value: unknown): string | undefined {
  return /^\s*#?0*([1-9]\d{0,18})\s*$/.exec(textOf(value) ?? "")?.[1];
}
