/** Writes many ticket numbers shortly: as ranges such as `1-142`, and `144` for one number alone. */

/** Numbers that were added in ascending order; takes the memory of their ranges. */
export class Ranges {
  readonly #done: string[] = [];
  #open: { readonly from: number; to: number } | undefined;
  /** How many numbers were added. */
  count = 0;

  /** Adds the numbers `from` to `to`, both included, which are above all that were added. */
  add(from: number, to = from): void {
    this.count += to - from + 1;
    if (this.#open?.to === from - 1) {
      this.#open.to = to;
      return;
    }
    if (this.#open !== undefined) this.#done.push(rangeText(this.#open));
    this.#open = { from, to };
  }

  all(): string[] {
    return this.#open === undefined ? this.#done : [...this.#done, rangeText(this.#open)];
  }
}

/** `1-142, 144` for ascending numbers; "" for none. */
export function rangesOf(numbers: readonly number[]): string {
  const ranges = new Ranges();
  for (const number of numbers) ranges.add(number);
  return ranges.all().join(", ");
}

/** One range as it is written. */
export const RANGE = /^([1-9]\d{0,15})(?:-([1-9]\d{0,15}))?$/;

/** Both ends of a range; NaN for what is none. */
export function readRange(text: string): { readonly from: number; readonly to: number } {
  const [, from, to = from] = RANGE.exec(text) ?? [];
  return { from: Number(from), to: Number(to) };
}

function rangeText({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? `${from}` : `${from}-${to}`;
}
