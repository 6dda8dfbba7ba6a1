/** Reads fields of JSON from outside without trusting their types, and keeps the ones that are not known. */

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text, or a number written as one; null for everything else. */
export function textOf(value: unknown): string | null {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "bigint" ? String(value) : null;
}

/** A number, or a text of digits read as one; null for everything else. */
export function numberOf(value: unknown): number | null {
  if (typeof value === "string" && !/^\s*\d{1,15}\s*$/.test(value)) return null;
  const number = typeof value === "string" || typeof value === "number" ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** A whole number from 0 up; null for everything else. */
export function countOf(value: unknown): number | null {
  const number = numberOf(value);
  return number !== null && Number.isSafeInteger(number) && number >= 0 ? number : null;
}

/**
 * What an object holds beside the known fields, and known fields whose value could not be read as their type.
 * Keys are sorted at every level, so that the vendor's order of fields does not make a new version.
 */
export function extraOf(
  object: JsonObject,
  known: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const unread = Object.entries(object).filter(
    ([key, value]) =>
      !Object.hasOwn(known, key) || (known[key] === null && value !== null && value !== undefined),
  );
  return Object.fromEntries(sortedEntries(unread));
}

/** The same for values that differ in the order of their fields alone. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? "";
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  return isObject(value) ? Object.fromEntries(sortedEntries(Object.entries(value))) : value;
}

function sortedEntries(entries: [string, unknown][]): [string, unknown][] {
  return entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]): [string, unknown] => [key, sorted(value)]);
}
