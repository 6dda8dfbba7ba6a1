/** How many calls of a day are ours, by the pace that is kept. */
import type { PaceLimits } from "../leadsquared/pace.ts";
import { DAY_MS } from "./interval.ts";

/** What the windows of a day take together, or the day's own limit where that is lower. */
export function callsOfDay({ limit, windowMs, perDay }: PaceLimits): number {
  return Math.min(perDay, Math.floor((limit * DAY_MS) / windowMs));
}
