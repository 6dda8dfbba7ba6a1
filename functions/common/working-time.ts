/** How long a call of a function may work: until shortly before Lambda would kill it. */
import { TicketvaultError } from "../../shared/errors.ts";

/** The part of Lambda's context that tells the time left. */
export interface Clock {
  getRemainingTimeInMillis(): number;
}

export interface WorkingTime extends Disposable {
  /** Aborted with an error of code `out-of-time` (retryable) when the time is over. */
  readonly signal: AbortSignal;
  /** The same moment in ms since 1970. */
  readonly deadline: number;
  /** What `work` gives; when time runs out first, the signal's error, whatever `work` hangs on. */
  within<T>(work: () => Promise<T>): Promise<T>;
}

/** @param reserveMs kept for handing unfinished work back */
export function workingTime(clock: Clock, reserveMs: number): WorkingTime {
  const leftMs = clock.getRemainingTimeInMillis() - reserveMs;
  const over = new AbortController();
  const stop = (): void => over.abort(outOfTime());
  const timer = leftMs > 0 ? setTimeout(stop, leftMs) : undefined;
  if (timer === undefined) stop();
  const { signal } = over;
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  // Nobody may be waiting when it happens.
  ended.catch(() => {});
  return {
    signal,
    deadline: Date.now() + leftMs,
    async within(work) {
      signal.throwIfAborted();
      return Promise.race([work(), ended]);
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

function outOfTime(): TicketvaultError {
  return new TicketvaultError(
    "out-of-time",
    "The function's time was over before the work was done. What was done is kept, and the next try goes on from there.",
    { retryable: true },
  );
}
