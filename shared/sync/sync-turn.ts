/** One turn of `sync`: what is due is leased and handed on, as much of it as the pace takes. */
import { type Chosen, choose, type Waiting } from "./choose.ts";
import { DAY_MS } from "./interval.ts";
import { lookAhead } from "./look-ahead.ts";
import { nextSpan, openNumbers, spansUpTo } from "./open-numbers.ts";
import { recall, type SyncMemory } from "./sync-memory.ts";
import type { Numbers, TicketIndex } from "./ticket-index.ts";

export interface SyncOptions {
  readonly index: TicketIndex;
  /** In ms since 1970. */
  readonly now: () => number;
  /** The first number that is asked for. */
  readonly from: number;
  /** Calls of a day that are ours. */
  readonly callsPerDay: number;
  /** Whether the day's calls are spread over the day; else as much goes as is due, and the pacer alone says when. */
  readonly spread: boolean;
  /** How long a number belongs to who took it, in ms: longer than an answer takes. */
  readonly leaseMs: number;
  /** Of `callsPerDay`, what is left of the last 24 hours' by the pace that is kept; Infinity where no day is limited. */
  readonly leftOfDay: () => Promise<number>;
  /** Requests that wait to be worked on, whoever made them. */
  readonly waiting: () => Promise<number>;
  /** Hands numbers on to be archived. When it throws, they are given back. */
  readonly send: (chosen: readonly Chosen[]) => Promise<void>;
}

export interface SyncTurn {
  readonly highest: number;
  /** What is handed on, in order. */
  readonly chosen: readonly Chosen[];
  /** Numbers that are to become known. */
  readonly opening: Numbers | undefined;
}

/** So much of the pace is in the queue at most: an outage leaves no more than this behind. */
const QUEUED_MS = 5 * 60_000;
/** The part of the day's calls that is planned: details, fresh addresses of attachments and others' requests take the rest. */
const PLANNED = 0.97;
/** Where they take more, and less than this part of the day's calls is left, as much less is planned as is missing of it. */
const RESERVE = 0.01;

/** @throws what the index, `waiting` and `send` throw; running again goes on */
export async function syncTurn(options: SyncOptions): Promise<SyncTurn> {
  const { index, now, send } = options;
  const opened = await openNext(options);
  const plan = await planTurn(options);
  const time = now();
  const ids = plan.chosen.map(({ ticketId }) => ticketId);
  const leased = new Set(await index.lease(ids, { now: time, until: time + options.leaseMs }));
  const chosen = plan.chosen.filter(({ ticketId }) => leased.has(ticketId));
  await index.remember(JSON.stringify(plan.memory));
  try {
    if (chosen.length > 0) await send(chosen);
  } catch (error) {
    await index.giveBack([...leased], now());
    throw error;
  }
  return { highest: plan.highest, chosen, opening: opened };
}

/** What a turn would hand on now; nothing is changed. @throws what the index and `waiting` throw */
export async function planTurn(options: SyncOptions): Promise<SyncTurn & { readonly memory: SyncMemory }> {
  const { index, now, from, callsPerDay } = options;
  const time = now();
  const memory = await recall(index, from, time);
  const highest = Math.max(await index.highest(), from - 1);
  const { opened, unopened } = spansUpTo(memory, highest);
  const reserve = Math.max(0, Math.min(1, (await options.leftOfDay()) / (callsPerDay * RESERVE)));
  const perMs = (callsPerDay * PLANNED * reserve) / DAY_MS;
  const most = Math.max(1, perMs * QUEUED_MS);
  const earned = Math.min(most, memory.credit + perMs * Math.max(0, time - memory.creditAt));
  const space = most - (await options.waiting());
  const room = Math.floor(options.spread ? Math.min(earned, space) : space);

  // A queue that does not move would only take the same looks again.
  const ahead = space >= 1 ? lookAhead(memory.ahead, { highest, now: time, callsPerDay }) : undefined;
  const beyond: Chosen[] = [
    ...(ahead?.next ?? []).map((ticketId) => ({ ticketId, why: "next" as const })),
    ...(ahead?.probes ?? []).map((ticketId) => ({ ticketId, why: "probe" as const })),
  ];
  const left = Math.max(0, room - beyond.length);
  const { chosen, position } = choose(await whatIsDue(index, time, left), left, memory.position);
  const all = [...beyond, ...chosen];
  return {
    highest,
    chosen: all,
    opening: nextSpan(unopened).now,
    memory: {
      ...{ opened, unopened, position },
      credit: Math.max(-most, earned - all.length),
      creditAt: time,
      ahead: ahead?.memory ?? memory.ahead,
    },
  };
}

async function whatIsDue(index: TicketIndex, now: number, limit: number): Promise<Waiting> {
  const [young, never, older] = await Promise.all([
    index.due("young", now, limit),
    index.due("never", now, limit),
    index.due("older", now, limit),
  ]);
  return { young, never, older };
}

/** Opens the next span, and remembers what is left. */
async function openNext({ index, now, from }: SyncOptions): Promise<Numbers | undefined> {
  const memory = await recall(index, from, now());
  const highest = Math.max(await index.highest(), from - 1);
  const { opened, unopened } = spansUpTo(memory, highest);
  const { now: span, left } = nextSpan(unopened);
  if (span === undefined) return undefined;
  await openNumbers(index, span, now());
  await index.remember(JSON.stringify({ ...memory, opened, unopened: left }));
  return span;
}
