/** Reading Retry-After. */
import { describe, expect, it } from "vitest";
import { retryAfterMs } from "../../shared/leadsquared/retry-after.ts";

const NOW = Date.parse("2026-11-22T10:00:00Z");

describe("retryAfterMs", () => {
  // T22
  it.each([
    ["7", 7000],
    [" 0 ", 5000],
    ["3600", 3_600_000],
    ["99999999999999999999", 86_400_000],
    ["Sun, 22 Nov 2026 10:00:07 GMT", 7000],
    ["Sunday, 22-Nov-26 10:00:07 GMT", 7000],
    ["Sun Nov 22 10:00:07 2026", 7000],
    ["Sun, 22 Nov 2026 09:00:00 GMT", 5000],
    ["Sun, 29 Nov 2026 12:00:00 GMT", 86_400_000],
  ])("takes %j for %i ms: at least the vendor's window, at most a day", (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms);
  });

  // T22
  it.each([
    undefined,
    "",
    "soon",
    "-5",
    "1.5",
    "1e3",
    "0x10",
    "2026-11-22T11:00:00Z",
    "Sun, 99 Xyz 2026 10:00:07 GMT",
    "Nov 22, 2026",
  ])("waits 5 to 6 s when the header is %j, which RFC 9110 does not have", (header) => {
    const ms = retryAfterMs(header, NOW);

    expect(ms).toBeGreaterThanOrEqual(5000);
    expect(ms).toBeLessThan(6000);
  });
});
