/** Dates and spans of time in a question, by the zone in which it was asked. */
import { formatOf } from "../../render/times.ts";

/** In ms since 1970, without its end; null is open. */
interface Time {
  readonly from: number | null;
  readonly until: number | null;
}

const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?)?)?)?$/i;

/** E-mails have no date before 1900, and a year behind 9998 may be another in another zone. */
const [FIRST_YEAR, LAST_YEAR] = [1900, 9998];

/**
 * `2026-03`, `2026-03-01..2026-03-15` (both are in it), `2026-03-01..`, `>=2026-03-01`, `<2026-04`; a time such as
 * `2026-03-01T09:30` may have an offset, else it is the zone's. Undefined for what is none of these.
 */
export function spanOf(text: string, zone: string): Time | undefined {
  const [, sign, compared] = /^([<>]=?)(.*)$/s.exec(text) ?? [];
  if (compared !== undefined) {
    const time = timeOf(compared, zone);
    if (time === undefined) return undefined;
    if (sign === ">") return { from: time.until, until: null };
    if (sign === ">=") return { from: time.from, until: null };
    return { from: null, until: sign === "<" ? time.from : time.until };
  }
  const [first = "", last, more] = text.split("..");
  if (last === undefined) return timeOf(first, zone);
  if (more !== undefined || (first === "" && last === "")) return undefined;
  const begin = first === "" ? { from: null } : timeOf(first, zone);
  const end = last === "" ? { until: null } : timeOf(last, zone);
  return begin && end && { from: begin.from, until: end.until };
}

/** A year, month, day, minute or second. */
function timeOf(text: string, zone: string): { readonly from: number; readonly until: number } | undefined {
  const [, ...found] = DATE.exec(text) ?? [];
  const [year, month, day, hour, minute, second, offset] = found;
  if (year === undefined || Number(year) < FIRST_YEAR || Number(year) > LAST_YEAR) return undefined;
  const given = [year, month, day, hour, minute, second].flatMap((each) =>
    each === undefined ? [] : Number(each),
  );
  const wall = wallOf(given);
  if (!isOnCalendar(wall, given)) return undefined;
  // The next of the smallest unit that was given.
  const next = wallOf(given.map((each, index) => (index === given.length - 1 ? each + 1 : each)));
  const instant = (time: number): number => (offset ? time - offsetIn(offset) : instantOf(time, zone));
  return { from: instant(wall), until: instant(next) };
}

/** What a clock on a wall shows, as if it were in UTC. */
function wallOf([year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0]: readonly number[]): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

/** There is no 30 February, and no 25th hour. */
function isOnCalendar(wall: number, given: readonly number[]): boolean {
  const shown = new Date(wall).toISOString().match(/\d+/g)?.map(Number) ?? [];
  return given.every((each, index) => shown[index] === each);
}

/** In ms, of `+05:30`. */
function offsetIn(text: string): number {
  if (text.toUpperCase() === "Z") return 0;
  const [hours = 0, minutes = 0] = text.slice(1).split(":").map(Number);
  return (text.startsWith("-") ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

const DAY = 86_400_000;

/** The first moment at which clocks of the zone show this, or more where they jump over it. */
function instantOf(wall: number, zone: string): number {
  const [before, after] = [offsetAt(wall - DAY, zone), offsetAt(wall + DAY, zone)];
  const early = wall - before;
  if (early + offsetAt(early, zone) === wall) return early;
  const late = wall - after;
  if (late + offsetAt(late, zone) === wall) return late;
  // They jump over it: between these two.
  let [old, jumped] = [late, early];
  while (jumped - old > 1) {
    const middle = Math.floor((old + jumped) / 2);
    if (offsetAt(middle, zone) === before) old = middle;
    else jumped = middle;
  }
  return jumped;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's clocks are ahead of UTC, in ms. */
function offsetAt(time: number, zone: string): number {
  const format = formats.get(zone) ?? formatOf(zone);
  formats.set(zone, format);
  const parts = new Map(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const wall = Date.UTC(
    part("year"),
    part("month") - 1,
    part("day"),
    part("hour"),
    part("minute"),
    part("second"),
  );
  return wall - Math.floor(time / 1000) * 1000;
}
