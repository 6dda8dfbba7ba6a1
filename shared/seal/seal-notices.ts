/** Seals what a batch of notices is about: finds the versions, writes the entries, and tells which notices failed. */
import pMap from "p-map";
import { IntegrityError, TicketvaultError } from "../errors.ts";
import type { InventoryName } from "../keys.ts";
import type { SealedVersion } from "../ledger/entry.ts";
import type { LogFields, Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Ledger } from "./ledger.ts";
import { noticedTickets } from "./notices.ts";
import { publishedVersions } from "./versions.ts";

/** One message of the queue. */
export interface Message {
  readonly messageId: string;
  readonly body: string;
}

export interface SealNoticesDependencies {
  readonly store: ObjectStore;
  /** The account's ledger, the same for each call. */
  readonly ledgerOf: (orgId: number) => Ledger;
  readonly log: Logger;
  readonly now: () => Date;
}

/**
 * How long (ms) after it was made a version is still looked for when its ticket is noticed: several may be published
 * before the first notice is read. What is missed all the same, `verify` finds unsealed.
 */
const LATE = 24 * 3_600_000;
const TICKETS_AT_ONCE = 8;

interface Ticket {
  readonly orgId: number;
  readonly ticketId: number;
  readonly versions: Set<number>;
  readonly messages: Set<string>;
}

/** What is to be sealed of a ticket, and the messages that asked for it. */
interface Found {
  readonly ticketId: number;
  readonly versions: readonly SealedVersion[];
  readonly messages: ReadonlySet<string>;
}

/** @returns the ids of the messages that are to be given again */
export async function sealNotices(
  dependencies: SealNoticesDependencies,
  messages: readonly Message[],
): Promise<ReadonlySet<string>> {
  const failed = new Set<string>();
  const fail = (ids: Iterable<string>, fields: LogFields, error: unknown): void => {
    const code = error instanceof TicketvaultError ? error.code : "unexpected";
    dependencies.log.error(LOG_EVENTS.sealFailed, { ...fields, code });
    for (const id of ids) failed.add(id);
  };

  const tickets = new Map<string, Ticket>();
  for (const { messageId, body } of messages) {
    try {
      for (const noticed of noticedTickets(body)) collect(tickets, noticed, messageId);
    } catch (error) {
      fail([messageId], { messageId }, error);
    }
  }

  const found = new Map<number, Found[]>();
  const look = async ({ orgId, ticketId, versions: named, messages: ids }: Ticket): Promise<void> => {
    try {
      const versions = await newVersions(dependencies, orgId, ticketId, named);
      found.set(orgId, [...(found.get(orgId) ?? []), { ticketId, versions, messages: ids }]);
    } catch (error) {
      fail(ids, { orgId, ticketId }, error);
    }
  };
  await pMap(tickets.values(), look, { concurrency: TICKETS_AT_ONCE });

  const seal = async (orgId: number, tickets: readonly Found[]): Promise<void> => {
    try {
      await dependencies.ledgerOf(orgId).seal(tickets.flatMap(({ versions }) => versions));
    } catch (error) {
      if (error instanceof IntegrityError && tickets.length > 1) {
        // One of them is not what was sealed: the others shall not wait for it.
        for (const ticket of tickets) await seal(orgId, [ticket]);
        return;
      }
      const [ticket] = tickets.length === 1 ? tickets : [];
      fail(
        tickets.flatMap(({ messages: ids }) => [...ids]),
        { orgId, ...(ticket && { ticketId: ticket.ticketId }) },
        error,
      );
    }
  };
  for (const [orgId, tickets] of found) await seal(orgId, tickets);
  return failed;
}

function collect(tickets: Map<string, Ticket>, noticed: InventoryName, messageId: string): void {
  const { orgId, ticketId, version } = noticed;
  const name = `${orgId}/${ticketId}`;
  const ticket = tickets.get(name) ?? { orgId, ticketId, versions: new Set(), messages: new Set() };
  tickets.set(name, ticket);
  if (version !== undefined) ticket.versions.add(version);
  ticket.messages.add(messageId);
}

async function newVersions(
  { store, now }: SealNoticesDependencies,
  orgId: number,
  ticketId: number,
  named: ReadonlySet<number>,
): Promise<SealedVersion[]> {
  const since = now().getTime() - LATE;
  return publishedVersions(
    store,
    orgId,
    ticketId,
    ({ version, isHead, created }) => isHead || named.has(version) || created >= since,
  );
}
