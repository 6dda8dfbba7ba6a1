/** Brings the index of words level with a vault: reads what changed since, and forgets what is not there any more. */
import pMap from "p-map";
import { IntegrityError } from "../errors.ts";
import { parseNumberedName, storageRootKey } from "../keys.ts";
import type { Logger } from "../log.ts";
import { lastName } from "../ocfl/tree.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { numberOf } from "../ticket/wording.ts";
import { type TicketRows, ticketRows } from "./rows/ticket-rows.ts";
import type { SearchIndex } from "./search-index.ts";
import { vaultHead } from "./vault-head.ts";

export interface UpdateOptions {
  readonly store: ObjectStore;
  readonly orgId: number;
  readonly index: SearchIndex;
  readonly log: Logger;
  /** Aborted when no further ticket is to be begun. */
  readonly signal: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
}

export interface Updated {
  /** Tickets that were read and put into the index. */
  readonly updated: number;
  /** Tickets whose version was in it already. */
  readonly unchanged: number;
  /** Tickets that are not in the vault any more. */
  readonly removed: number;
  /** Numbers whose archive cannot be read: for `verify`. */
  readonly unreadable: readonly number[];
  /** Where it was interrupted; undefined when all was read. */
  readonly next: number | undefined;
}

/** Reads of one ticket wait for the store, so many are read at once, and written together. */
const AT_ONCE = 16;
const WRITTEN_TOGETHER = 250;

/** @throws StoreError; what the index throws; running again goes on */
export async function updateSearch(options: UpdateOptions): Promise<Updated> {
  const { store, orgId, index, signal, onProgress } = options;
  const { folders } = await store.children(storageRootKey(orgId));
  const ids = folders
    .flatMap((folder) => parseNumberedName(lastName(folder)) ?? [])
    .toSorted((a, b) => a - b);
  const there = new Set(ids);
  const gone = [...index.heads().keys()].filter((ticket) => !there.has(ticket));
  index.remove(gone);
  const unreadable: number[] = [];
  let [updated, unchanged] = [0, 0];
  for (let start = 0; start < ids.length; start += WRITTEN_TOGETHER) {
    if (signal.aborted) return { updated, unchanged, removed: gone.length, unreadable, next: ids[start] };
    const some = ids.slice(start, start + WRITTEN_TOGETHER);
    const read = await pMap(some, (ticketId) => rowsFromVault(options, ticketId), { concurrency: AT_ONCE });
    const news = read.filter((rows) => typeof rows === "object");
    index.write(news);
    updated += news.length;
    unchanged += read.filter((rows) => rows === "level").length;
    unreadable.push(...some.filter((_, position) => read[position] === "unreadable"));
    onProgress(start + some.length, ids.length);
  }
  return { updated, unchanged, removed: gone.length, unreadable, next: undefined };
}

/** `none` of a ticket without a published version. */
async function rowsFromVault(
  { store, orgId, index, log }: UpdateOptions,
  ticketId: number,
): Promise<TicketRows | "level" | "none" | "unreadable"> {
  try {
    const head = await vaultHead(store, orgId, ticketId);
    if (head === undefined) return "none";
    if ((index.headOf(ticketId) ?? 0) >= numberOf(head.version.version)) return "level";
    return await ticketRows(head.version, await head.document());
  } catch (error) {
    if (!(error instanceof IntegrityError)) throw error;
    log.warn("search.archive-unreadable", { orgId, ticketId, code: error.code });
    return "unreadable";
  }
}
