/** Reads LeadSquared's times: UTC unless an offset is written (the vendor says so of all its APIs). */

const TIME =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-](?:0\d|1[0-4]):?[0-5]\d)?$/i;

/**
 * The instant as `YYYY-MM-DDTHH:mm:ss.sssZ`, digits beyond milliseconds cut; undefined when the text is no time of the
 * calendar. Never depends on the machine's time zone.
 */
export function utcTime(text: string): string | undefined {
  const match = TIME.exec(text.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second = "00", fraction = "", offset = "Z"] = match;
  const milliseconds = fraction.padEnd(3, "0").slice(0, 3);
  const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}.${milliseconds}Z`;
  const instant = new Date(wall);
  // Date rolls 30 February over to March: a time that does not come back as written was no time.
  if (Number.isNaN(instant.getTime()) || instant.toISOString() !== wall) return undefined;
  const utc = new Date(instant.getTime() - offsetMinutes(offset) * 60_000).toISOString();
  // Beyond the years 0000 to 9999 there is no RFC 3339; the first and the last year stand for "none" in .NET.
  return utc.length === wall.length && !/^(000[01]|9999)/.test(utc) ? utc : undefined;
}

function offsetMinutes(offset: string): number {
  if (offset.toUpperCase() === "Z") return 0;
  const sign = offset.startsWith("-") ? -1 : 1;
  const digits = offset.slice(1).replace(":", "");
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
}
