/** A day's budget: in no 24 hours more calls than it has, little of it given away, and who waits is told until when. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { DEFAULT_CALLS, paceOf } from "../../shared/leadsquared/call-limits.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { FREE_PACE, reserve, VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import type { Hold } from "../../shared/leadsquared/pacer.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { recordedLog } from "../functions/http.ts";
import { simulation } from "./rate-simulation.ts";

const DAY_MS = 24 * 3_600_000;
/** The most calls that any 24 hours have; `calls` are in order. */
function fullestDay(calls: readonly number[]): number {
  let first = 0;
  return calls.reduce((most, call, index) => {
    while (call - (calls[first] ?? call) >= DAY_MS) first += 1;
    return Math.max(most, index - first + 1);
  }, 0);
}

it("is what is ours of the company's, rounded down, one at least", () => {
  const ours = (perWindow: number, perDay: number, share: number) => {
    const { limit, perDay: day } = paceOf({ perWindow, perDay, share });
    return [limit, day];
  };

  expect(ours(25, 100_000, 0.8)).toEqual([20, 80_000]);
  expect(ours(2, 10, 0.8)).toEqual([1, 8]);
  expect(ours(10, 100, 0.29)).toEqual([2, 29]);
  expect(ours(1, 1, 0.1)).toEqual([1, 1]);
  expect(paceOf(DEFAULT_CALLS).perDay).toBe(Number.POSITIVE_INFINITY);
});

it("holds in any 24 hours, whenever calls are asked for, and is used to 97 % by whoever always asks", () => {
  const limits = { ...VENDOR_PACE, perDay: 300 };
  const gaps = fc.array(fc.oneof(fc.nat(1000), fc.nat(20 * 60_000)), { minLength: 50, maxLength: 400 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 0, max: DAY_MS }), (given, start) => {
      const calls: number[] = [];
      let [pace, now] = [FREE_PACE, start];
      for (const gap of [...given, ...Array.from({ length: 1_500 }, () => 0)]) {
        now += gap;
        const reserved = reserve(pace, now, limits);
        if (reserved.isDayOver) expect(reserved.pace).toBe(pace);
        now = Math.max(now, reserved.slot);
        ({ pace } = reserved);
        if (!reserved.isDayOver) calls.push(reserved.slot);
      }

      expect(fullestDay(calls)).toBeLessThanOrEqual(limits.perDay);
      const always = calls.slice(-1_000);
      const days = always.slice(limits.perDay).map((call, index) => (call - (always[index] ?? 0)) / DAY_MS);
      expect(Math.max(...days)).toBeLessThan(1 / 0.97);
    }),
    { numRuns: 20 },
  );
});

it("makes callers wait for the next day, told once and in one line; who cannot wait learns how long", async () => {
  const sim = simulation();
  const [logged, holds] = [recordedLog(), [] as Hold[]];
  const pacer = localPacer(
    { ...VENDOR_PACE, perDay: 30 },
    { now: sim.now, delay: sim.delay, log: logged.log, onHold: (hold) => void holds.push(hold) },
  );
  const calls: number[] = [];
  for (let call = 0; call < 50; call += 1) void pacer.slot().then(() => calls.push(sim.now()));
  await sim.run(60_000);

  expect(calls).toHaveLength(30);
  await expect(pacer.slot({ patienceMs: 3_600_000 })).rejects.toMatchObject({
    code: "day-used-up",
    retryable: true,
    waitMs: DAY_MS + 1_800_000 - 60_000,
  });
  expect(await pacer.leftOfDay()).toBe(0);
  await sim.run(2 * DAY_MS);

  expect(calls).toHaveLength(50);
  expect(calls[30]).toBe(DAY_MS + 1_800_000);
  expect(fullestDay(calls)).toBe(30);
  expect(holds).toEqual([
    {
      why: "day-used-up",
      goesOnAt: DAY_MS + 1_800_000,
      message:
        "The day's budget of 30 calls, in any 24 hours, is used up. Calls go on at 1970-01-02 00:30:00 UTC; nothing is given up meanwhile.",
    },
  ]);
  expect(logged.events()).toEqual([LOG_EVENTS.dayUsedUp]);
});

it("is not what a refusal below the limits is: that is told too, with what it means", async () => {
  const sim = simulation();
  const [logged, holds] = [recordedLog(), [] as Hold[]];
  const pacer = localPacer(paceOf(DEFAULT_CALLS), {
    now: sim.now,
    delay: sim.delay,
    log: logged.log,
    onHold: (hold) => void holds.push(hold),
  });

  await pacer.pushBack(6_000, "too-many-calls");
  await pacer.pushBack(60_000);

  expect(holds).toEqual([
    {
      why: "refused",
      goesOnAt: 6_000,
      message: expect.stringMatching(
        /^LeadSquared refused a call \(429\), although no more than 20 in 5 s .+ go on at 1970-01-01 00:00:06 UTC; nothing is given up meanwhile\.$/,
      ),
    },
  ]);
  expect(logged.events()).toEqual([LOG_EVENTS.callRefused]);
});
