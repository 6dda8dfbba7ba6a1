/** Paces the calls of one process on its own monotonic clock. */
import { setTimeout as sleep } from "node:timers/promises";
import { noSlotInTime, type PaceLimits, type Pacer, reserve, VENDOR_PACE } from "./pacer.ts";

export interface LocalPacerOptions extends Partial<PaceLimits> {
  /** Monotonic, in ms; `performance.now` unless given. `deadline` is a time of this clock. */
  readonly now?: () => number;
  readonly delay?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

const LATENCIES_KEPT = 50;

const defaultDelay = (ms: number, signal?: AbortSignal): Promise<void> =>
  sleep(ms, undefined, signal && { signal });

/**
 * A pacer for all callers of this process. Slots are kept in the account's own time, which stands still while the
 * account is pushed back, or while this process was held up: so every caller that waits already moves along, in order.
 */
export function localPacer(options: LocalPacerOptions = {}): Pacer {
  const { now = () => performance.now(), delay = defaultDelay, ...given } = options;
  const limits = { ...VENDOR_PACE, ...given };
  let log: readonly number[] = [];
  /** How far the account's time lies behind the clock, in ms. */
  let behind = 0;
  /** Of the last calls, in ms. */
  let latencies: readonly number[] = [];
  /** On the clock: nothing goes before. */
  let blockedUntil = Number.NEGATIVE_INFINITY;

  return {
    async slot({ signal, deadline = Number.POSITIVE_INFINITY } = {}) {
      signal?.throwIfAborted();
      const taken = reserve(log, Math.max(now(), blockedUntil) - behind, limits);
      const due = () => taken.slot + behind;
      const checkDeadline = () => {
        if (due() > deadline) {
          throw noSlotInTime(due() - now());
        }
      };
      checkDeadline();
      log = taken.log;
      while (due() > now()) {
        await delay(due() - now(), signal);
        checkDeadline();
      }
      // Calls that leave or arrive late must not run into the next window's: their lateness moves that window too.
      const arrivedBy = (time: number): void => {
        const late = time - due();
        if (late > limits.guardMs / 2) behind += late;
      };
      const sent = now();
      arrivedBy(sent);
      return {
        answered() {
          // What an answer takes beyond the quickest of late may have passed before the call arrived. In the first
          // window, on new connections, nobody knows what is quick: all of it may have.
          const quickest = latencies.length < limits.limit ? 0 : Math.min(...latencies);
          arrivedBy(now() - quickest);
          latencies = [...latencies, now() - sent].slice(-LATENCIES_KEPT);
        },
      };
    },

    pushBack(ms) {
      const until = now() + ms;
      // Many calls of one burst may each bring their 429: the longest counts, not the sum.
      behind += Math.max(0, until - Math.max(now(), blockedUntil));
      blockedUntil = Math.max(blockedUntil, until);
      return Promise.resolve();
    },
  };
}
