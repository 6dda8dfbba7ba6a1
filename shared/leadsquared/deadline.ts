/** Stops what runs too long, or what the caller no longer wants, through one signal. */

export interface Deadline {
  /** Aborts with the deadline's error, with the one given to `stop`, or with the caller's reason. */
  readonly signal: AbortSignal;
  stop(error: Error): void;
  /** Ends the watch; to be called when the work is over. */
  clear(): void;
}

/** Starts a deadline of `ms` from now beside the caller's own signal. */
export function startDeadline(ms: number, error: () => Error, signal?: AbortSignal): Deadline {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(error()), ms);
  return {
    signal: signal ? AbortSignal.any([own.signal, signal]) : own.signal,
    stop: (reason) => own.abort(reason),
    clear: () => clearTimeout(timer),
  };
}
