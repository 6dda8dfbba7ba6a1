/** Lets timers, sockets and other work go on during long computations. */
import { setImmediate } from "node:timers/promises";

/**
 * A pause to be awaited often: it returns at once, and gives way to the event loop when `holdMs` have gone by since it
 * last did.
 */
export function breath(holdMs = 50): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < holdMs) return;
    await setImmediate();
    since = performance.now();
  };
}
