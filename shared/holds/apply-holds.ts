/** Brings the legal hold of tickets' files level with the matters that they are under. */
import { objectKey } from "../archive/keys.ts";
import type { Logger } from "../log.ts";
import type { LegalHold } from "../store/legal-hold.ts";
import type { HoldBook } from "./hold-book.ts";

export interface HoldDependencies {
  readonly orgId: number;
  readonly book: HoldBook;
  readonly legalHold: LegalHold;
  readonly log: Logger;
}

/**
 * Applies what the records say of each ticket, read afresh once; doing it again does no harm. The root's inventory
 * comes first: from then on new versions of the ticket are written held. A version that was being written meanwhile
 * is caught by doing it again after the longest time that a run may take.
 * @returns how many versions of files were set
 */
export async function applyHolds(
  { orgId, book, legalHold, log }: HoldDependencies,
  tickets: readonly number[],
  { signal, onTicket }: { readonly signal?: AbortSignal; readonly onTicket?: () => void } = {},
): Promise<number> {
  const matters = await book.heldTickets();
  const released: number[] = [];
  let files = 0;
  for (const ticketId of tickets) {
    signal?.throwIfAborted();
    const held = matters.has(ticketId);
    if (!held) released.push(ticketId);
    const versions = await legalHold.set(objectKey(orgId, ticketId), held, signal);
    log.info("hold.applied", {
      orgId,
      ticketId,
      held,
      matters: matters.get(ticketId)?.length ?? 0,
      versions,
    });
    files += versions;
    onTicket?.();
  }
  if (released.length === 0) return files;
  // Whoever placed a ticket under another matter meanwhile may have set its hold before it was released here.
  const now = await book.heldTickets();
  const again = released.filter((ticketId) => now.has(ticketId));
  if (again.length === 0) return files;
  return files + (await applyHolds({ orgId, book, legalHold, log }, again, signal && { signal }));
}
