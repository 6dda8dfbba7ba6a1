/** Makes a pacer of whatever keeps an account's pace: reserve a slot, wait for it, look again before going. */
import { setTimeout as sleep } from "node:timers/promises";
import { TicketvaultError } from "../errors.ts";
import { type Logger, silentLogger } from "../log.ts";
import { arrived, blocked, dueTime, type Pace, type PaceLimits, reserve, type Step } from "./pace.ts";
import { noSlotInTime, type Pacer } from "./pacer.ts";

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
}

const LATENCIES_KEPT = 50;

/**
 * Who is later than this for its own slot takes another one, since moving everybody would cost more. And an answer that
 * is later says nothing about when its call arrived: TCP sends a lost segment again within 1 s (RFC 6298, 2.1), so that
 * it was the server that took the rest.
 */
const MOST_LATE_MS = 1000;

export const realDelay: Delay = async (ms, signal) => {
  await sleep(ms, undefined, signal && { signal }).catch(() => signal?.throwIfAborted());
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

/** A pacer for all callers of this process. */
export function pacerOn(keeper: PaceKeeper, options: PacingOptions): Pacer {
  const { limits, now, delay = realDelay, log = silentLogger } = options;
  /** Of the last calls, in ms. */
  let latencies: readonly number[] = [];
  let answers = 0;

  /** Nobody waits for this: the calls that it moves are seconds away. */
  function noteArrival(call: { slot: number; due: number; time: number }): void {
    const rule = (pace: Pace) => arrived(pace, call, limits);
    if (rule(keeper.pace()).pace === keeper.pace()) return;
    keeper.change(rule).catch((error: unknown) => {
      const code = error instanceof TicketvaultError ? error.code : "unknown";
      log.warn("pace.lateness-not-noted", { lateMs: Math.round(call.time - call.due), code });
    });
  }

  return {
    async slot({ signal, deadline = Number.POSITIVE_INFINITY } = {}) {
      const checkedWait = (due: number): number => {
        signal?.throwIfAborted();
        const wait = due - keeper.now();
        if (wait > deadline - now()) throw noSlotInTime(wait);
        return wait;
      };
      const take = async () => {
        checkedWait(keeper.now());
        const { slot } = await keeper.change((pace) => {
          const reservation = reserve(pace, keeper.now(), limits);
          checkedWait(dueTime(pace, reservation.slot));
          return reservation;
        });
        return { slot, due: dueTime(keeper.pace(), slot) };
      };

      let { slot, due } = await take();
      for (;;) {
        // Never earlier than it was said to be, even if somebody empties what keeps the pace.
        due = Math.max(due, dueTime(keeper.pace(), slot));
        const wait = checkedWait(due);
        if (wait > keeper.lookAheadMs) await delay(wait - keeper.lookAheadMs, signal);
        else if (!keeper.isFresh()) await keeper.look();
        else if (wait > 0) await delay(wait, signal);
        else if (wait < -MOST_LATE_MS) ({ slot, due } = await take());
        else break;
      }

      const sent = keeper.now();
      const first = answers === 0;
      noteArrival({ slot, due, time: sent });
      return {
        answered() {
          // What an answer takes beyond the usual may have passed before the call arrived. Of the first calls, on new
          // connections, nobody knows what is usual: all of it may have.
          const time = keeper.now();
          const usual = first ? 0 : median(latencies);
          noteArrival({ slot, due, time: Math.min(time - usual, sent + MOST_LATE_MS) });
          answers += 1;
          if (!first) latencies = [...latencies, time - sent].slice(-LATENCIES_KEPT);
        },
      };
    },

    async pushBack(ms) {
      const until = keeper.now() + ms;
      await keeper.change((pace) => blocked(pace, keeper.now(), until));
    },
  };
}
