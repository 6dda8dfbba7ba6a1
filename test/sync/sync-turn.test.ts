/** A turn of `sync` on an index: what is handed on, in which order, and what is left when something fails. */
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { silentLogger } from "../../shared/log.ts";
import { type Chosen, choose } from "../../shared/sync/choose.ts";
import { afterAnswer, DAY_MS, neverAsked, unknownNumber } from "../../shared/sync/interval.ts";
import { indexKeeper } from "../../shared/sync/keep-index.ts";
import { sqliteIndex } from "../../shared/sync/sqlite-index.ts";
import { planTurn, type SyncOptions, syncTurn } from "../../shared/sync/sync-turn.ts";
import type { TicketIndex } from "../../shared/sync/ticket-index.ts";
import { type TempFolder, tempFolder } from "../temp.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-03-01T12:00:00Z");
const LEASE = 4 * DAY_MS;

let folder: TempFolder;
let index: TicketIndex;
let now = START;
let sent: Chosen[] = [];
beforeEach(async () => {
  folder = await tempFolder();
  index = sqliteIndex(join(folder.path, "index.sqlite"));
  now = START;
  sent = [];
});
afterEach(async () => {
  index[Symbol.dispose]();
  await folder[Symbol.asyncDispose]();
});

const options = (more: Partial<SyncOptions> = {}): SyncOptions => ({
  index,
  now: () => now,
  from: 1,
  callsPerDay: 80_000,
  leftOfDay: async () => Number.POSITIVE_INFINITY,
  spread: true,
  leaseMs: LEASE,
  waiting: async () => 0,
  send: async (chosen) => void sent.push(...chosen),
  ...more,
});
const turn = async (more: Partial<SyncOptions> = {}): Promise<number[]> => {
  sent = [];
  await syncTurn(options(more));
  return sent.map(({ ticketId }) => ticketId);
};
const keeper = () => indexKeeper({ index: async () => index, now: () => now, log: silentLogger });
const exists = (ticketId: number) =>
  keeper().seen({ ticketId, status: "complete", head: "v1", title: null, changed: now });

describe("a turn", () => {
  test("begins with the numbers after the highest ticket, then those never asked for, the newest first", async () => {
    await index.write([neverAsked({ ...unknownNumber(9, START), head: "v1", status: "complete" })]);
    const ids = await turn();
    expect(ids.slice(0, 2)).toEqual([10, 11]);
    expect(ids.slice(-9)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test("begins at sync.from", async () => {
    await index.write([neverAsked({ ...unknownNumber(9, START), head: "v1", status: "complete" })]);
    expect((await turn({ from: 8 })).slice(-2)).toEqual([9, 8]);
    expect(await index.read(7)).toBeUndefined();
  });

  test("takes no number again that is in the queue, and takes it again after the lease", async () => {
    await index.write([neverAsked(unknownNumber(5, START))]);
    expect(await turn()).toContain(5);
    now += 10 * MINUTE;
    expect(await turn()).not.toContain(5);
    now += LEASE;
    expect(await turn()).toContain(5);
  });

  test("fills the queue with five minutes of the pace, and no further", async () => {
    await index.write(Array.from({ length: 2_000 }, (_, n) => neverAsked(unknownNumber(n + 1, START))));
    const fiveMinutes = Math.floor((80_000 * 0.97 * 5) / (24 * 60));
    expect(await turn()).toHaveLength(fiveMinutes);
    now += MINUTE;
    expect(await turn({ waiting: async () => fiveMinutes })).toEqual([]);
    now += MINUTE;
    expect((await turn({ waiting: async () => fiveMinutes - 30 })).length).toBeLessThanOrEqual(30);
  });

  test("spreads the day's calls over the day", async () => {
    await index.write(Array.from({ length: 5_000 }, (_, n) => neverAsked(unknownNumber(n + 1, START))));
    let calls = 0;
    for (let minute = 0; minute < 60; minute += 1, now += MINUTE)
      calls += (await turn({ callsPerDay: 24_000 })).length;
    expect(calls).toBeGreaterThan(900);
    expect(calls).toBeLessThan(1_100);
  });

  test("asks for less while others took more of the day than was left to them", async () => {
    await index.write(Array.from({ length: 2_000 }, (_, n) => neverAsked(unknownNumber(n + 1, START))));
    const half = Math.floor((80_000 * 0.97 * 5) / (24 * 60) / 2);
    expect(await turn({ leftOfDay: async () => 400 })).toHaveLength(half);
    now += MINUTE;
    const looks = await turn({ leftOfDay: async () => 0 });
    expect(looks.filter((ticketId) => ticketId <= 2_000)).toEqual([]);
  });

  test("gives back what it could not hand on", async () => {
    await index.write([neverAsked(unknownNumber(5, START))]);
    const refuse = async () => Promise.reject(new Error("the queue is away"));
    await expect(turn({ send: refuse })).rejects.toThrow("the queue is away");
    expect(await turn()).toContain(5);
  });

  test("that is only planned changes nothing", async () => {
    await index.write([neverAsked(unknownNumber(5, START))]);
    const planned = await planTurn(options());
    expect(planned.chosen).toContainEqual({ ticketId: 5, why: "never" });
    expect(await index.memory()).toBeUndefined();
    expect(await turn()).toContain(5);
  });
});

describe("numbers that the highest ticket has passed", () => {
  test("are all asked for, and stay due though empty, so that a ticket that comes late is found", async () => {
    const ahead = await turn();
    await exists(50);
    now += MINUTE;
    const asked = new Set([...ahead, ...(await turn())].filter((id) => id < 50));
    expect(asked.size).toBe(49);
    await keeper().seen({ ticketId: 7, status: "empty", head: null, title: null, changed: null });
    now += 61 * MINUTE;
    expect(await turn()).toContain(7);
  });

  test("that were asked for as ones beyond it wait with the others", async () => {
    await turn();
    await keeper().seen({ ticketId: 2, status: "empty", head: null, title: null, changed: null });
    expect(await index.read(2)).toMatchObject({ line: null, due: null });
    await exists(50);
    now += MINUTE;
    expect(await turn()).toContain(2);
  });

  test("are opened bit by bit, the newest first", async () => {
    await exists(25_000);
    expect(await turn()).toContain(24_999);
    expect(await index.read(14_000)).toBeUndefined();
    await turn();
    await turn();
    expect(await index.read(1)).toMatchObject({ line: "never" });
  });

  test("count also when a webhook brought the ticket", async () => {
    await exists(3);
    await turn();
    await exists(20);
    now += MINUTE;
    expect(await turn()).toEqual(expect.arrayContaining([18, 12, 21]));
  });
});

test("a memory that cannot be read is begun anew", async () => {
  await index.remember('{"opened":"all"}');
  await exists(3);
  expect(await turn()).toEqual(expect.arrayContaining([4, 2, 1]));
});

describe("of what is due", () => {
  const dues = (from: number, n: number) =>
    Array.from({ length: n }, (_, i) => ({ ticketId: from + i, due: START + i }));

  test("of five places three are for the young, one for those never asked for, one for the older ones", () => {
    const { chosen } = choose({ young: dues(1, 99), never: dues(101, 99), older: dues(201, 99) }, 50, 0);
    const count = (why: string) => chosen.filter((each) => each.why === why).length;
    expect([count("young"), count("never"), count("older")]).toEqual([30, 10, 10]);
  });

  test("a place that its line does not need goes to the others", () => {
    const { chosen } = choose({ young: dues(1, 2), never: [], older: dues(201, 99) }, 50, 0);
    expect(chosen.map(({ why }) => why).filter((why) => why === "older")).toHaveLength(48);
  });

  test("where places are few, each line gets its share over time", () => {
    const waiting = { young: dues(1, 99), never: dues(101, 99), older: dues(201, 99) };
    const lines: string[] = [];
    for (let position = 0, n = 0; n < 10; n += 1) {
      const turn = choose(waiting, 1, position);
      position = turn.position;
      lines.push(...turn.chosen.map(({ why }) => why));
    }
    expect(lines.filter((line) => line === "older")).toHaveLength(2);
  });
});

test("a ticket waits for its interval", async () => {
  const entry = afterAnswer(
    { ticketId: 1, status: "complete", head: "v1", title: null, changed: START },
    { now: START, before: undefined, highest: 1 },
  );
  await index.write([entry]);
  now += 59 * MINUTE;
  expect(await turn()).not.toContain(1);
  now += MINUTE;
  expect(await turn()).toContain(1);
});
