/** Reads a date or a time that a person gives. */
import { UsageError } from "../shared/errors.ts";
import { utcTime } from "../shared/ticket/time.ts";

/** A date is its beginning, in UTC. @throws UsageError */
export async function readTime(text: string | undefined, flag: string): Promise<string> {
  const whole = text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T00:00:00Z` : (text ?? "");
  const time = /(Z|[+-]\d{2}:?\d{2})$/i.test(whole) ? utcTime(whole) : undefined;
  if (time !== undefined) return time;
  const given = text === undefined ? "is missing" : `${JSON.stringify(text.slice(0, 40))} is no time`;
  throw new UsageError(
    `${flag} ${given}: give a date such as 2026-01-31, or a time such as 2026-01-31T09:00:00Z.`,
  );
}
