/** How long a 429 asks to wait: the Retry-After header (RFC 9110, 10.2.3) as milliseconds. */

const LONGEST_MS = 60_000;
const SECONDS = /^\d+$/;

/**
 * Milliseconds from `now` (ms since 1970), at least 0 and at most 60 s; without a readable header 5 s (the vendor's
 * window) and up to 1 s of jitter.
 */
export function retryAfterMs(header: string | undefined, now: number): number {
  const value = header?.trim() ?? "";
  const asked = SECONDS.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  if (value === "" || Number.isNaN(asked)) {
    return 5000 + Math.random() * 1000;
  }
  return Math.min(Math.max(asked, 0), LONGEST_MS);
}
