/** Pins what was accepted of the tickets of an export, as it stands when the export is planned. */
import { latestAcceptance, type Ticket } from "../archive/find-acceptance.ts";
import { IntegrityError } from "../errors.ts";
import { ACCEPTANCES_FOLDER, parseAcceptanceKey } from "../record-keys.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { PinnedTicket } from "./plan.ts";

/** Tells of a ticket what was accepted of it. Few have a record, so that no other is asked for. */
export async function acceptedIn(
  store: ObjectStore,
  orgId: number,
): Promise<(ticketId: number) => Promise<PinnedTicket["accepted"]>> {
  const withRecord = new Set<number>();
  for await (const { key } of store.list(`${ACCEPTANCES_FOLDER}/${orgId}`)) {
    const ticketId = parseAcceptanceKey(key)?.ticketId;
    if (ticketId !== undefined) withRecord.add(ticketId);
  }
  return async (ticketId) => (withRecord.has(ticketId) ? acceptedOf(store, { orgId, ticketId }) : null);
}

/** A record that is not one accepts nothing. */
async function acceptedOf(store: ObjectStore, ticket: Ticket): Promise<PinnedTicket["accepted"]> {
  try {
    const acceptance = await latestAcceptance(store, ticket);
    if (acceptance === undefined) return null;
    const { version, problems, reason, requestedBy, caller, at } = acceptance;
    return { version, problems, reason, requestedBy, caller, at };
  } catch (error) {
    if (error instanceof IntegrityError) return null;
    throw error;
  }
}
