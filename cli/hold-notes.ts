/** Says to a person, once for each time, why calls stand still and when they go on. */
import type { Hold } from "../shared/leadsquared/pacer.ts";

export interface HoldNotes {
  readonly onHold: (hold: Hold) => void;
  /** What stands in a progress bar while calls stand still: `waits until 12:38:36 UTC`; "" when none does. */
  remark(): string;
}

/** A burst is refused call by call, and every pause after it in turn: told of again after this long (ms). */
const AGAIN_MS = 10 * 60 * 1000;

/** @param say writes a line. @param now in ms since 1970 */
export function holdNotes(say: (line: string) => void, now: () => number = Date.now): HoldNotes {
  const toldAt = new Map<Hold["why"], number>();
  let until = 0;
  return {
    onHold({ why, goesOnAt, message }) {
      until = Math.max(until, goesOnAt);
      if (now() - (toldAt.get(why) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
      toldAt.set(why, now());
      say(message);
    },
    remark() {
      if (until <= now()) return "";
      const [day = "", time = ""] = new Date(until).toISOString().split("T");
      const isToday = day === new Date(now()).toISOString().slice(0, 10);
      return `waits until ${isToday ? "" : `${day} `}${time.slice(0, 8)} UTC`;
    },
  };
}
