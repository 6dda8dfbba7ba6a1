/** What `sync` remembers from one turn to the next. Losing it loses time only. */
import * as z from "zod";
import type { TicketIndex } from "./ticket-index.ts";

const numbers = z.object({ from: z.int().positive(), to: z.int().positive() });

const schema = z.object({
  /** Numbers up to here are known, or will be: they wait in `unopened`. */
  opened: z.int().nonnegative(),
  /** Spans whose numbers are not in the index yet, ascending. */
  unopened: z.array(numbers),
  /** Calls that the day's budget lets go, by the time `creditAt` (ms since 1970); below 0 for what went ahead of it. */
  credit: z.number(),
  creditAt: z.number(),
  /** Position in the pattern of lines. */
  position: z.int().nonnegative(),
  ahead: z.object({
    /** The highest ticket at the last look, the last number that it asked for, and its time. */
    highest: z.int().nonnegative(),
    askedTo: z.int().nonnegative(),
    askedAt: z.number(),
    /** When the highest ticket was last found to have risen. */
    risenAt: z.number(),
    /** Probes beyond a gap: when, how many sets by now, and the calls that they may still take, by that time. */
    probedAt: z.number(),
    probes: z.int().nonnegative(),
    probeCredit: z.number(),
  }),
});

export type SyncMemory = z.infer<typeof schema>;

/** @param from the first number that is asked for */
export function firstMemory(from: number, now: number): SyncMemory {
  const before = from - 1;
  return {
    opened: before,
    unopened: [],
    credit: 0,
    creditAt: 0,
    position: 0,
    ahead: {
      highest: before,
      askedTo: before,
      askedAt: 0,
      risenAt: now,
      probedAt: 0,
      probes: 0,
      probeCredit: 0,
    },
  };
}

/** What is remembered; the first memory where there is none, or one that cannot be read. */
export async function recall(index: TicketIndex, from: number, now: number): Promise<SyncMemory> {
  const text = await index.memory();
  if (text === undefined) return firstMemory(from, now);
  const parsed = schema.safeParse(JSON.parse(text));
  return parsed.success ? parsed.data : firstMemory(from, now);
}
