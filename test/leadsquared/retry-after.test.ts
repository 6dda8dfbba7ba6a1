/** Reading Retry-After. */
import { describe, expect, it } from "vitest";
import { retryAfterMs } from "../../shared/leadsquared/retry-after.ts";

const NOW = Date.parse("2026-11-22T10:00:00Z");

describe("retryAfterMs", () => {
  it.each([
    ["3", 3000],
    [" 0 ", 0],
    ["3600", 60_000],
    ["Sun, 22 Nov 2026 10:00:07 GMT", 7000],
    ["Sun, 22 Nov 2026 09:00:00 GMT", 0],
    ["Sun, 22 Nov 2026 12:00:00 GMT", 60_000],
  ])("takes %j for %i ms", (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });

  it.each([undefined, "", "soon"])("waits 5 to 6 s when the header is %j", (header) => {
    const ms = retryAfterMs(header, NOW);

    expect(ms).toBeGreaterThanOrEqual(5000);
    expect(ms).toBeLessThan(6000);
  });
});
