/** Which of the numbers that are due are asked for next: the newest first, and of every line something. Pure. */
import type { DueNumber, Line } from "./ticket-index.ts";

/** Why a number is asked for. */
export type Why = "next" | "probe" | Line;

export interface Chosen {
  readonly ticketId: number;
  readonly why: Why;
  /** Since when it was due, in ms since 1970; undefined for a number that was never asked for. */
  readonly dueSince?: number;
}

/**
 * Of five places, three are for tickets that changed lately, one for numbers never asked for, one for older ones: while
 * one line has more than its places, the others still move. A place that its line does not need goes to the next one.
 */
const PATTERN: readonly Line[] = ["young", "never", "young", "older", "young"];
const IN_TURN: readonly Line[] = ["young", "never", "older"];

export type Waiting = Readonly<Record<Line, readonly DueNumber[]>>;

/** @returns at most `room` numbers, and the position in the pattern for the next time */
export function choose(
  waiting: Waiting,
  room: number,
  position: number,
): { readonly chosen: readonly Chosen[]; readonly position: number } {
  const taken: Record<Line, number> = { young: 0, never: 0, older: 0 };
  const chosen: Chosen[] = [];
  let place = position;
  while (chosen.length < room) {
    const first = PATTERN[place % PATTERN.length] ?? "young";
    const line = [first, ...IN_TURN].find((each) => taken[each] < waiting[each].length);
    if (line === undefined) break;
    const due = waiting[line][taken[line]];
    taken[line] += 1;
    place += 1;
    if (due === undefined) continue;
    const { ticketId } = due;
    chosen.push({ ticketId, why: line, ...(due.due >= 0 && { dueSince: due.due }) });
  }
  return { chosen, position: place % PATTERN.length };
}
