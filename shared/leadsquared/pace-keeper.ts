/** Makes a pacer of whatever keeps an account's pace: reserve a slot, wait for it, look again before going. */
import { setTimeout as sleep } from "node:timers/promises";
import { LeadSquaredError, TicketvaultError } from "../errors.ts";
import { type Logger, silentLogger } from "../log.ts";
import { spent } from "./day-budget.ts";
import { holdNotices } from "./hold-notices.ts";
import { arrived, blocked, dueTime, type Pace, type PaceLimits, reserve, type Step } from "./pace.ts";
import { type Hold, noSlotInTime, type Pacer, type RunOptions } from "./pacer.ts";

/** Keeps the pace of one account, alone or together with other processes. */
export interface PaceKeeper {
  /** In ms: the clock that all who keep this pace agree on. */
  now(): number;
  /** The pace as last seen. */
  pace(): Pace;
  /** Applies a rule to the newest pace, more than once if others are quicker. What the rule throws changes nothing. */
  change<S extends Step>(rule: (pace: Pace) => S): Promise<S>;
  /** Whether `pace` is recent enough to go by. */
  isFresh(): boolean;
  /** Reads what others made of the pace. */
  look(): Promise<void>;
  /** How long before its slot a caller looks, in ms: what reading takes. 0 where there are no others. */
  readonly lookAheadMs: number;
}

export type Delay = (ms: number, signal?: AbortSignal) => Promise<void>;

export interface PacingOptions {
  readonly limits: PaceLimits;
  /** This host's clock, in ms since 1970: the one of deadlines. */
  readonly now: () => number;
  readonly delay?: Delay | undefined;
  readonly log?: Logger | undefined;
  /** Told why calls stand still though they keep to the limits. */
  readonly onHold?: ((hold: Hold) => void) | undefined;
}

const LATENCIES_KEPT = 50;

/** A caller looks again three or four times, and once more for each time that others push its slot back. */
const LOOKS = 500;

/** Who is later than this for its own slot takes another one: moving everybody would cost more. */
const MOST_LATE_MS = 1000;

/**
 * A call is at most this long on its way: TCP sends a lost segment again after 200 ms and more (Linux; RFC 6298 has 1 s).
 * The server itself took the rest of a late answer, and how long it takes differs by far more from call to call.
 */
const LONGEST_WAY_MS = 300;

/** Who waits for another day looks so often whether it goes on sooner: other limits, or a pace that somebody dropped. */
const NAP_MS = 5 * 60 * 1000;

export const realDelay: Delay = async (ms, signal) => {
  await sleep(ms, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
};

/** What half of the calls take at most, by the last ones; 0 when nobody knows. */
const usual = (latencies: readonly number[]): number =>
  latencies.toSorted((a, b) => a - b)[Math.floor(latencies.length * 0.5)] ?? 0;

function slotOutOfReach(): LeadSquaredError {
  const message = `A slot of the account's pace moved away ${LOOKS} times. Nothing was called; try again later.`;
  return new LeadSquaredError("pace-unavailable", message, { retryable: true });
}

/** A pacer for all callers of this process. */
export function pacerOn(keeper: PaceKeeper, options: PacingOptions): Pacer {
  const { limits, now, delay = realDelay, log = silentLogger, onHold } = options;
  const holds = holdNotices({ limits, now, log, onHold });
  /** Of the last calls, from going out to the answer, in ms. */
  let latencies: readonly number[] = [];

  /** Nobody waits for this: the calls that it moves are seconds away. */
  function noteArrival(call: { slot: number; due: number; time: number }): void {
    const rule = (pace: Pace) => arrived(pace, call, limits);
    if (rule(keeper.pace()).pace === keeper.pace()) return;
    keeper.change(rule).catch((error: unknown) => {
      const code = error instanceof TicketvaultError ? error.code : "unknown";
      log.warn("pace.lateness-not-noted", { lateMs: Math.round(call.time - call.due), code });
    });
  }

  /** Whoever mends what an account is paused for may end the pause, by dropping what keeps the pace. */
  async function lookAtPause(): Promise<void> {
    if (keeper.pace().blockedUntil > keeper.now() && !keeper.isFresh()) await keeper.look();
  }

  /** How long until `due`. @throws when that is longer than the caller goes on; the signal's reason */
  function checkedWait(due: number, run: RunOptions, tooLong = noSlotInTime): number {
    const { signal, deadline = Number.POSITIVE_INFINITY, patienceMs = Number.POSITIVE_INFINITY } = run;
    signal?.throwIfAborted();
    const wait = due - keeper.now();
    if (wait > Math.min(patienceMs, deadline - now())) throw tooLong(wait);
    return wait;
  }

  /** Reserves a slot; where the day's budget is used up, when it goes on. Its wait has no other bound than the caller's. */
  async function take(run: RunOptions): Promise<{ slot: number; due: number }> {
    for (;;) {
      checkedWait(keeper.now(), run);
      const { slot, isDayOver } = await keeper.change((pace) => {
        const reservation = reserve(pace, keeper.now(), limits);
        if (!reservation.isDayOver) checkedWait(dueTime(pace, reservation.slot), run);
        return reservation;
      });
      const due = dueTime(keeper.pace(), slot);
      if (!isDayOver) return { slot, due };
      if (keeper.isFresh()) await delay(Math.min(waitForDay(due, run), NAP_MS), run.signal);
      else await keeper.look();
    }
  }

  function waitForDay(due: number, run: RunOptions): number {
    const usedUp = holds.dayUsedUp(Math.max(0, due - keeper.now()));
    return Math.max(
      0,
      checkedWait(due, run, () => usedUp),
    );
  }

  return {
    async slot(run = {}) {
      const { signal } = run;
      await lookAtPause();
      let { slot, due } = await take(run);
      for (let looks = 1; ; looks += 1) {
        if (looks > LOOKS) throw slotOutOfReach();
        // Never earlier than it was said to be, even if somebody empties what keeps the pace.
        due = Math.max(due, dueTime(keeper.pace(), slot));
        const wait = checkedWait(due, run);
        if (wait > keeper.lookAheadMs) await delay(wait - keeper.lookAheadMs, signal);
        else if (!keeper.isFresh()) await keeper.look();
        else if (wait > 0) await delay(wait, signal);
        else if (wait < -MOST_LATE_MS) ({ slot, due } = await take(run));
        else break;
      }

      let sentAt = keeper.now();
      noteArrival({ slot, due, time: sentAt });
      return {
        sent() {
          sentAt = keeper.now();
          noteArrival({ slot, due, time: sentAt });
        },
        answered() {
          const latency = keeper.now() - sentAt;
          const way = Math.min(latency - usual(latencies), LONGEST_WAY_MS);
          noteArrival({ slot, due, time: sentAt + way });
          latencies = [...latencies, latency].slice(-LATENCIES_KEPT);
        },
      };
    },

    async pushBack(ms, why) {
      const until = keeper.now() + ms;
      if (why === "too-many-calls") holds.refused(ms);
      await keeper.change((pace) => blocked(pace, keeper.now(), until));
    },

    async leftOfDay() {
      if (limits.perDay === Number.POSITIVE_INFINITY) return limits.perDay;
      await keeper.look();
      const { day, behind } = keeper.pace();
      return Math.max(0, limits.perDay - spent(day, keeper.now() - behind));
    },
  };
}
