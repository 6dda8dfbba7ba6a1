/** When a number is to be asked for again: pure functions of what became of it and of the time. */
import type { SeenTicket } from "../archive/seen-ticket.ts";
import type { Line, TicketEntry } from "./ticket-index.ts";

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
const YOUNG_MS = 7 * DAY_MS;

/**
 * The time between two askings of a ticket that last changed so long ago, both in ms: an hour in the first day, then it
 * grows with the time to the power of 0.7: 4 hours after a week, 11 hours after a month, 62 hours after a year. In
 * proportion to the time it would be 7 hours after a week, and changes are to be seen within 6; docs/performance.md has the
 * sums.
 */
export function interval(sinceChange: number): number {
  return Math.round(HOUR_MS * Math.max(1, sinceChange / DAY_MS) ** 0.7);
}

/** An empty number is asked for after 1, 4 and 16 hours, then with the older ones: most stay empty. */
function emptyInterval(sinceKnown: number): number {
  return sinceKnown < DAY_MS ? Math.max(HOUR_MS, 3 * sinceKnown) : interval(Math.max(sinceKnown, YOUNG_MS));
}

/** A failed ticket comes back no sooner: whoever can mend it needs time, and the calls are everybody's. */
const AFTER_FAILURE_MS = HOUR_MS;

const NO_FAILURE = { failure: null, failedSince: null, failureTold: null };

/** The entry of a number of which nothing is known, and which waits in no line. */
export function unknownNumber(ticketId: number, now: number): TicketEntry {
  const nothing = { status: null, ...NO_FAILURE, head: null, title: null, asked: null };
  return { ticketId, ...nothing, changed: now, line: null, due: null, leased: null };
}

/** The entry of a number that LeadSquared was never asked for, or not since the index was lost. */
export function neverAsked(entry: TicketEntry): TicketEntry {
  return { ...entry, asked: null, line: "never", due: -entry.ticketId };
}

/** The entry after LeadSquared has answered. @param highest empty numbers beyond it wait in no line */
export function afterAnswer(
  { ticketId, status, head, title, changed: seen }: SeenTicket,
  { now, before, highest }: { now: number; before: TicketEntry | undefined; highest: number },
): TicketEntry {
  const changed = seen ?? before?.changed ?? now;
  const age = Math.max(0, now - changed);
  const entry = { ticketId, status, ...NO_FAILURE, head, title, asked: now, changed, leased: null };
  if (status !== "empty") return { ...entry, line: lineOf(age), due: now + interval(age) };
  if (ticketId > highest) return { ...entry, line: null, due: null };
  return { ...entry, line: age < DAY_MS ? "young" : "older", due: now + emptyInterval(age) };
}

/**
 * The entry after a run that failed.
 * @param code null for a failure that is not the ticket's own
 * @param waitMs how long the same is certain to fail
 */
export function afterFailure(
  before: TicketEntry,
  { code, waitMs = 0, now }: { code: string | null; waitMs?: number | undefined; now: number },
): TicketEntry {
  const { line, changed } = before;
  const age = Math.max(0, now - changed);
  const due = now + Math.max(AFTER_FAILURE_MS, waitMs, interval(age));
  const failure = code ?? before.failure;
  const failedSince = failure === null ? null : (before.failedSince ?? now);
  return { ...before, failure, failedSince, leased: null, due, line: line && lineOf(age) };
}

function lineOf(age: number): Line {
  return age < YOUNG_MS ? "young" : "older";
}
