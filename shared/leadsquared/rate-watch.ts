/** Notices a sender that is too slow: stalled, dripping, or below the minimum rate. */

export interface RateLimits {
  readonly minBytesPerSecond: number;
  /** The span over which the rate is taken, and so the longest stall. */
  readonly graceMs: number;
}

export interface RateWatch {
  /** Waits for the sender; only this time counts, so a slow reader is not taken for a slow sender. */
  wait<T>(work: Promise<T>): Promise<T>;
  arrived(bytes: number): void;
  /** Ends the watch; to be called when the work is over. */
  end(): void;
}

/**
 * Calls `tooSlow` when `graceMs` of waiting have not brought the bytes that the minimum rate would have. A span ends,
 * and the next begins, as soon as they are there.
 */
export function rateWatch({ minBytesPerSecond, graceMs }: RateLimits, tooSlow: () => void): RateWatch {
  const quota = (minBytesPerSecond * graceMs) / 1000;
  let bytes = 0;
  /** In this span, before the wait that is under way. */
  let waitedMs = 0;
  let since: number | undefined;
  // One timer for all waits, which are many and short: it looks at them, and goes on for as long as is left.
  let timer = setTimeout(look, graceMs);

  function look(): void {
    const waited = waitedMs + (since === undefined ? 0 : performance.now() - since);
    if (waited >= graceMs) tooSlow();
    else timer = setTimeout(look, Math.ceil(graceMs - waited));
  }

  return {
    async wait(work) {
      since = performance.now();
      try {
        return await work;
      } finally {
        waitedMs += performance.now() - since;
        since = undefined;
      }
    },
    arrived(count) {
      bytes += count;
      if (bytes >= quota) {
        bytes = 0;
        waitedMs = 0;
      }
    },
    end: () => clearTimeout(timer),
  };
}
