/** Lets timers, sockets and other work go on during long computations. */
import { setImmediate } from "node:timers/promises";

/** To be awaited often: it returns at once, and gives way to the event loop when the last time is long enough ago. */
export type Breath = () => Promise<void>;

/** @param holdMs after which it gives way, counted from now */
export function breath(holdMs = 25): Breath {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < holdMs) return;
    await setImmediate();
    since = performance.now();
  };
}
