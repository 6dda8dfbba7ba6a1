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
}

/**
 * Calls `tooSlow` when `graceMs` of waiting have not brought the bytes that the minimum rate would have. A span ends,
 * and the next begins, as soon as they are there.
 */
export function rateWatch({ minBytesPerSecond, graceMs }: RateLimits, tooSlow: () => void): RateWatch {
  const quota = (minBytesPerSecond * graceMs) / 1000;
  let bytes = 0;
  let waitedMs = 0;
  return {
    async wait(work) {
      const since = performance.now();
      const timer = setTimeout(tooSlow, Math.max(0, graceMs - waitedMs));
      try {
        return await work;
      } finally {
        clearTimeout(timer);
        waitedMs += performance.now() - since;
      }
    },
    arrived(count) {
      bytes += count;
      if (bytes >= quota) {
        bytes = 0;
        waitedMs = 0;
      }
    },
  };
}
