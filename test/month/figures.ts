/** What a month came to, beside what the same calls could do at best. */
import type { Month, MonthSize } from "./month.ts";

export interface Figures {
  readonly tickets: number;
  readonly calls: number;
  /** Those of them that asked for details. */
  readonly details: number;
  readonly refusedPercent: number;
  /** 95th percentiles, in minutes and hours. */
  readonly newMinutes: number;
  readonly youngHours: number;
  readonly olderHours: number;
  /** What older ones would wait at the 95th percentile if all calls that the others leave asked for them one after the other. */
  readonly olderAtBestHours: number;
  readonly oldest: number;
}

export function figures(month: Month, size: MonthSize): Figures {
  const { world, vendor, delays, callsFor, details, older } = month;
  const percentile = (kind: string, part = 0.95): number => {
    const sorted = delays
      .filter((each) => each.kind === kind)
      .map(({ ms }) => ms)
      .toSorted((a, b) => a - b);
    return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  };
  const { outage, days } = size;
  const answeringDays = days - (outage.to - outage.from);
  const { next, probe, young, never } = callsFor;
  const others = (next + probe + young + never + details) / answeringDays;
  const rest = Math.floor(size.callsPerDay * size.share) - others;
  return {
    tickets: world.tickets.size,
    calls: vendor.calls,
    details,
    refusedPercent: (100 * vendor.refused) / vendor.calls,
    newMinutes: percentile("new") / 60_000,
    youngHours: percentile("young") / 3_600_000,
    olderHours: percentile("older") / 3_600_000,
    olderAtBestHours: (0.95 * 24 * older) / rest,
    oldest: older,
  };
}
