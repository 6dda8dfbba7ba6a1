/** Opens and closes what stands around runs, so that neighbours of one format share it. */

/** What is written before and behind. */
export interface Mark {
  readonly open: string;
  readonly close: string;
}

export class Nesting {
  #open: readonly Mark[] = [];

  /** What to write so that exactly these marks are open, the outermost first. */
  turnTo(marks: readonly Mark[]): string {
    let shared = 0;
    while (shared < marks.length && this.#open[shared]?.open === marks[shared]?.open) shared += 1;
    const closing = this.#open.slice(shared).toReversed();
    this.#open = marks;
    return (
      closing.map(({ close }) => close).join("") +
      marks
        .slice(shared)
        .map(({ open }) => open)
        .join("")
    );
  }

  /** What to write so that none is. */
  end(): string {
    return this.turnTo([]);
  }
}
