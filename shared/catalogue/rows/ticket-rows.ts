/** The rows of one ticket: its own, and those of its messages. */
import type { TicketVersion } from "../../render/ticket.ts";
import type { TicketDocument } from "../../ticket/document.ts";
import { type MessageRow, messageRows } from "./messages.ts";
import { catalogueTicket } from "./read-ticket.ts";
import { type TicketRow, ticketRow } from "./tickets.ts";

export interface TicketRows {
  readonly ticket: TicketRow;
  readonly messages: readonly MessageRow[];
}

/** @param version the head version, whose document it is */
export async function ticketRows(version: TicketVersion, document: TicketDocument): Promise<TicketRows> {
  const ticket = await catalogueTicket(version, document);
  return { ticket: ticketRow(ticket), messages: messageRows(ticket) };
}
