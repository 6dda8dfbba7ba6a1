/** Brings the legal hold of a ticket's files level with the matters that it is under. */
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

/** How long a run may rest on records that it has read, in ms. */
const KEPT_MS = 60_000;

/**
 * For `archiveTicket`'s `afterFirstVersion`: puts a ticket that was under a matter before it was ever archived under
 * legal hold. The records are read at most once a minute; what was placed since then is applied by whoever placed it.
 */
export function holdNewTickets(dependencies: HoldDependencies): (ticketId: number) => Promise<void> {
  let known: { readonly at: number; readonly held: ReadonlyMap<number, unknown> } | undefined;
  return async (ticketId) => {
    if (known === undefined || performance.now() - known.at > KEPT_MS) {
      const at = performance.now();
      known = { at, held: await dependencies.book.heldTickets() };
    }
    if (known.held.has(ticketId)) await applyHolds(dependencies, [ticketId]);
  };
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
  let files = 0;
  for (const ticketId of tickets) {
    signal?.throwIfAborted();
    const held = matters.has(ticketId);
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
  return files;
}
