/** LeadSquared as the month's calls meet it: it counts them in every 5 s, refuses some, and is away for two days. */
import { DAY, type WorldSize } from "./world.ts";

export type VendorAnswer = "answered" | "refused" | "away";

const WINDOW = 5_000;
const CALLS_IN_5_S = 25;

export class Vendor {
  calls = 0;
  refused = 0;
  /** Most calls that were taken in any 5 s. */
  fullest = 0;
  #recent: number[] = [];
  readonly #size: WorldSize;

  constructor(size: WorldSize) {
    this.#size = size;
  }

  call(at: number): VendorAnswer {
    const { outage, lowered } = this.#size;
    this.calls += 1;
    if (at >= outage.from * DAY && at < outage.to * DAY) return "away";
    const limit = at >= lowered.from * DAY ? lowered.callsIn5s : CALLS_IN_5_S;
    this.#recent = this.#recent.filter((each) => each > at - WINDOW);
    if (this.#recent.length >= limit) {
      this.refused += 1;
      return "refused";
    }
    this.#recent.push(at);
    this.fullest = Math.max(this.fullest, this.#recent.length);
    return "answered";
  }
}
