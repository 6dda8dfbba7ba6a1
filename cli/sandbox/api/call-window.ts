/** Counts calls in a sliding window: refuses those beyond the limit and remembers the busiest window. */

export interface CallLimit {
  readonly calls: number;
  readonly windowMs: number;
  /** Whether refused calls use up the limit too; the vendor does not say. */
  readonly countRefused: boolean;
}

export class CallWindow {
  readonly #limit: CallLimit;
  #counted: number[] = [];
  #arrivals: number[] = [];
  #busiest = 0;

  constructor(limit: CallLimit) {
    this.#limit = limit;
  }

  /** Notes a call at `now` (milliseconds, never going back); false when it is one too many. */
  arrive(now: number): boolean {
    const start = now - this.#limit.windowMs;
    dropUntil(start, this.#arrivals);
    this.#arrivals.push(now);
    this.#busiest = Math.max(this.#busiest, this.#arrivals.length);

    dropUntil(start, this.#counted);
    const admitted = this.#counted.length < this.#limit.calls;
    if (admitted || this.#limit.countRefused) {
      this.#counted.push(now);
    }
    return admitted;
  }

  /** The most calls, refused ones included, that arrived within any one window. */
  get busiest(): number {
    return this.#busiest;
  }

  reset(): void {
    this.#counted = [];
    this.#arrivals = [];
    this.#busiest = 0;
  }
}

function dropUntil(start: number, times: number[]): void {
  while (times[0] !== undefined && times[0] <= start) {
    times.shift();
  }
}
