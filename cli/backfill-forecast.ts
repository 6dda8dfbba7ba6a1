/** `ticketvault backfill --dry-run`: what a run would ask LeadSquared, and how long that takes at least. */
import type { PaceLimits } from "../shared/leadsquared/pace.ts";
import type { Context } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { count, counted, duration } from "./text.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

export interface Forecast {
  readonly tickets: number;
  readonly doneEarlier: number;
  readonly limits: PaceLimits;
}

/** The time (ms) that so many calls take at least, when nobody else calls and none fails. */
function leastMs(calls: number, { limit, windowMs, guardMs, perDay }: PaceLimits): number {
  const days = calls > perDay ? Math.floor((calls - 1) / perDay) : 0;
  const ofLastDay = days === 0 ? calls : calls - days * perDay;
  return days * DAY_MS + Math.max(0, Math.ceil(ofLastDay / limit) - 1) * (windowMs + guardMs);
}

export function showForecast(
  { terminal, json }: Context,
  { tickets, doneEarlier, limits }: Forecast,
): ExitCode {
  const toAsk = tickets - doneEarlier;
  const { limit: perWindow, windowMs, perDay } = limits;
  const ms = leastMs(toAsk, limits);
  if (json) {
    const day = Number.isFinite(perDay) ? perDay : null;
    const leastSeconds = Math.ceil(ms / 1000);
    terminal.json({ dryRun: true, tickets, doneEarlier, toAsk, perWindow, perDay: day, leastSeconds });
    return EXIT.complete;
  }
  const ofDay = Number.isFinite(perDay) ? ` and ${count(perDay)} in 24 hours` : "";
  const takes = ms === 0 ? "they can all go at once" : `that takes ${duration(ms)} or more`;
  terminal.print(
    `Nothing was asked, and nothing was written. A run would ask LeadSquared for ${counted(toAsk, "ticket")}, with at least one call each. At ${count(perWindow)} calls in ${windowMs / 1000} s${ofDay} ${takes}.`,
  );
  return EXIT.complete;
}
