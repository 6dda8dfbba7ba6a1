/** Brings the legal hold of tickets' files level with the matters that they are under. */

import { StoreError } from "../errors.ts";
import { forAll } from "../for-all.ts";
import { objectKey } from "../keys.ts";
import type { Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import type { LegalHold } from "../store/legal-hold.ts";
import type { HoldRegister } from "./hold-register.ts";

export interface HoldDependencies {
  readonly orgId: number;
  readonly register: HoldRegister;
  readonly legalHold: LegalHold;
  readonly log: Logger;
}

/** Each has its files set 16 at a time. */
const TICKETS_AT_ONCE = 4;
/** Each round repeats what somebody else changed during the one before. */
const ROUNDS = 10;

/**
 * Applies what the records say of each ticket; doing it again does no harm. The root's inventory comes first: from then
 * on new versions of the ticket are written held. A version that was being written meanwhile is caught by doing it again
 * after the longest time that a run may take: the queue does, and who uses the command line is told to.
 * @returns how many versions of files were set
 * @throws StoreError `contended` (retryable) when others change the same tickets all the time
 */
export async function applyHolds(
  { orgId, register, legalHold, log }: HoldDependencies,
  tickets: readonly number[],
  { signal, onTicket }: { readonly signal?: AbortSignal; readonly onTicket?: () => void } = {},
): Promise<number> {
  let files = 0;
  let left = tickets;
  let matters = await register.heldTickets();
  for (let round = 1; round <= ROUNDS; round += 1) {
    await forAll(left, TICKETS_AT_ONCE, async (ticketId) => {
      signal?.throwIfAborted();
      const held = matters.has(ticketId);
      const versions = await legalHold.set(objectKey(orgId, ticketId), held, signal);
      const under = matters.get(ticketId)?.length ?? 0;
      log.info(LOG_EVENTS.holdApplied, { orgId, ticketId, held, matters: under, versions });
      files += versions;
      if (round === 1) onTicket?.();
    });
    // Whoever changed the records meanwhile may have set the hold of the same files before it was set here.
    const before = matters;
    matters = await register.heldTickets();
    left = left.filter((ticketId) => matters.has(ticketId) !== before.has(ticketId));
    if (left.length === 0) return files;
  }
  const message = `The legal hold of ${left.length} tickets is being changed by others; run \`ticketvault hold apply\`.`;
  throw new StoreError("contended", message, { retryable: true });
}
