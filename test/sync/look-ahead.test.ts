/** Looking beyond the highest ticket: the next numbers, and probes beyond a gap. */
import { describe, expect, test } from "vitest";
import { DAY_MS } from "../../shared/sync/interval.ts";
import { type Ahead, lookAhead } from "../../shared/sync/look-ahead.ts";
import { firstMemory } from "../../shared/sync/sync-memory.ts";

const MINUTE = 60_000;
const NOW = Date.parse("2026-03-01T12:00:00Z");
const PLENTY = 80_000;

describe("the next numbers", () => {
  test("are looked at every five minutes: two where nothing came, twice as many as came and two more", () => {
    const first = look(firstMemory(1, NOW).ahead, { highest: 0 });
    expect(first.next).toEqual([1, 2]);
    expect(look(first.memory, { highest: 0, minutes: 4 }).next).toEqual([]);
    const second = look(first.memory, { highest: 1, minutes: 5 });
    expect(second.next).toEqual([2, 3, 4, 5]);
    expect(look(second.memory, { highest: 1, minutes: 10 }).next).toEqual([2, 3]);
  });

  test("are looked at again at once when all of them were there", () => {
    const first = look(firstMemory(101, NOW).ahead, { highest: 100 });
    const second = look(first.memory, { highest: 102, minutes: 1 });
    expect(second.next).toEqual([103, 104, 105, 106, 107, 108]);
    expect(look(second.memory, { highest: 108, minutes: 2 }).next).toHaveLength(14);
  });

  test("take no more than a twentieth of a small day's calls where nothing comes", () => {
    let memory = firstMemory(1, NOW).ahead;
    let asked = 0;
    for (let minutes = 0; minutes < 24 * 60; minutes += 1) {
      const ahead = look(memory, { highest: 0, minutes, callsPerDay: 4_000 });
      memory = ahead.memory;
      asked += ahead.next.length;
    }
    expect(asked).toBeGreaterThan(150);
    expect(asked).toBeLessThanOrEqual(4_000 / 20 + 2);
  });
});

describe("probes beyond a gap", () => {
  test("double their distance, to a million", () => {
    const { probes } = look(firstMemory(1001, NOW).ahead, { highest: 1000 });
    const distances = probes.map((number) => number - 1000);
    expect(distances).toEqual(Array.from({ length: 18 }, (_, n) => 2 ** (n + 2)));
  });

  test("fall between those of the sets before", () => {
    let memory = firstMemory(1, NOW).ahead;
    const seen = new Set<number>();
    for (let set = 0; set < 32; set += 1) {
      const ahead = look(memory, { highest: 0, minutes: set * 24 * 60 });
      memory = ahead.memory;
      for (const probe of ahead.probes.filter((each) => each > 1024 && each <= 2048)) seen.add(probe);
    }
    expect(seen.size).toBe(32);
  });

  test("come less often the longer nothing is found, and once a day at least", () => {
    let memory = firstMemory(1, NOW).ahead;
    const at: number[] = [];
    for (let minutes = 0; minutes < 60 * 24 * 60; minutes += 5) {
      const ahead = look(memory, { highest: 0, minutes });
      if (ahead.memory.probes > memory.probes) at.push(minutes);
      memory = ahead.memory;
    }
    const [first, ...waits] = at.slice(1).map((minute, n) => minute - (at[n] ?? 0));
    expect(first).toBe(10);
    expect(waits[0]).toBe(5);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(waits.at(-1)).toBe(DAY_MS / MINUTE);
  });

  test("that find somebody are followed by the next at once", () => {
    const first = look(firstMemory(1, NOW).ahead, { highest: 0 });
    expect(look(first.memory, { highest: 4096, minutes: 1 })).toMatchObject({
      next: expect.arrayContaining([4097]),
      probes: expect.arrayContaining([expect.any(Number)]),
    });
  });
});

function look(
  memory: Ahead["memory"],
  { highest, minutes = 0, callsPerDay = PLENTY }: { highest: number; minutes?: number; callsPerDay?: number },
): Ahead {
  return lookAhead(memory, { highest, now: NOW + minutes * MINUTE, callsPerDay });
}
