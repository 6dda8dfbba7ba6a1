/** Takes into the catalogue what was sealed since the last time, shard by shard. */
import pMap from "p-map";
import { entryKey, parseVersionKey } from "../keys.ts";
import { parseEntry, type ReadEntry } from "../ledger/entry.ts";
import { lastEntry } from "../ledger/head-search.ts";
import { NewerProgramError } from "../newer-program.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { type Progress, readProgress, writeProgress } from "./progress.ts";
import { shardOf } from "./shards.ts";
import { type CatalogueOptions, updateShard } from "./update-shard.ts";

export interface FollowOptions extends CatalogueOptions {
  /** Aborted when no further shard is to be begun. */
  readonly signal: AbortSignal;
}

export interface Followed {
  /** The entry up to which everything is in the files, and its time; 0 and null for none. */
  readonly sequence: number;
  readonly time: string | null;
  /** Shards that were looked at, and files that were written. */
  readonly shards: number;
  readonly written: number;
  readonly unreadable: number;
  /** False where entries are left, for want of time or because another run goes on with them. */
  readonly isLevel: boolean;
}

/** Entries are taken together until they name so many tickets, so that a shard is written once for many of them. */
const TICKETS_TOGETHER = 5_000;
const ENTRIES_TOGETHER = 2_000;
const AT_ONCE = 16;

/**
 * What is interrupted goes on where it was the next time.
 * @throws StoreError; IntegrityError for an entry that none wrote; NewerProgramError for what a newer program wrote
 */
export async function followLedger(options: FollowOptions): Promise<Followed> {
  const { orgId, vault, catalogue, signal } = options;
  let [shards, written, unreadable] = [0, 0, 0];
  for (;;) {
    const known = await readProgress(catalogue, orgId);
    const { sequence, time, begun } = known;
    const so = (isLevel: boolean): Followed => ({ sequence, time, shards, written, unreadable, isLevel });
    const last = begun?.to ?? (await lastSequence(vault, orgId, sequence));
    if (last <= sequence) return so(true);
    const bunch = await readBunch(options, sequence + 1, last, begun !== null);
    const keep = (progress: Progress) => writeProgress(catalogue, orgId, known, progress);
    for (const [shard, tickets] of bunch.shards) {
      if (begun !== null && shard < begun.shard) continue;
      if (signal.aborted) {
        await keep({ sequence, time, begun: { to: bunch.to, shard } });
        return so(false);
      }
      const update = await updateShard(options, shard, tickets);
      shards += 1;
      written += update.written;
      unreadable += update.unreadable;
    }
    if (!(await keep({ sequence: bunch.to, time: bunch.time, begun: null }))) return so(false);
  }
}

/** The number of the ledger's last entry. @param known a number that is known to exist, or 0 */
export function lastSequence(vault: ObjectStore, orgId: number, known: number): Promise<number> {
  return lastEntry(async (number) => (await vault.stat(entryKey(orgId, number))) !== undefined, known);
}

/** @throws IntegrityError `entry-unreadable`; NewerProgramError: what that seals is not known here */
export async function readEntryAt(vault: ObjectStore, orgId: number, sequence: number): Promise<ReadEntry> {
  const key = entryKey(orgId, sequence);
  const where = `${vault.location}/${key}`;
  const entry = parseEntry((await vault.read(key))?.bytes ?? new Uint8Array(), where);
  if (entry.kind === "newer") throw new NewerProgramError(where);
  return entry;
}

/** What some entries seal. */
interface Bunch {
  /** The last of the entries, and its time. */
  readonly to: number;
  readonly time: string;
  /** The tickets of each shard, by number. */
  readonly shards: readonly (readonly [shard: number, tickets: readonly number[]])[];
}

/** @param isBegun all of the entries are wanted, as the last time */
async function readBunch(
  { orgId, vault }: FollowOptions,
  from: number,
  last: number,
  isBegun: boolean,
): Promise<Bunch> {
  const tickets = new Set<number>();
  let [to, time] = [from - 1, ""];
  while (to < last) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, last - to) }, (_, index) => to + 1 + index);
    const entries = await pMap(numbers, (number) => readEntryAt(vault, orgId, number), {
      concurrency: AT_ONCE,
    });
    for (const entry of entries) {
      for (const { key } of entry.sealed) {
        const name = parseVersionKey(key);
        if (name?.orgId === orgId) tickets.add(name.ticketId);
      }
      ({ sequence: to, time } = entry);
      const isEnough = tickets.size >= TICKETS_TOGETHER || to - from + 1 >= ENTRIES_TOGETHER;
      if (isEnough && !isBegun) return { to, time, shards: byShard(tickets) };
    }
  }
  return { to, time, shards: byShard(tickets) };
}

function byShard(tickets: ReadonlySet<number>): [number, number[]][] {
  const ordered = [...tickets].toSorted((a, b) => a - b);
  return [...Map.groupBy(ordered, shardOf)];
}
