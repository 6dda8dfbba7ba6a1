/** The port of all pacers: who may call LeadSquared when, so that an account's limit is kept whoever calls. */
import { LeadSquaredError } from "../errors.ts";

/** How long a caller is willing to go on. */
export interface RunOptions {
  /** Stops the work; a slot that was waited for stays taken. */
  readonly signal?: AbortSignal | undefined;
  /** When the run must be over, in ms since 1970 by this host's clock: nothing is begun or waited for beyond it. */
  readonly deadline?: number | undefined;
  /** The longest wait for a slot, in ms, for who can give the work back meanwhile; without end unless given. */
  readonly patienceMs?: number | undefined;
}

/** A call's leave to go, to be told how the call fares: the calls of the next window must not catch up with a late one. */
interface Slot {
  /** The call goes out on a connection that stands; opening one takes time. */
  sent(): void;
  /** The answer begins: what it took longer than usual, the call may have been on its way. */
  answered(): void;
}

/** Why calls stand still though no setting of ours was broken. */
export interface Hold {
  /** `day-used-up`: the day's budget is; `refused`: LeadSquared answered 429. */
  readonly why: "day-used-up" | "refused";
  /** When they go on, in ms since 1970 by this host's clock. */
  readonly goesOnAt: number;
  /** What it means and when it goes on, in one line for people. */
  readonly message: string;
}

/** Says when the next call of the account may go. */
export interface Pacer {
  /**
   * Resolves when the caller may make one call.
   * @throws LeadSquaredError `no-slot-in-time` (retryable) when the slot lies beyond the deadline or the patience; none is taken then,
   *   unless it was pushed there while the caller waited. `day-used-up` (retryable) when it does so because the day's
   *   budget is. `pace-unavailable` (retryable) when the pace that is shared
   *   with others cannot be read or changed
   */
  slot(options?: RunOptions): Promise<Slot>;
  /**
   * After a refusal: no call of the account, waiting or new, goes for `ms` from now. @throws as `slot` does
   * @param why `too-many-calls` after a 429, which is told as a `Hold`
   */
  pushBack(ms: number, why?: "too-many-calls"): Promise<void>;
  /**
   * Calls that are left of a day's budget, by the newest that is known of all processes; Infinity, and nothing is asked,
   * where no day is limited. @throws `pace-unavailable` as `slot` does
   */
  leftOfDay(): Promise<number>;
}

/** The error of a caller whose slot comes too late for it. */
export function noSlotInTime(waitMs: number): LeadSquaredError {
  const seconds = Math.ceil(Math.max(waitMs, 0) / 1000);
  return new LeadSquaredError(
    "no-slot-in-time",
    `The account's next free call is ${seconds} s away, beyond what this run can wait for. Nothing was called; try again later.`,
    { retryable: true, waitMs: Math.max(waitMs, 0) },
  );
}
