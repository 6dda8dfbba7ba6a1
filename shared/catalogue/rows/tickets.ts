/** The table of tickets: a row for each, from its head document. */
import { readableTime } from "../../render/times.ts";
import type { TicketDocument } from "../../ticket/document.ts";
import { numberOf } from "../../ticket/wording.ts";
import { column, optional, type RowOf, rowOf } from "../columns.ts";
import type { CatalogueTicket } from "./read-ticket.ts";

export const TICKETS = {
  org: column("bigint", "LeadSquared account number.", ({ version }: CatalogueTicket) => version.orgId),
  ticket: column("bigint", "The ticket's number.", ({ version }: CatalogueTicket) => version.ticketId),
  head: column(
    "bigint",
    "Number of its head version, which all of this is from.",
    (ticket: CatalogueTicket) => numberOf(ticket.version.version),
  ),
  archived: column("timestamp", "When that version was archived.", ({ version }: CatalogueTicket) =>
    Date.parse(version.created),
  ),
  inventory_sha256: column(
    "string",
    "SHA-256 of that version's `inventory.json`.",
    ({ version }: CatalogueTicket) => version.inventorySha256,
  ),
  title: optional("string", "Title, as received.", ({ document }: CatalogueTicket) => document.ticket.title),
  status: optional(
    "string",
    "Status, as received.",
    ({ document }: CatalogueTicket) => document.ticket.status,
  ),
  priority: optional(
    "string",
    "Priority, as received.",
    ({ document }: CatalogueTicket) => document.ticket.priority,
  ),
  ticket_channel: optional(
    "string",
    "Channel of the ticket, as received.",
    ({ document }: CatalogueTicket) => document.ticket.channel,
  ),
  customer: optional(
    "string",
    "LeadSquared's id of the customer. Names are looked up when a question is asked, and stand in no row.",
    ({ document }: CatalogueTicket) => document.ticket.customerId,
  ),
  tags: column("array<string>", "Tags.", ({ document }: CatalogueTicket) => document.ticket.tags),
  due: optional("timestamp", "When it is due.", ({ document }: CatalogueTicket) =>
    timeOf(document.ticket.dueAt),
  ),
  completeness: column(
    "string",
    "`complete` or `incomplete`, as in `ticket.json`.",
    ({ document }: CatalogueTicket) => document.completeness.status,
  ),
  conversations: column(
    "bigint",
    "Messages that LeadSquared ever listed.",
    ({ document }: CatalogueTicket) => document.conversations.length,
  ),
  conversations_removed: column(
    "bigint",
    "Those of them that it does not list any more.",
    ({ document }: CatalogueTicket) => document.completeness.conversations.noLongerListed,
  ),
  attachments: column(
    "bigint",
    "Attachments that it ever listed.",
    ({ document }: CatalogueTicket) => document.completeness.attachments.expected,
  ),
  attachments_doubtful: column(
    "bigint",
    "Those of them whose bytes contradict what was announced.",
    ({ document }: CatalogueTicket) => document.completeness.attachments.doubtful,
  ),
  attachments_failed: column(
    "bigint",
    "Those of them that could not be stored.",
    ({ document }: CatalogueTicket) => document.completeness.attachments.failed,
  ),
  first_message: optional("timestamp", "Time of its first message.", ({ document }: CatalogueTicket) =>
    minOf(timesOf(document)),
  ),
  last_message: optional("timestamp", "Time of its last message.", ({ document }: CatalogueTicket) =>
    maxOf(timesOf(document)),
  ),
};

export type TicketRow = RowOf<typeof TICKETS>;

export function ticketRow(ticket: CatalogueTicket): TicketRow {
  return rowOf(TICKETS, ticket);
}

/** In ms since 1970. */
export function timeOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso);
}

function timesOf({ conversations }: TicketDocument): number[] {
  return conversations.flatMap((conversation) => timeOf(readableTime(conversation)) ?? []);
}

function minOf(times: readonly number[]): number | null {
  return times.reduce<number | null>((least, time) => Math.min(least ?? time, time), null);
}

function maxOf(times: readonly number[]): number | null {
  return times.reduce<number | null>((most, time) => Math.max(most ?? time, time), null);
}
