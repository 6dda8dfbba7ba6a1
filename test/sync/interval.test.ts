/** When a number is asked for again: intervals, lines, failures. */
import { describe, expect, test } from "vitest";
import {
  afterAnswer,
  afterFailure,
  DAY_MS,
  HOUR_MS,
  interval,
  neverAsked,
  unknownNumber,
} from "../../shared/sync/interval.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const seen = (ago: number) =>
  ({ ticketId: 143, status: "complete", head: "v2", title: null, changed: NOW - ago }) as const;
const empty = { ticketId: 143, status: "empty", head: null, title: null, changed: null } as const;
const answered = (ago: number) => afterAnswer(seen(ago), { now: NOW, before: undefined, highest: 0 });

describe("the interval", () => {
  test("is an hour in the first day, then 4 hours after a week, 11 after a month, 62 after a year", () => {
    const hours = [0, 0.5, 1, 7, 30, 365].map((days) => Math.round(interval(days * DAY_MS) / HOUR_MS));
    expect(hours).toEqual([1, 1, 1, 4, 11, 62]);
  });

  test("grows smoothly: no hour makes it longer by more than an hour's part", () => {
    for (let age = 0; age < 400 * DAY_MS; age += HOUR_MS) {
      const grown = interval(age + HOUR_MS) - interval(age);
      expect(grown).toBeGreaterThanOrEqual(0);
      expect(grown).toBeLessThanOrEqual(0.04 * HOUR_MS);
    }
  });
});

describe("after an answer", () => {
  test("a ticket waits with the young for a week after its last change, then with the older ones", () => {
    expect(answered(HOUR_MS)).toMatchObject({ line: "young", due: NOW + HOUR_MS, asked: NOW, leased: null });
    expect(answered(8 * DAY_MS)).toMatchObject({ line: "older", due: NOW + interval(8 * DAY_MS) });
  });

  test("an empty number stays due, ever more rarely; one beyond the highest ticket does not", () => {
    const before = { ...unknownNumber(143, NOW), changed: NOW };
    const at = (hours: number) => afterAnswer(empty, { now: NOW + hours * HOUR_MS, before, highest: 200 });
    expect([at(0), at(1), at(4)].map(({ due }) => ((due ?? 0) - NOW) / HOUR_MS)).toEqual([1, 4, 16]);
    expect(at(16)).toMatchObject({ line: "young", due: NOW + 64 * HOUR_MS });
    expect(at(64)).toMatchObject({ line: "older", status: "empty" });
    expect(afterAnswer(empty, { now: NOW, before, highest: 142 })).toMatchObject({ line: null, due: null });
  });

  test("a failure before it is forgotten", () => {
    const failed = afterFailure(answered(0), { code: "busy", now: NOW });
    expect(afterAnswer(seen(0), { now: NOW, before: failed, highest: 0 }).failure).toBeNull();
  });
});

describe("after a failure", () => {
  test("a ticket keeps what is known of it, and comes back after an hour, or when it can succeed", () => {
    const failed = afterFailure({ ...answered(0), leased: NOW + 1 }, { code: "bad-request", now: NOW });
    expect(failed).toMatchObject({ head: "v2", failure: "bad-request", due: NOW + HOUR_MS, leased: null });
    expect(afterFailure(failed, { code: "unstable", waitMs: DAY_MS, now: NOW }).due).toBe(NOW + DAY_MS);
  });

  test("that is the whole account's, it is not the ticket's", () => {
    expect(afterFailure(answered(0), { code: null, now: NOW }).failure).toBeNull();
  });
});

test("those never asked for come before every time, the highest number first", () => {
  const dues = [1, 2, 1_000_000].map((id) => neverAsked(unknownNumber(id, NOW)).due ?? 0);
  expect(Math.max(...dues)).toBeLessThan(0);
  expect(dues).toEqual(dues.toSorted((a, b) => b - a));
});
