/** Seals what a batch of notices is about: finds the versions, writes the entries, tells the bus, and says which notices failed. */
import pMap from "p-map";
import { IntegrityError, TicketvaultError } from "../errors.ts";
import { type InventoryName, parseVersionKey } from "../keys.ts";
import type { SealedFile } from "../ledger/entry-content.ts";
import type { LogFields, Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import type { EventPublisher } from "../requests/announce.ts";
import type { RequestQueue } from "../requests/request-queue.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { Ledger } from "./ledger.ts";
import { noticed } from "./notices.ts";
import { type NoticedRecord, sealRecords } from "./records.ts";
import { tellVersion } from "./tell-version.ts";
import { isUnfinished } from "./unfinished-publication.ts";
import { publishedVersions } from "./versions.ts";

/** One message of the queue. */
export interface Message {
  readonly messageId: string;
  readonly body: string;
  /** It was given before: whoever had it may have died after sealing, and before telling. */
  readonly isAgain: boolean;
}

export interface SealNoticesDependencies {
  readonly store: ObjectStore;
  /** The account's ledger, the same for each call. */
  readonly ledgerOf: (orgId: number) => Ledger;
  readonly events: EventPublisher;
  /** Takes the tickets whose publication a run left: archiving finishes it. */
  readonly requests: Pick<RequestQueue, "send">;
  readonly log: Logger;
  readonly now: () => Date;
}

/**
 * How long (ms) after it was made a version is still looked for when its ticket is noticed: several may be published
 * before the first notice is read. What is missed all the same, `verify` finds unsealed.
 */
const LATE = 24 * 3_600_000;
const TICKETS_AT_ONCE = 8;
/** Of each two documents are held, which may be of tens of megabytes. */
const TOLD_AT_ONCE = 2;

interface Ticket {
  readonly orgId: number;
  readonly ticketId: number;
  /** Those that the messages name. */
  readonly named: Set<number>;
  readonly messages: Set<string>;
  /** Whether one of the messages was given before. */
  readonly isAgain: boolean;
}

/** What is to be sealed of a ticket, and what asked for it. */
interface Found extends Ticket {
  readonly versions: readonly SealedFile[];
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
  const records: NoticedRecord[] = [];
  for (const message of messages) {
    const { messageId } = message;
    try {
      const named = noticed(message.body);
      for (const ticket of named.tickets) collect(tickets, ticket, message);
      records.push(...named.records.map((record) => ({ ...record, messageId })));
    } catch (error) {
      fail([messageId], { messageId }, error);
    }
  }

  const found = new Map<number, Found[]>();
  const look = async (ticket: Ticket): Promise<void> => {
    const { orgId, ticketId } = ticket;
    try {
      const versions = await newVersions(dependencies, ticket);
      found.set(orgId, [...(found.get(orgId) ?? []), { ...ticket, versions }]);
      if (await isUnfinished(dependencies.store, ticket)) await finishLater(dependencies, ticket, failed);
    } catch (error) {
      fail(ticket.messages, { orgId, ticketId }, error);
    }
  };
  await pMap(tickets.values(), look, { concurrency: TICKETS_AT_ONCE });

  /** After sealing, so that a bus that fails keeps nothing out of the ledger. */
  const tell = async (ticket: Found, sealed: ReadonlySet<string>): Promise<void> => {
    const { orgId, ticketId, messages: ids } = ticket;
    try {
      await tellNews(dependencies, ticket, sealed);
    } catch (error) {
      fail(ids, { orgId, ticketId }, error);
    }
  };

  const seal = async (orgId: number, tickets: readonly Found[]): Promise<void> => {
    try {
      const { sealed } = await dependencies.ledgerOf(orgId).seal(
        "versions",
        tickets.flatMap(({ versions }) => versions),
      );
      const keys = new Set(sealed.map(({ key }) => key));
      await pMap(tickets, (ticket) => tell(ticket, keys), { concurrency: TOLD_AT_ONCE });
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
  await sealRecords(dependencies.store, dependencies.ledgerOf, records, (some, error) => {
    const [{ orgId, kind } = {}] = some;
    fail(
      some.map(({ messageId }) => messageId),
      { orgId, kind },
      error,
    );
  });
  return failed;
}

/** What is in the writing is looked at again half an hour later; what stands still then, a run has left. */
async function finishLater(
  { requests, log }: SealNoticesDependencies,
  { orgId, ticketId, messages, isAgain }: Ticket,
  again: Set<string>,
): Promise<void> {
  if (isAgain) {
    log.warn("seal.unfinished", { orgId, ticketId });
    await requests.send({
      orgId,
      ticketId,
      reason: "finish what a run left",
      requestedBy: "seal",
      byHand: true,
    });
  } else for (const id of messages) again.add(id);
}

function collect(
  tickets: Map<string, Ticket>,
  { orgId, ticketId, version }: InventoryName,
  { messageId, isAgain }: Message,
): void {
  const name = `${orgId}/${ticketId}`;
  const known = tickets.get(name) ?? { orgId, ticketId, named: new Set(), messages: new Set(), isAgain };
  tickets.set(name, { ...known, isAgain: known.isAgain || isAgain });
  if (version !== undefined) known.named.add(version);
  known.messages.add(messageId);
}

async function newVersions(
  { store, now }: SealNoticesDependencies,
  { orgId, ticketId, named }: Ticket,
): Promise<SealedFile[]> {
  const since = now().getTime() - LATE;
  return publishedVersions(
    store,
    orgId,
    ticketId,
    ({ version, isHead, created }) => isHead || named.has(version) || created >= since,
  );
}

/**
 * Tells of what was sealed now and of what its own notice names, whoever sealed that; of all that was found when a notice
 * was given before. So each version is told of at least once.
 */
async function tellNews(
  dependencies: SealNoticesDependencies,
  { versions, named, isAgain }: Found,
  sealed: ReadonlySet<string>,
): Promise<void> {
  for (const { key } of versions) {
    const name = parseVersionKey(key);
    if (name && (isAgain || sealed.has(key) || named.has(name.version)))
      await tellVersion(dependencies, name);
  }
}
