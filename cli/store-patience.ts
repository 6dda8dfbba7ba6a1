/** How long a long run waits for a store that does not answer, and how it says so. */
import { setTimeout as sleep } from "node:timers/promises";
import type { StorePatience } from "../shared/archive/store-outage.ts";
import { duration } from "./text.ts";

const LIMIT_MS = 5 * 60_000;

/** @param say writes a line for a person */
export function storePatience(say: (line: string) => void): StorePatience {
  return {
    limitMs: LIMIT_MS,
    now: () => performance.now(),
    delay: (ms, signal) => sleep(ms, undefined, { signal }),
    onAway: (why) =>
      say(`The store does not answer; the run waits for it, up to ${duration(LIMIT_MS)}: ${why}`),
    onBack: (afterMs) => say(`The store answers again, after ${duration(afterMs)}.`),
  };
}
