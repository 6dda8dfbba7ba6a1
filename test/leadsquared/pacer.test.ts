/** The pacing rule: never more than the limit in any window, and hardly less. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FREE_PACE, reserve, VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import { type PaceKeeper, pacerOn } from "../../shared/leadsquared/pace-keeper.ts";

/** The most calls that any half-open window of that length holds. */
function fullestWindow(times: readonly number[], windowMs: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  const counts = sorted.map(
    (start) => sorted.filter((time) => time >= start && time < start + windowMs).length,
  );
  return Math.max(0, ...counts);
}

function slots(arrivals: readonly number[]): number[] {
  let pace = FREE_PACE;
  return arrivals.map((now) => {
    const reservation = reserve(pace, now, VENDOR_PACE);
    pace = reservation.pace;
    return reservation.slot;
  });
}

describe("reserve", () => {
  it("lets 25 calls go within half a second and the next after window and guard", () => {
    const taken = slots(Array.from({ length: 27 }, () => 1000));

    expect(taken.slice(0, 3)).toEqual([1000, 1020, 1040]);
    expect(taken.slice(24)).toEqual([1480, 6100, 6120]);
  });

  it("keeps a log of no more than the limit", () => {
    let pace = FREE_PACE;
    for (let now = 0; now < 100; now += 1) {
      pace = reserve(pace, now, VENDOR_PACE).pace;
    }

    expect(pace.log).toHaveLength(25);
  });

  it("never puts more than 25 calls into any 5 s, nor one before it is asked for, whatever the clocks say", () => {
    const steps = fc.array(fc.integer({ min: -2000, max: 4000 }), { maxLength: 150 });
    fc.assert(
      fc.property(steps, (gaps) => {
        let now = 0;
        const arrivals = gaps.map((gap) => {
          now += gap;
          return now;
        });

        const taken = slots(arrivals);

        expect(fullestWindow(taken, VENDOR_PACE.windowMs)).toBeLessThanOrEqual(25);
        expect(taken.every((slot, index) => slot >= (arrivals[index] ?? 0))).toBe(true);
        expect(taken).toEqual([...taken].sort((a, b) => a - b));
      }),
    );
  });
});

// F30
it("a slot that is never to be seen for certain is given up", async () => {
  let looks = 0;
  const keeper: PaceKeeper = {
    now: () => 0,
    pace: () => FREE_PACE,
    change: (rule) => Promise.resolve(rule(FREE_PACE)),
    isFresh: () => false,
    look: async () => {
      looks += 1;
    },
    lookAheadMs: 100,
  };
  const pacer = pacerOn(keeper, { limits: VENDOR_PACE, now: () => 0 });
  await expect(pacer.slot()).rejects.toMatchObject({ code: "pace-unavailable", retryable: true });
  expect(looks).toBe(500);
});
