/** Paces the calls of one process on its own monotonic clock. */
import type { Logger } from "../log.ts";
import { FREE_PACE, type PaceLimits, type Step } from "./pace.ts";
import { type Delay, pacerOn } from "./pace-keeper.ts";
import type { Hold, Pacer } from "./pacer.ts";

export interface LocalPacerOptions {
  /** In ms since 1970, never going back; the time of the process's start and `performance.now` unless given. */
  readonly now?: () => number;
  readonly delay?: Delay;
  readonly log?: Logger;
  readonly onHold?: (hold: Hold) => void;
}

const monotonicNow = (): number => performance.timeOrigin + performance.now();

/** A pacer for all callers of this process, which must be the account's only one. */
export function localPacer(limits: PaceLimits, options: LocalPacerOptions = {}): Pacer {
  const { now = monotonicNow, ...told } = options;
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
  return pacerOn(keeper, { limits, now, ...told });
}
