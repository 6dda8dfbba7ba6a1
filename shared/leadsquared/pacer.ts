/** The pace of an account: at most 25 calls in any 5 s, whoever calls. The port, and the rule that all pacers apply. */
import { LeadSquaredError } from "../errors.ts";

interface SlotOptions {
  /** Stops the waiting; the slot stays taken. */
  readonly signal?: AbortSignal | undefined;
  /** Latest time, in ms of the pacer's clock, at which the slot is of use. */
  readonly deadline?: number | undefined;
}

/** A call's leave to go. */
interface Slot {
  /**
   * To be told when the answer begins: a call that took longer than others may have arrived later than it was sent (a
   * new connection, a slow network), and the calls of the next window must not catch up with it.
   */
  answered(): void;
}

/** Says when the next call of the account may go. */
export interface Pacer {
  /**
   * Resolves when the caller may make one call.
   * @throws LeadSquaredError `no-slot-in-time` (retryable) when the slot lies beyond the deadline; none is taken then
   */
  slot(options?: SlotOptions): Promise<Slot>;
  /** After a 429: no call of the account, waiting or new, goes for `ms` from now. */
  pushBack(ms: number): Promise<void>;
}

export interface PaceLimits {
  /** Calls per window. */
  readonly limit: number;
  readonly windowMs: number;
  /** Kept free between windows, for the jitter of timers and of the network. */
  readonly guardMs: number;
}

/** The vendor's limit as its documentation states it: a 429 for more than 25 calls in 5 seconds, per account. */
export const VENDOR_PACE: PaceLimits = { limit: 25, windowMs: 5000, guardMs: 100 };

export interface Reservation {
  /** When the call may go, in ms of the clock that `now` came from. */
  readonly slot: number;
  /** The log to keep: the last `limit` slots, oldest first. */
  readonly log: readonly number[];
}

/**
 * Reserves the next slot: the later of now and the oldest of the last `limit` slots plus window plus guard, and never
 * before the newest one, so that clocks that disagree cannot break the order.
 */
export function reserve(log: readonly number[], now: number, limits: PaceLimits): Reservation {
  const full = log.length >= limits.limit;
  const oldest = full ? log.at(-limits.limit) : undefined;
  const earliest = oldest === undefined ? now : oldest + limits.windowMs + limits.guardMs;
  const slot = Math.max(now, earliest, log.at(-1) ?? now);
  return { slot, log: [...log, slot].slice(-limits.limit) };
}

/** The error of a caller whose slot comes too late for it. */
export function noSlotInTime(waitMs: number): LeadSquaredError {
  return new LeadSquaredError(
    "no-slot-in-time",
    `The account's next free call is ${Math.ceil(waitMs / 1000)} s away, beyond this run's deadline. Nothing was called; try again later.`,
    { retryable: true },
  );
}
