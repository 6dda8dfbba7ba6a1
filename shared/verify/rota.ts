/**
 * Which part of a vault is due at which run. That follows from the clock alone, so that nobody who can write anywhere can
 * have anything passed over: a hundred tickets, and a thousand entries, have their turn, and come round in so many days.
 */
const HOUR = 3_600_000;
const ENTRIES_IN_BLOCK = 1_000;

export interface Rota {
  /** Between two runs. */
  readonly everyHours: number;
  /** All of the vault comes round in so many days. */
  readonly withinDays: number;
}

/** How many parts there are, which is how many runs get through all. */
export function turnsOf({ everyHours, withinDays }: Rota): number {
  return Math.max(1, Math.floor((withinDays * 24) / everyHours));
}

/** The turns in the order of their need: that of the run that was planned for `time`, then those that come next. */
export function turnsFrom(time: Date, rota: Rota): number[] {
  const turns = turnsOf(rota);
  const first = Math.floor(time.getTime() / (rota.everyHours * HOUR)) % turns;
  return Array.from({ length: turns }, (_, index) => (first + index) % turns);
}

/** The turn of a hundred of ticket numbers; `turns` is how many there are. */
export function turnOf(hundred: number, turns: number): number {
  return hundred % turns;
}

/** The block that an entry is in, by its number. */
export function blockOf(sequence: number): number {
  return Math.floor((sequence - 1) / ENTRIES_IN_BLOCK);
}

/** First and last number of each block of entries up to `last` whose turn it is. */
export function blocksOf(turn: number, turns: number, last: number): { from: number; to: number }[] {
  const blocks: { from: number; to: number }[] = [];
  for (let block = turn; block * ENTRIES_IN_BLOCK < last; block += turns) {
    const from = block * ENTRIES_IN_BLOCK + 1;
    blocks.push({ from, to: Math.min(last, from + ENTRIES_IN_BLOCK - 1) });
  }
  return blocks;
}
