/** The shared pace under simulated time: the limit is used and kept, whatever the server counts and the clocks say. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { seededRandom } from "../../cli/sandbox/random.ts";
import { DEFAULT_CALLS, paceOf } from "../../shared/leadsquared/call-limits.ts";
import { simulateCampaign } from "./rate-simulation.ts";

describe("workers that share a pace", () => {
  beforeEach(() => {
    const random = seededRandom("jitter of the pacer");
    vi.spyOn(Math, "random").mockImplementation(() => random.integer(2 ** 31) / 2 ** 31);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const windows = ["fixed", "sliding", "counting refusals"] as const;
  const cases = windows.flatMap((window) => [
    { window, workers: 1, clockErrorMs: 0 },
    { window, workers: 4, clockErrorMs: -300 },
    { window, workers: 16, clockErrorMs: -300 },
  ]);

  it.each(cases)(
    "use 97 % of a limit on $window windows with $workers of them, one clock $clockErrorMs ms off",
    async (campaign) => {
      const outcome = await simulateCampaign({ ...campaign, minutes: 10 });

      expect(outcome.used).toBeGreaterThanOrEqual(0.97);
      expect(outcome.refused).toBeLessThanOrEqual(0.005);
      // With four writes a call contention would cost more than pacing.
      expect(outcome.writes).toBeLessThan(4);
    },
  );

  // Issue 19: the company's own limits, of which a fifth is left to its other programs.
  it.each([2, 5, 10, 20, 25].flatMap((perWindow) => [1, 4, 10].map((workers) => ({ perWindow, workers }))))(
    "use 95 % of their share of $perWindow calls in 5 s with $workers of them, and never more",
    async (given) => {
      const { perWindow, workers } = given;
      const limits = paceOf({ ...DEFAULT_CALLS, perWindow });

      const outcome = await simulateCampaign({
        window: "sliding",
        workers,
        allowed: perWindow,
        limits,
        minutes: 10,
      });

      expect(limits.limit).toBe(Math.max(1, Math.floor(perWindow * 0.8)));
      expect(outcome.used).toBeGreaterThanOrEqual(0.95);
      expect(outcome.refused).toBeLessThanOrEqual(0.005);
      expect(outcome.fullestWindow).toBeLessThanOrEqual(limits.limit);
    },
  );

  it("get on with fewer than 0.5 % of refusals where one clock is almost a second fast", async () => {
    const outcome = await simulateCampaign({
      window: "sliding",
      workers: 16,
      clockErrorMs: 900,
      minutes: 10,
    });

    expect(outcome.used).toBeGreaterThanOrEqual(0.95);
    expect(outcome.refused).toBeLessThanOrEqual(0.005);
  });
});
