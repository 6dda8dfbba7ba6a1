/** The `sync` function: each minute, what is new or due goes into the request queue; daily, a census is taken; by hand, the index is made anew. */
import type { Context } from "aws-lambda";
import * as z from "zod";
import { UsageError } from "../../shared/errors.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import type { Chosen } from "../../shared/sync/choose.ts";
import { DAY_MS } from "../../shared/sync/interval.ts";
import { type Rebuilt, rebuildIndex } from "../../shared/sync/rebuild-index.ts";
import { syncTurn } from "../../shared/sync/sync-turn.ts";
import { workingTime } from "../common/working-time.ts";
import { type CensusReceipt, censusOfDay } from "./census.ts";
import type { SyncDependencies } from "./dependencies.ts";

/** Longer than any message lives: one that is lost comes back then. */
const LEASE_MS = 4 * DAY_MS;
/** The time until the next turn: requests are shown one after the other in it, so that no window of calls is filled by them. */
const TURN_SECONDS = 60;
/** Before the next turn begins: they go one at a time. */
const TURN_ENDS_MS = 50_000;
const RESERVE_MS = 5_000;

/**
 * The schedules send `{}` and `{"census": {}}`; an operator `{"rebuild": {}}`, or with the number at which the last answer
 * said to go on.
 */
const eventSchema = z.looseObject({
  rebuild: z.object({ from: z.int().positive().optional() }).optional(),
  census: z.object({}).optional(),
});

export interface TurnReceipt {
  readonly highest: number;
  /** Numbers that were put into the queue. */
  readonly asked: number;
  readonly waiting: number;
}

/** @throws UsageError for another event; what the turn, the census or the rebuilding throws: the next call goes on */
export async function handleSync(
  dependencies: SyncDependencies,
  event: unknown,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<TurnReceipt | CensusReceipt | Rebuilt> {
  const asked = eventSchema.safeParse(event);
  if (!asked.success) {
    throw new UsageError(
      'The event is neither {} nor {"census": {}} nor {"rebuild": {}} nor {"rebuild": {"from": 143}}.',
    );
  }
  const { rebuild, census } = asked.data;
  if (census !== undefined) return censusOfDay(dependencies, context);
  if (rebuild !== undefined) return rebuilt(dependencies, rebuild.from, context);
  using time = workingTime({ getRemainingTimeInMillis: () => TURN_ENDS_MS }, 0);
  return time.within(() => turn(dependencies));
}

async function turn(dependencies: SyncDependencies): Promise<TurnReceipt> {
  const { orgId, index, from, callsPerDay, leftOfDay, queue, log } = dependencies;
  const mandate = { orgId, reason: "sync", requestedBy: "sync", repeated: true };
  let waiting = 0;
  const { highest, chosen } = await syncTurn({
    index,
    now: Date.now,
    from,
    callsPerDay,
    leftOfDay,
    spread: true,
    leaseMs: LEASE_MS,
    waiting: async () => {
      waiting = await dependencies.waiting();
      return waiting;
    },
    send: (some: readonly Chosen[]) =>
      queue.sendAll(
        some.map(({ ticketId }) => ({ ...mandate, ticketId })),
        { overSeconds: TURN_SECONDS },
      ),
  });
  const done = { highest, asked: chosen.length, waiting };
  log.info(LOG_EVENTS.synced, { orgId, ...done });
  return done;
}

async function rebuilt(
  { orgId, index, openStore, log }: SyncDependencies,
  from: number | undefined,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<Rebuilt> {
  using time = workingTime(context, RESERVE_MS);
  const done = await rebuildIndex({
    store: await openStore(),
    orgId,
    index,
    now: Date.now,
    log,
    ...(from !== undefined && { from }),
    signal: time.signal,
    onProgress: () => {},
  });
  log.info("index.rebuilt", {
    orgId,
    tickets: done.tickets,
    unreadable: done.unreadable.length,
    next: done.next,
  });
  return done;
}
