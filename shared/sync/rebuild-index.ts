/** Makes the index of tickets anew from a vault: what the archive holds of each ticket; asking starts as never. */
import pMap from "p-map";
import { isMissing, judge } from "../archive/acceptance.ts";
import { acceptanceReader } from "../archive/find-acceptance.ts";
import { inventoryKey, ticketPlace } from "../archive/place.ts";
import { readTicket } from "../archive/read-ticket.ts";
import { IntegrityError } from "../errors.ts";
import { parseNumberedName, storageRootKey } from "../keys.ts";
import type { Logger } from "../log.ts";
import { parseInventory } from "../ocfl/inventory.ts";
import { lastName } from "../ocfl/tree.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { neverAsked, unknownNumber } from "./interval.ts";
import type { TicketEntry, TicketIndex } from "./ticket-index.ts";

export interface RebuildOptions {
  readonly store: ObjectStore;
  readonly orgId: number;
  readonly index: TicketIndex;
  readonly now: () => number;
  readonly log: Logger;
  /** The first number of the vault that is read; 1 unless given. */
  readonly from?: number;
  /** Aborted when no further ticket is to be begun. */
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Rebuilt {
  /** Tickets that the index has from the vault now. */
  readonly tickets: number;
  /** Numbers whose archive cannot be read: for `verify`. */
  readonly unreadable: readonly number[];
  /** Where to go on; undefined when all was read. */
  readonly next: number | undefined;
}

/** Reads of one ticket wait for the store, so many are read at once, and written together. */
const AT_ONCE = 32;
const WRITTEN_TOGETHER = 1000;

/** @throws StoreError; what the index throws */
export async function rebuildIndex(options: RebuildOptions): Promise<Rebuilt> {
  const { store, orgId, index, from = 1, signal, onProgress } = options;
  const { folders } = await store.children(storageRootKey(orgId));
  const ids = folders.flatMap((folder) => parseNumberedName(lastName(folder)) ?? []);
  const todo = ids.filter((id) => id >= from).toSorted((a, b) => a - b);
  const unreadable: number[] = [];
  let tickets = 0;
  for (let start = 0; start < todo.length; start += WRITTEN_TOGETHER) {
    if (signal.aborted) return { tickets, unreadable, next: todo[start] };
    const some = todo.slice(start, start + WRITTEN_TOGETHER);
    const read = await pMap(some, (ticketId) => entryFromVault(options, ticketId), { concurrency: AT_ONCE });
    const entries = read.filter((entry) => entry !== undefined);
    await index.write(entries);
    tickets += entries.length;
    unreadable.push(...some.filter((_, position) => read[position] === undefined));
    onProgress(start + some.length, todo.length);
  }
  return { tickets, unreadable, next: undefined };
}

/** Undefined when its archive cannot be read, or has no published version. */
async function entryFromVault(
  { store, orgId, now, log }: RebuildOptions,
  ticketId: number,
): Promise<TicketEntry | undefined> {
  const place = ticketPlace(store, orgId, ticketId);
  const file = await store.read(inventoryKey(place));
  if (file === undefined) return undefined;
  try {
    const inventory = parseInventory(file.bytes, `${store.location}/${inventoryKey(place)}`, place.id);
    const document = await readTicket(place, inventory);
    const { problems, status } = document.completeness;
    const acceptance = await acceptanceReader(store, { orgId, ticketId }, log)(document);
    const { accepted, open } = judge(problems, acceptance);
    return neverAsked({
      ...unknownNumber(ticketId, Date.parse(inventory.versions[inventory.head]?.created ?? "") || now()),
      status: accepted.length > 0 && !open.some(isMissing) ? "accepted" : status,
      head: inventory.head,
      title: document.ticket.title,
    });
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    log.warn("index.archive-unreadable", { orgId, ticketId, code: error.code });
    return undefined;
  }
}
