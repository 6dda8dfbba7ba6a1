/** The pace of an account, at most 25 calls in any 5 s: the rule that all pacers apply, as pure functions. */

export interface PaceLimits {
  /** Calls per window. */
  readonly limit: number;
  readonly windowMs: number;
  /** Kept free between windows, for the jitter of timers, clocks and the network. */
  readonly guardMs: number;
  /** Between calls that could go at once: a burst that all sides handle one by one is hardly late. */
  readonly gapMs: number;
}

/**
 * The vendor's limit as its documentation states it: a 429 for more than 25 calls in 5 seconds, per account. The gap
 * spreads the 25 over half a second, once: the calls of later windows keep the distances of the first.
 */
export const VENDOR_PACE: PaceLimits = { limit: 25, windowMs: 5000, guardMs: 100, gapMs: 20 };

/**
 * What is known of an account's calls. Slots are kept in the account's own time, which stands still while the account
 * is pushed back or its calls are late: so everybody who waits moves along, in order.
 */
export interface Pace {
  /** The last `limit` slots, oldest first, in ms of the account's time. */
  readonly log: readonly number[];
  /** How far the account's time lies behind the clock, in ms; it never shrinks. */
  readonly behind: number;
  /** On the clock: nothing goes before. */
  readonly blockedUntil: number;
}

/** The pace of an account that nobody has called. */
export const FREE_PACE: Pace = { log: [], behind: 0, blockedUntil: 0 };

/** A step of the rule: the pace to keep (the given one if nothing changes). */
export interface Step {
  readonly pace: Pace;
}

export interface Reservation extends Step {
  /** When the call may go, in ms of the account's time. */
  readonly slot: number;
}

/** The time on the clock that a slot stands for. */
export const dueTime = (pace: Pace, slot: number): number => slot + pace.behind;

/**
 * Reserves the next slot: the later of now and the oldest of the last `limit` slots plus window plus guard, and never
 * before the newest one plus the gap, so that clocks that disagree cannot break the order.
 */
export function reserve(
  pace: Pace,
  now: number,
  { limit, windowMs, guardMs, gapMs }: PaceLimits,
): Reservation {
  const { log, behind, blockedUntil } = pace;
  const free = Math.max(now, blockedUntil) - behind;
  const oldest = log.at(-limit);
  const earliest = oldest === undefined ? free : oldest + windowMs + guardMs;
  const newest = log.at(-1);
  const slot = Math.max(free, earliest, newest === undefined ? free : newest + gapMs);
  return { slot, pace: { ...pace, log: [...log, slot].slice(-limit) } };
}

/**
 * A call that was due at `due` left or arrived at `time`, both on the clock. What it is late beyond half of the guard
 * moves all that come after it, so that they do not run into its window; the other half is left for clocks and timers.
 */
export function arrived(
  pace: Pace,
  { slot, due, time }: { readonly slot: number; readonly due: number; readonly time: number },
  { guardMs }: PaceLimits,
): Step {
  const late = time - Math.max(due, dueTime(pace, slot)) - guardMs / 2;
  return { pace: late > 0 ? { ...pace, behind: pace.behind + late } : pace };
}

/** Nothing goes before `until`, on the clock. Of many 429s of one burst the longest counts, not the sum. */
export function blocked(pace: Pace, now: number, until: number): Step {
  const gained = until - Math.max(now, pace.blockedUntil);
  return { pace: gained > 0 ? { ...pace, behind: pace.behind + gained, blockedUntil: until } : pace };
}
