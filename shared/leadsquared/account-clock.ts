/** A clock that the hosts of an account agree on, though their own clocks differ. */

const SECOND_MS = 1000;

export interface AccountClock {
  /** In ms since 1970. */
  now(): number;
  /**
   * A server that all hosts share named the second `date`, in ms since 1970, as its time in answer to what was sent at
   * `sent` by this host's own clock. The clock is never behind that second, and one that is more than a second ahead of
   * it is wrong and set right: so no host can carry the account's time far off.
   */
  heard(date: number, sent: number): void;
  /** Another host's account clock has shown `stamp`. All follow the one that is furthest ahead, unless it is wrong. */
  saw(stamp: number): void;
}

/** @param now this host's own clock, in ms since 1970 */
export function accountClock(now: () => number): AccountClock {
  /** Of the account's clock from this host's, in ms. */
  let offset = 0;
  let largestOffset = Number.POSITIVE_INFINITY;
  return {
    now: () => now() + offset,
    heard(date, sent) {
      largestOffset = date + 2 * SECOND_MS - sent;
      if (offset > largestOffset) offset = date + SECOND_MS / 2 - now();
      offset = Math.max(offset, date - now());
    },
    saw(stamp) {
      const ahead = stamp - now();
      if (ahead <= largestOffset) offset = Math.max(offset, ahead);
    },
  };
}
