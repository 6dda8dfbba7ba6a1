/** Makes numbers known that the highest ticket has passed: from then on each of them is asked for, for good. */
import { neverAsked, unknownNumber } from "./interval.ts";
import type { SyncMemory } from "./sync-memory.ts";
import type { Numbers, TicketEntry, TicketIndex } from "./ticket-index.ts";

/** Numbers opened in one turn: some seconds of writing. */
const AT_ONCE = 10_000;

/** The spans that wait once `highest` is the highest ticket. */
export function spansUpTo(
  { opened, unopened }: SyncMemory,
  highest: number,
): Pick<SyncMemory, "opened" | "unopened"> {
  if (highest <= opened) return { opened, unopened };
  return { opened: highest, unopened: [...unopened, { from: opened + 1, to: highest }] };
}

/** What to open now, the newest first, and what is left then. */
export function nextSpan(unopened: readonly Numbers[]): { now: Numbers | undefined; left: Numbers[] } {
  const last = unopened.at(-1);
  if (last === undefined) return { now: undefined, left: [] };
  const from = Math.max(last.from, last.to - AT_ONCE + 1);
  const left = unopened.slice(0, -1);
  return {
    now: { from, to: last.to },
    left: from > last.from ? [...left, { from: last.from, to: from - 1 }] : left,
  };
}

/** What is known of a number already stays, and so does its place in a line. */
export async function openNumbers(index: TicketIndex, { from, to }: Numbers, now: number): Promise<number> {
  const opened: TicketEntry[] = [];
  let next = from;
  const unknownUntil = (end: number): void => {
    for (; next < end; next += 1) opened.push(neverAsked(unknownNumber(next, now)));
  };
  for await (const entry of index.entries({ from, to })) {
    unknownUntil(entry.ticketId);
    next = entry.ticketId + 1;
    // Asked for as one beyond the highest, it was in no line.
    const isFree = entry.leased === null || entry.leased <= now;
    if (entry.line === null && isFree) opened.push(neverAsked({ ...entry, changed: now }));
    else if (entry.line === null) opened.push({ ...entry, line: "never" });
  }
  unknownUntil(to + 1);
  await index.write(opened);
  return opened.length;
}
