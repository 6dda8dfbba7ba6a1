/**
 * A day's budget of calls, as pure functions. It holds in any 24 hours: nobody says when the vendor's day begins, and a
 * budget of UTC's day could be spent twice within a day of another zone. Half-hours are counted, as a log of 100,000 calls
 * is too long for what processes share; that gives away one half-hour in 49.
 */

const SPAN_MS = 30 * 60 * 1000;
/** So many half-hours may have a part of one 24 hours. */
const SPANS = 49;

/** Calls by half-hours of the account's time; the last count is that of `span`, the half-hours since 1970. */
export interface DayCount {
  readonly span: number;
  readonly counts: readonly number[];
}

export const NO_CALLS: DayCount = { span: 0, counts: [] };

/** Calls in the 24 hours up to `slot`, and up to half an hour before them. */
export function spent({ span, counts }: DayCount, slot: number): number {
  const first = spanOf(slot) - SPANS + 1;
  return counts.reduce((sum, count, at) => (span - counts.length + 1 + at >= first ? sum + count : sum), 0);
}

/** The first moment from `slot` on at which a budget of `perDay` (1 at least) has a call left. */
export function budgetFrom(day: DayCount, slot: number, perDay: number): number {
  if (spent(day, slot) < perDay) return slot;
  for (let span = spanOf(slot) + 1; ; span += 1) {
    // After 49 half-hours none counts any more.
    if (spent(day, span * SPAN_MS) < perDay) return span * SPAN_MS;
  }
}

/** With one call more, at `slot`, which is not before the last one. */
export function withCall({ span, counts }: DayCount, slot: number): DayCount {
  const now = Math.max(spanOf(slot), span);
  const passed = Math.min(now - span, SPANS);
  const moved = [...counts, ...Array.from({ length: passed }, () => 0)].slice(-SPANS);
  return { span: now, counts: [...moved.slice(0, -1), (moved.at(-1) ?? 0) + 1] };
}

const spanOf = (slot: number): number => Math.floor(slot / SPAN_MS);
