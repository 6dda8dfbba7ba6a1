/** Writes times in UTC and in a chosen zone, the same on every machine. */
import { UsageError } from "../errors.ts";
import type { Conversation } from "../ticket/document.ts";

/** `28 August 2024`. */
const MONTHS = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/**
 * When a message was written, ISO; null where there is no time that means one: programs write none as the first or the
 * last time that they know, e-mails have no date before 1900 (RFC 5322), and in another zone 9999 may end a year later.
 */
export function readableTime({ createdAt }: Pick<Conversation, "createdAt">): string | null {
  if (createdAt === null) return null;
  const year = Number(createdAt.slice(0, 4));
  return year >= 1900 && year <= 9998 ? createdAt : null;
}

/** Writes times of one zone. */
export interface Clock {
  /** The IANA name, as `Asia/Kolkata`; `UTC` for UTC alone. */
  readonly zone: string;
  /** `28 August 2024, 18:08:36 (UTC+05:30)` for an ISO time; undefined in UTC, which stands there anyway. */
  local(iso: string): string | undefined;
}

/** @throws UsageError for an unknown zone */
export function clockOf(zone: string): Clock {
  const known = clocks.get(zone) ?? newClock(zone);
  clocks.set(zone, known);
  return known;
}

/** By zone: a format takes longer to make than a hundred times to write. */
const clocks = new Map<string, Clock>();

function newClock(zone: string): Clock {
  const format = formatOf(zone);
  if (format.resolvedOptions().timeZone === "UTC") return { zone: "UTC", local: () => undefined };
  return {
    zone,
    local(iso) {
      const parts = new Map(format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]));
      const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
      const offset = part("timeZoneName").replace("GMT", "UTC");
      const day = dayText(part("year"), Number(part("month")), part("day"));
      return `${day}, ${part("hour")}:${part("minute")}:${part("second")} (${offset})`;
    },
  };
}

/** `28 August 2024, 12:38:36 UTC` for an ISO time in UTC. */
export function utcText(iso: string): string {
  return `${utcDay(iso)}, ${iso.slice(11, 19)} UTC`;
}

/** `28 August 2024` for an ISO time in UTC. */
export function utcDay(iso: string): string {
  return dayText(iso.slice(0, 4), Number(iso.slice(5, 7)), iso.slice(8, 10));
}

function dayText(year: string, month: number, day: string): string {
  return `${Number(day)} ${MONTHS[month - 1] ?? ""} ${year}`;
}

/** What clocks of a zone show, to the second, with the offset. @throws UsageError for what is no zone */
export function formatOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      calendar: "gregory",
      numberingSystem: "latn",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "longOffset",
    });
  } catch (cause) {
    throw new UsageError(
      `${JSON.stringify(zone)} is not a time zone: give an IANA name such as Asia/Kolkata, or UTC.`,
      { cause },
    );
  }
}
