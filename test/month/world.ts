/** A simulated LeadSquared account over a month: tickets that come, change, come late, and numbers that are left out. */

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export interface WorldSize {
  /** Tickets known at the start. */
  readonly known: number;
  readonly newADay: number;
  readonly days: number;
  /** Numbers that the largest gap leaves out. */
  readonly widestGap: number;
  /** Whole days, from 0, from which on LeadSquared answers nothing, and again does. */
  readonly outage: { readonly from: number; readonly to: number };
  /** The day from which on LeadSquared takes fewer calls than the settings say. */
  readonly lowered: { readonly from: number; readonly callsIn5s: number };
}

export interface WorldTicket {
  readonly number: number;
  /** In ms from the start; below 0 for those known at the start. */
  readonly created: number;
  /** Times of its changes after it came, ascending. */
  readonly changes: readonly number[];
  readonly isLate: boolean;
}

export interface World {
  readonly tickets: ReadonlyMap<number, WorldTicket>;
  readonly end: number;
}

/** Everybody's numbers from one seed (mulberry32), so that a month is the same each time. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A fifth of all tickets is reopened within a month, at a time that is as likely as any other; a shorter run sees a part of it. */
const REOPENED = 0.2;
const MONTH = 30 * DAY;
/** One ticket in a hundred appears under its number only later, up to ten days. */
const LATE = 0.01;
const LATEST = 10 * DAY;
/** Before the start, tickets came over two years. */
const BEFORE = 730 * DAY;
/** Four of five tickets come in ten hours of the day. */
const BUSY = 0.8;

export function makeWorld({ known, newADay, days, widestGap }: WorldSize, random: () => number): World {
  const end = days * DAY;
  const tickets = new Map<number, WorldTicket>();
  const add = (number: number, created: number, isLate: boolean): void => {
    const since = Math.max(0, created);
    const reopened = random() < REOPENED ? [Math.round(since + random() * (MONTH - since))] : [];
    const changes = reopened.filter((time) => time < end);
    tickets.set(number, { number, created: Math.round(created), changes, isLate });
  };
  for (let number = 1; number <= known; number += 1) {
    add(number, -BEFORE * (1 - number / (known + 1)) - 1, false);
  }
  let number = known;
  for (let day = 0; day < days; day += 1) {
    // Every third day somebody leaves numbers out, few more often than many.
    const gapAt = day % 3 === 1 ? random() * newADay : Number.POSITIVE_INFINITY;
    const times = Array.from({ length: newADay }, () => day * DAY + timeOfDay(random)).toSorted(
      (a, b) => a - b,
    );
    for (const [n, time] of times.entries()) {
      number += 1 + (n === Math.floor(gapAt) ? Math.floor(widestGap ** random()) : 0);
      const isLate = random() < LATE;
      add(number, isLate ? time + 10 * MINUTE + random() * LATEST : time, isLate);
    }
  }
  return { tickets, end };
}

function timeOfDay(random: () => number): number {
  return random() < BUSY ? 8 * HOUR + random() * 10 * HOUR : random() * DAY;
}
