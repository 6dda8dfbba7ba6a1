/** What a run saw of a ticket, for the index of tickets: no more than a list of tickets shows. */
import type { TicketDocument } from "../ticket/document.ts";
import type { ArchivedReceipt, Receipt, Result } from "./receipt.ts";

export interface SeenTicket {
  readonly ticketId: number;
  readonly status: ArchivedReceipt["completeness"] | "empty";
  /** The head version; null without an archive. */
  readonly head: string | null;
  readonly title: string | null;
  /** When the head version was made, in ms since 1970; null without an archive. */
  readonly changed: number | null;
}

/** The head version itself, for what is made of its document. */
export type SeenVersion = Pick<Result, "document" | "version" | "created" | "inventorySha256">;

/** Told what a run saw of a ticket, and its head version, if it has any; does not throw. */
export type OnSeen = (ticket: SeenTicket, head: SeenVersion | undefined) => Promise<void>;

/** @param head the head version's document, and when it was made, RFC 3339; undefined for an empty number */
export function seenTicket(
  receipt: Receipt,
  head: { readonly document: TicketDocument; readonly created: string } | undefined,
): SeenTicket {
  const { ticketId } = receipt;
  if (receipt.outcome === "empty" || head === undefined) {
    return { ticketId, status: "empty", head: null, title: null, changed: null };
  }
  const { completeness: status, version } = receipt;
  return {
    ticketId,
    status,
    head: version,
    title: head.document.ticket.title,
    changed: Date.parse(head.created),
  };
}
