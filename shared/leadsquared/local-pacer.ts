/** Paces the calls of one process on its own monotonic clock. */
import { FREE_PACE, type PaceLimits, type Step, VENDOR_PACE } from "./pace.ts";
import { type Delay, pacerOn } from "./pace-keeper.ts";
import type { Pacer } from "./pacer.ts";

export interface LocalPacerOptions extends Partial<PaceLimits> {
  /** In ms since 1970, never going back; the time of the process's start and `performance.now` unless given. */
  readonly now?: () => number;
  readonly delay?: Delay;
}

const monotonicNow = (): number => performance.timeOrigin + performance.now();

/** A pacer for all callers of this process, which must be the account's only one. */
export function localPacer(options: LocalPacerOptions = {}): Pacer {
  const { now = monotonicNow, delay, ...limits } = options;
  let pace = FREE_PACE;
  const keeper = {
    now,
    pace: () => pace,
    async change<S extends Step>(rule: (pace: typeof FREE_PACE) => S): Promise<S> {
      const step = rule(pace);
      pace = step.pace;
      return step;
    },
    isFresh: () => true,
    look: () => Promise.resolve(),
    lookAheadMs: 0,
  };
  return pacerOn(keeper, { limits: { ...VENDOR_PACE, ...limits }, now, delay });
}
