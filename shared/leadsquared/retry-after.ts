/** How long an answer asks to wait: the Retry-After header (RFC 9110, 10.2.3) as milliseconds. */

/** The vendor's window: sooner nothing can be free again. */
const SHORTEST_MS = 5000;
const JITTER_MS = 1000;
/** A day's allowance is back by then; a header that says more is not believed. */
const LONGEST_MS = 24 * 60 * 60 * 1000;

const SECONDS = /^\d+$/;
/** The three forms of HTTP's dates (RFC 9110, 5.6.7), of which two are old. */
const DATES = [
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/,
];

/**
 * Milliseconds from `now` (ms since 1970), at least 5 s and at most a day. What is no such header counts as none: 5 s and
 * up to 1 s of jitter.
 */
export function retryAfterMs(header: string | undefined, now: number): number {
  const asked = askedMs(header?.trim() ?? "", now);
  if (asked === undefined) return SHORTEST_MS + Math.random() * JITTER_MS;
  return Math.min(Math.max(asked, SHORTEST_MS), LONGEST_MS);
}

function askedMs(value: string, now: number): number | undefined {
  if (SECONDS.test(value)) return Number(value) * 1000;
  if (!DATES.some((form) => form.test(value))) return undefined;
  const date = Date.parse(value.endsWith("GMT") ? value : `${value} GMT`);
  return Number.isNaN(date) ? undefined : date - now;
}
