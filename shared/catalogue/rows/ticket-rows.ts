/** The rows of one ticket: its own, those of its messages, and those of its attachments where they are wanted. */
import type { TicketVersion } from "../../render/ticket.ts";
import type { TicketDocument } from "../../ticket/document.ts";
import { type AttachmentRow, attachmentRows } from "./attachments.ts";
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

export interface AllRows extends TicketRows {
  readonly attachments: readonly AttachmentRow[];
}

/** Of all tables. @param version the head version, whose document it is */
export async function allRows(version: TicketVersion, document: TicketDocument): Promise<AllRows> {
  const ticket = await catalogueTicket(version, document);
  return { ticket: ticketRow(ticket), messages: messageRows(ticket), attachments: attachmentRows(ticket) };
}
