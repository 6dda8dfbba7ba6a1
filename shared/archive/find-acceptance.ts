/** Finds what was accepted of a ticket: the record of the newest version that has one. */
import { IntegrityError } from "../errors.ts";
import type { VersionName } from "../keys.ts";
import type { Logger } from "../log.ts";
import { once } from "../once.ts";
import { acceptanceKey, acceptancesKey, parseAcceptanceKey } from "../record-keys.ts";
import { readExisting } from "../store/conditions.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { TicketDocument } from "../ticket/document.ts";
import { type Acceptance, readAcceptance } from "./acceptance.ts";
import type { PublishedTicket } from "./read-published.ts";

export interface Ticket {
  readonly orgId: number;
  readonly ticketId: number;
}

/**
 * The record of the newest version that has one: it names all that was missing then, earlier acceptances included.
 * @throws IntegrityError `acceptance-altered`
 */
export async function latestAcceptance(store: ObjectStore, ticket: Ticket): Promise<Acceptance | undefined> {
  let newest: VersionName | undefined;
  for await (const { key } of store.list(acceptancesKey(ticket.orgId, ticket.ticketId))) {
    const name = parseAcceptanceKey(key);
    if (name !== undefined && name.version > (newest?.version ?? 0)) newest = name;
  }
  if (newest === undefined) return undefined;
  const file = await readExisting(store, acceptanceKey(newest));
  return readAcceptance(file.bytes, newest);
}

/** Tells what was accepted of a ticket with this document. */
export type AcceptanceReader = (document: TicketDocument) => Promise<Acceptance | undefined>;

/**
 * Reads once, and only where something is missing, as it costs requests. A record that is not one accepts nothing: what
 * is missing alarms again, and the ticket is archived and shown all the same.
 */
export function acceptanceReader(
  store: ObjectStore,
  { orgId, ticketId }: Ticket,
  log: Logger,
): AcceptanceReader {
  const read = once(async () => {
    try {
      return await latestAcceptance(store, { orgId, ticketId });
    } catch (error) {
      if (!(error instanceof IntegrityError)) throw error;
      log.error("acceptance.unreadable", { orgId, ticketId, code: error.code });
      return undefined;
    }
  });
  return async ({ completeness }) => (completeness.status === "incomplete" ? read() : undefined);
}

/** What was accepted of the latest version; undefined when it is complete, or when an earlier version is shown. */
export async function acceptanceOf(
  store: ObjectStore,
  ticket: Ticket,
  { version, head, document }: PublishedTicket,
  log: Logger,
): Promise<Acceptance | undefined> {
  return version === head ? acceptanceReader(store, ticket, log)(document) : undefined;
}
