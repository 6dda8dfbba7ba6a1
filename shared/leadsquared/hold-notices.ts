/** Tells why calls stand still though they keep to the settings: a counted line of the log, and whoever shows it to a person. */
import { LeadSquaredError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { LOG_EVENTS } from "../names.ts";
import type { PaceLimits } from "./pace.ts";
import type { Hold } from "./pacer.ts";

interface Told {
  readonly limits: PaceLimits;
  /** This host's clock, in ms since 1970. */
  readonly now: () => number;
  readonly log: Logger;
  readonly onHold?: ((hold: Hold) => void) | undefined;
}

export interface HoldNotices {
  /** LeadSquared answered 429; calls go on in `ms`. */
  refused(ms: number): void;
  /** The day's budget is used up, and goes on in `ms`: told once for each time, and given as the error of who cannot wait. */
  dayUsedUp(ms: number): LeadSquaredError;
}

/** Times closer than this (ms) are one and the same. */
const SAME_MS = 60_000;

export function holdNotices({ limits, now, log, onHold }: Told): HoldNotices {
  const { limit, windowMs, perDay } = limits;
  let toldUntil = Number.NEGATIVE_INFINITY;

  const holdOf = (why: Hold["why"], ms: number, what: string): Hold => {
    const goesOnAt = now() + ms;
    const when = new Date(Math.ceil(goesOnAt / 1000) * 1000)
      .toISOString()
      .replace(/T|\.000Z/g, " ")
      .trim();
    return { why, goesOnAt, message: `${what} Calls go on at ${when} UTC; nothing is given up meanwhile.` };
  };
  const tell = (event: string, ms: number, { message, ...hold }: Hold): void => {
    log.warn(event, { seconds: Math.ceil(ms / 1000), message });
    onHold?.({ message, ...hold });
  };

  return {
    refused(ms) {
      const what = `LeadSquared refused a call (429), although no more than ${limit} in ${windowMs / 1000} s were made here: its limit is below the settings, or other programs use more than is left to them.`;
      tell(LOG_EVENTS.callRefused, ms, holdOf("refused", ms, what));
    },
    dayUsedUp(ms) {
      const what = `The day's budget of ${perDay} calls, in any 24 hours, is used up.`;
      const hold = holdOf("day-used-up", ms, what);
      if (hold.goesOnAt > toldUntil + SAME_MS) {
        toldUntil = hold.goesOnAt;
        tell(LOG_EVENTS.dayUsedUp, ms, hold);
      }
      return new LeadSquaredError("day-used-up", hold.message, { retryable: true, waitMs: ms });
    },
  };
}
