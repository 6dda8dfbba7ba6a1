/** Writes a time in a zone, short enough for a table. */

/** `2026-03-04 14:05` for a time in ms since 1970. */
export function minuteIn(time: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" });
  return format.format(time);
}
