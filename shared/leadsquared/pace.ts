/** The pace of an account, so many calls in any 5 s and any day: the rule that all pacers apply, as pure functions. */
import { budgetFrom, type DayCount, NO_CALLS, withCall } from "./day-budget.ts";

export interface PaceLimits {
  /** Calls per window. */
  readonly limit: number;
  readonly windowMs: number;
  /** Calls in any 24 hours; Infinity for no such limit. */
  readonly perDay: number;
  /** Kept free between windows, for the jitter of timers, clocks and the network. */
  readonly guardMs: number;
  /** Between calls that could go at once: a burst that all sides handle one by one is hardly late. */
  readonly gapMs: number;
}

/**
 * The vendor's limit as its documentation states it: a 429 for more than 25 calls in 5 seconds, per account. The gap
 * spreads the 25 over half a second, once: the calls of later windows keep the distances of the first.
 */
export const VENDOR_PACE: PaceLimits = {
  limit: 25,
  windowMs: 5000,
  perDay: Number.POSITIVE_INFINITY,
  guardMs: 100,
  gapMs: 20,
};

/**
 * What is known of an account's calls. Slots are kept in the account's own time, which stands still while the account
 * is pushed back or its calls are late: so everybody who waits moves along, in order.
 */
export interface Pace {
  /** The last slots, oldest first, in ms of the account's time: as many as the vendor's limit has, whatever ours is. */
  readonly log: readonly number[];
  /** Slots of the last day, counted also where nobody limits them: another process may. */
  readonly day: DayCount;
  /** How far the account's time lies behind the clock, in ms; it never shrinks. */
  readonly behind: number;
  /** On the clock: nothing goes before. */
  readonly blockedUntil: number;
}

/** The pace of an account that nobody has called. */
export const FREE_PACE: Pace = { log: [], day: NO_CALLS, behind: 0, blockedUntil: 0 };

/** A step of the rule: the pace to keep (the given one if nothing changes). */
export interface Step {
  readonly pace: Pace;
}

export interface Reservation extends Step {
  /** When the call may go, in ms of the account's time. */
  readonly slot: number;
  /** The day's budget is used up, and the slot only when it goes on: too far away to be taken now. `pace` is the given one. */
  readonly isDayOver: boolean;
}

/** The time on the clock that a slot stands for. */
export const dueTime = (pace: Pace, slot: number): number => slot + pace.behind;

/**
 * Reserves the next slot: the later of now and the oldest of the last `limit` slots plus window plus guard, and never
 * before the newest one plus the gap, so that clocks that disagree cannot break the order. The day is the account's own
 * too: it is never shorter than one on the clock.
 */
export function reserve(
  pace: Pace,
  now: number,
  { limit, windowMs, guardMs, gapMs, perDay }: PaceLimits,
): Reservation {
  const { log, day, behind, blockedUntil } = pace;
  const free = Math.max(now, blockedUntil) - behind;
  const oldest = log.at(-limit);
  const earliest = oldest === undefined ? free : oldest + windowMs + guardMs;
  const newest = log.at(-1);
  const slot = Math.max(free, earliest, newest === undefined ? free : newest + gapMs);
  const allowed = budgetFrom(day, slot, perDay);
  if (allowed > slot) return { slot: allowed, pace, isDayOver: true };
  const kept = [...log, slot].slice(-Math.max(limit, VENDOR_PACE.limit));
  return { slot, pace: { ...pace, log: kept, day: withCall(day, slot) }, isDayOver: false };
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
