/** Runs a month: the real turns of `sync`, intervals, pace and SQLite index, on a clock that jumps, against a simulated account. */
import { LeadSquaredError } from "../../shared/errors.ts";
import { spent } from "../../shared/leadsquared/day-budget.ts";
import { blocked, dueTime, FREE_PACE, reserve, VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import { silentLogger } from "../../shared/log.ts";
import type { Chosen, Why } from "../../shared/sync/choose.ts";
import { neverAsked, unknownNumber } from "../../shared/sync/interval.ts";
import { indexKeeper } from "../../shared/sync/keep-index.ts";
import { sqliteIndex } from "../../shared/sync/sqlite-index.ts";
import { syncTurn } from "../../shared/sync/sync-turn.ts";
import type { TicketIndex } from "../../shared/sync/ticket-index.ts";
import { Vendor } from "./vendor.ts";
import { DAY, MINUTE, makeWorld, randomFrom, type World, type WorldSize, type WorldTicket } from "./world.ts";

export interface MonthSize extends WorldSize {
  readonly callsPerDay: number;
  readonly share: number;
  /** The day at whose beginning the index is lost, and made again from the vault. */
  readonly indexLost: number;
}

/** What the vault has of a ticket. */
interface Archived {
  versions: number;
  changed: number;
  /** How many of its changes the head version has, its coming among them. */
  seen: number;
}

export interface Month {
  readonly world: World;
  readonly vendor: Vendor;
  readonly vault: ReadonlyMap<number, Archived>;
  /** From each change, or the ticket's coming, to the version that has it, in ms in which LeadSquared answered. */
  readonly delays: readonly { readonly kind: "new" | "young" | "older"; readonly ms: number }[];
  readonly callsFor: Readonly<Record<Why, number>>;
  /** Calls for the details of changed tickets. */
  readonly details: number;
  /** Numbers of which older ones are asked for in turn, at the month's end. */
  readonly older: number;
  readonly mostQueued: number;
  /** Requests that were queued while one for the same ticket was in the queue. */
  readonly twiceQueued: number;
  readonly missing: readonly number[];
}

interface Message {
  readonly chosen: Chosen;
  readyAt: number;
}

const START = Date.parse("2026-03-01T00:00:00Z");
const LEASE = 4 * DAY;
/** What LeadSquared's client waits after a 429. */
const PUSH_BACK_MS = 5_000;
const WEEK = 7 * DAY;

export async function runMonth(size: MonthSize): Promise<Month> {
  const random = randomFrom(20260301);
  const world = makeWorld(size, random);
  const vendor = new Vendor(size);
  const vault = new Map<number, Archived>();
  const delays: Month["delays"][number][] = [];
  const callsFor: Record<Why, number> = { next: 0, probe: 0, never: 0, young: 0, older: 0 };
  const ours = Math.floor(size.callsPerDay * size.share);
  const limits = { ...VENDOR_PACE, limit: Math.floor(VENDOR_PACE.limit * size.share), perDay: ours };
  let clock = 0;
  let pace = FREE_PACE;
  let queue: Message[] = [];
  let [mostQueued, twiceQueued, details] = [0, 0, 0];

  for (const ticket of world.tickets.values()) {
    if (ticket.created < 0) vault.set(ticket.number, { versions: 1, changed: ticket.created, seen: 1 });
  }
  let index = await knownIndex(vault);
  const keeper = indexKeeper({ index: async () => index, now: () => START + clock, log: silentLogger });

  const send = async (chosen: readonly Chosen[]): Promise<void> => {
    const inQueue = new Set(queue.map((message) => message.chosen.ticketId));
    for (const [n, each] of chosen.entries()) {
      if (inQueue.has(each.ticketId)) twiceQueued += 1;
      const readyAt = clock + Math.floor((n * MINUTE) / chosen.length / 1000) * 1000;
      queue.push({ chosen: each, readyAt });
    }
    mostQueued = Math.max(mostQueued, queue.length);
  };

  const work = async (message: Message, at: number): Promise<"done" | "again"> => {
    const { ticketId, why } = message.chosen;
    clock = at;
    const answer = vendor.call(at);
    if (answer === "refused") {
      pace = blocked(pace, at, at + PUSH_BACK_MS).pace;
      message.readyAt = at + PUSH_BACK_MS;
      return "again";
    }
    if (answer === "away") {
      await keeper.failed(ticketId, new LeadSquaredError("unavailable", "503", { retryable: true }));
      return "done";
    }
    callsFor[why] += 1;
    const before = vault.get(ticketId)?.versions;
    await keeper.seen(archive(ticketId, at));
    if (vault.get(ticketId)?.versions !== before) askForDetails(at);
    return "done";
  };

  /** A changed ticket takes one call more; what is refused, or over the day, is a notice and asked for no more. */
  const askForDetails = (at: number): void => {
    const reserved = reserve(pace, at, limits);
    if (reserved.isDayOver) return;
    pace = reserved.pace;
    details += 1;
    vendor.call(Math.round(dueTime(pace, reserved.slot)));
  };

  const archive = (ticketId: number, at: number) => {
    const ticket = world.tickets.get(ticketId);
    if (ticket === undefined || ticket.created > at) {
      return { ticketId, status: "empty", head: null, title: null, changed: null } as const;
    }
    const happened = [ticket.created, ...ticket.changes].filter((time) => time <= at);
    const held = vault.get(ticketId) ?? { versions: 0, changed: at, seen: 0 };
    if (happened.length > held.seen) {
      for (const time of happened.slice(held.seen)) delays.push(delayOf(ticket, time, at, size));
      vault.set(ticketId, { versions: held.versions + 1, changed: at, seen: happened.length });
    }
    const { versions, changed } = vault.get(ticketId) ?? held;
    return {
      ticketId,
      status: "complete",
      head: `v${versions}`,
      title: null,
      changed: START + changed,
    } as const;
  };

  for (let turn = 0; turn * MINUTE < world.end; turn += 1) {
    clock = turn * MINUTE;
    if (clock === size.indexLost * DAY) {
      index[Symbol.dispose]();
      index = await knownIndex(vault);
    }
    const options = {
      index,
      now: () => START + clock,
      from: 1,
      callsPerDay: ours,
      spread: true,
      leaseMs: LEASE,
      leftOfDay: async () => ours - spent(pace.day, clock - pace.behind),
    };
    await syncTurn({ ...options, waiting: async () => queue.length, send });
    const until = clock + MINUTE;
    const left: Message[] = [];
    for (const message of queue.toSorted((a, b) => a.readyAt - b.readyAt)) {
      const reserved =
        message.readyAt < until ? reserve(pace, Math.max(clock, message.readyAt), limits) : undefined;
      if (reserved === undefined || reserved.isDayOver || dueTime(pace, reserved.slot) >= until) {
        left.push(message);
        continue;
      }
      const at = Math.round(dueTime(pace, reserved.slot));
      pace = reserved.pace;
      if ((await work(message, at)) === "again") left.push(message);
    }
    queue = left;
  }
  const older = await countOlder(index);
  index[Symbol.dispose]();
  const missing = [...world.tickets.values()]
    .filter(({ number, created }) => created < world.end - 10 * DAY && !vault.has(number))
    .map(({ number }) => number);
  return { world, vendor, vault, delays, callsFor, details, older, mostQueued, twiceQueued, missing };
}

/** An index as `index rebuild` makes it: what the vault has, and asking as never. */
async function knownIndex(vault: ReadonlyMap<number, Archived>): Promise<TicketIndex> {
  const index = sqliteIndex(":memory:");
  const entries = [...vault].map(([number, { versions, changed }]) =>
    neverAsked({ ...unknownNumber(number, START + changed), status: "complete", head: `v${versions}` }),
  );
  await index.write(entries);
  return index;
}

async function countOlder(index: TicketIndex): Promise<number> {
  let older = 0;
  for await (const { line } of index.entries()) older += line === "older" || line === "never" ? 1 : 0;
  return older;
}

/** While LeadSquared is away nobody can see a change: that time is no delay of ours. */
function delayOf(
  { created, isLate }: WorldTicket,
  time: number,
  at: number,
  { outage }: MonthSize,
): Month["delays"][number] {
  const away = Math.max(0, Math.min(at, outage.to * DAY) - Math.max(time, outage.from * DAY));
  const ms = at - time - away;
  if (time === created) return { kind: isLate ? "older" : "new", ms };
  return { kind: time - created < WEEK ? "young" : "older", ms };
}
