/** F35: a store that does not answer is one fault of a run, which waits for it. */
import { describe, expect, it } from "vitest";
import { backfill, type TicketOutcome } from "../../shared/archive/backfill.ts";
import type { Receipt } from "../../shared/archive/receipt.ts";
import { type StorePatience, storeOutage } from "../../shared/archive/store-outage.ts";
import { StoreError } from "../../shared/errors.ts";

const MINUTE_MS = 60_000;
const away = () => new StoreError("unreachable", "nobody listens there", { retryable: true });

/** A clock that moves by what is waited for. */
function patience() {
  let time = 0;
  const pauses: number[] = [];
  const said: string[] = [];
  const given: StorePatience = {
    limitMs: MINUTE_MS,
    now: () => time,
    delay: async (ms, signal) => {
      signal.throwIfAborted();
      pauses.push(ms);
      time += ms;
    },
    onAway: (why) => said.push(`away: ${why}`),
    onBack: (afterMs) => said.push(`back after ${afterMs}`),
  };
  return { given, pauses, said, now: () => time };
}

/** Archives tickets 1 to 40, four at once, on a store that is away in a span of time. */
async function run(clock: ReturnType<typeof patience>, gone: { from: number; until: number }) {
  const outcomes: TicketOutcome[] = [];
  const ended = await backfill({
    tickets: Array.from({ length: 40 }, (_, index) => index + 1),
    archive: async (ticketId) => {
      if (ticketId > gone.from && clock.now() < gone.until) throw away();
      return { outcome: "archived", ticketId } as Receipt;
    },
    concurrency: 4,
    patience: clock.given,
    signal: new AbortController().signal,
    onOutcome: (outcome) => void outcomes.push(outcome),
  });
  return { ended, outcomes };
}

describe("a store that is away", () => {
  it("for a while fails no ticket: the run waits with growing pauses, and says so in two lines", async () => {
    const clock = patience();
    const { ended, outcomes } = await run(clock, { from: 10, until: 5_000 });
    expect(ended).toEqual({ ended: "finished" });
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(40).fill("archived"));
    expect(clock.pauses).toEqual([1_000, 2_000, 4_000]);
    expect(clock.said).toEqual(["away: nobody listens there", "back after 7000"]);
  });

  it("for longer than the limit stops the run, and no ticket is said to have failed", async () => {
    const clock = patience();
    const { ended, outcomes } = await run(clock, { from: 10, until: Number.POSITIVE_INFINITY });
    expect(ended).toEqual({ ended: "stopped", why: "the store did not answer: nobody listens there" });
    expect(outcomes.map(({ ticketId, outcome }) => [ticketId, outcome])).toEqual(
      Array.from({ length: 10 }, (_, index) => [index + 1, "archived"]),
    );
    expect(clock.pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 29_000]);
  });

  it("is waited for anew once it has answered", async () => {
    const clock = patience();
    const outage = storeOutage(clock.given, new AbortController().signal);
    for (const _time of [1, 2]) {
      let tries = 0;
      await outage.patiently(async () => {
        tries += 1;
        if (tries < 3) throw away();
      });
    }
    expect(clock.pauses).toEqual([1_000, 2_000, 1_000, 2_000]);
  });
});

// F30
it("work that alone is not answered is tried so often and no more", async () => {
  const clock = patience();
  const outage = storeOutage(clock.given, new AbortController().signal);
  let tries = 0;
  const stubborn = outage.patiently(async () => {
    tries += 1;
    await outage.patiently(() => Promise.resolve());
    throw away();
  });
  await expect(stubborn).rejects.toMatchObject({ code: "unreachable" });
  expect([tries, outage.givenUp]).toEqual([20, undefined]);
});

it("what is no fault of the store is not waited for, nor is anything once the run is over", async () => {
  const clock = patience();
  const stop = new AbortController();
  const outage = storeOutage(clock.given, stop.signal);
  const denied = new StoreError("access-denied", "no");
  await expect(outage.patiently(() => Promise.reject(denied))).rejects.toBe(denied);
  stop.abort();
  await expect(outage.patiently(() => Promise.reject(away()))).rejects.toMatchObject({ code: "unreachable" });
  expect(clock.pauses).toEqual([]);
});
