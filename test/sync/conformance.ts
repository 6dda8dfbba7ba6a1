/** What every `TicketIndex` must do: one suite, run against each adapter. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { afterAnswer, neverAsked, unknownNumber } from "../../shared/sync/interval.ts";
import { LINES, type Numbers, type TicketEntry, type TicketIndex } from "../../shared/sync/ticket-index.ts";

/** An index in a place of its own, empty. */
export interface OpenedIndex {
  readonly index: TicketIndex;
  /** A second instance on the same place, as another process would open it. */
  another(): TicketIndex;
  close(): Promise<void>;
}

const NOW = Date.parse("2026-03-01T12:00:00Z");
const HOUR = 3_600_000;

/** Declares the suite for one adapter; `open` is called for each test. */
export function ticketIndexConformance(name: string, open: () => Promise<OpenedIndex>): void {
  describe(`${name} is an index of tickets`, () => {
    let opened: OpenedIndex;
    let index: TicketIndex;
    beforeEach(async () => {
      opened = await open();
      index = opened.index;
    });
    afterEach(() => opened.close());

    const read = async (numbers?: Numbers): Promise<TicketEntry[]> => all(index.entries(numbers));

    test("it says in words where it is", () => {
      expect(index.location).toMatch(/\S/);
    });

    test("it gives back what was written, in order of the numbers, also to others", async () => {
      const entries = [archivedEntry(143), emptyEntry(9), unknownNumber(1000, NOW)];
      await index.write(entries);

      expect(await index.read(143)).toEqual(archivedEntry(143));
      expect(await index.read(144)).toBeUndefined();
      using other = opened.another();
      expect(await all(other.entries())).toEqual([emptyEntry(9), archivedEntry(143), entries[2]]);
      expect(await read({ from: 10, to: 999 })).toEqual([archivedEntry(143)]);
    });

    test("it replaces the entry of a number whole", async () => {
      await index.write([
        { ...archivedEntry(143), failure: "busy", failedSince: NOW, failureTold: NOW, leased: NOW },
      ]);
      await index.write([emptyEntry(143)]);
      expect(await read()).toEqual([emptyEntry(143)]);
    });

    test("it keeps any title to the letter", async () => {
      const title = "Ré: टिकट 📎 \"quoted\" 'and' \n a line, % and \\";
      await index.write([{ ...archivedEntry(1), title }]);
      expect((await index.read(1))?.title).toBe(title);
    });

    test("it takes thousands at once, and gives them in pages", async () => {
      const many = Array.from({ length: 1_100 }, (_, n) => archivedEntry(n + 1));
      await index.write(many);
      expect(await read()).toEqual(many);
      await expect(index.highest()).resolves.toBe(1_100);
    });

    test("the highest number is one that has an archive, and never falls", async () => {
      expect(await index.highest()).toBe(0);
      await index.write([archivedEntry(7), emptyEntry(8), archivedEntry(5)]);
      expect(await index.highest()).toBe(7);
      await opened.another().write([archivedEntry(6)]);
      expect(await index.highest()).toBe(7);
    });

    describe("lines", () => {
      test("give what is due, the longest due first, and no more than was asked for", async () => {
        await index.write([dueAt(1, NOW + 1), dueAt(2, NOW), dueAt(3, NOW - HOUR), dueAt(4, NOW - 2 * HOUR)]);
        const ids = async (limit: number) =>
          (await index.due("young", NOW, limit)).map(({ ticketId }) => ticketId);

        expect(await ids(10)).toEqual([4, 3, 2]);
        expect(await ids(2)).toEqual([4, 3]);
        expect(await ids(0)).toEqual([]);
      });

      test("are apart, and a number waits in one of them only", async () => {
        await index.write(LINES.map((line, n) => ({ ...dueAt(n + 1, NOW), line })));
        await index.write([{ ...dueAt(1, NOW), line: "older" }]);
        expect(await index.due("never", NOW, 10)).toEqual([]);
        expect(await index.due("young", NOW, 10)).toEqual([{ ticketId: 2, due: NOW }]);
        expect((await index.due("older", NOW, 10)).map(({ ticketId }) => ticketId).toSorted()).toEqual([
          1, 3,
        ]);
      });

      test("of those never asked for give the highest number first, before every time", async () => {
        await index.write([1, 3, 2].map((id) => neverAsked(unknownNumber(id, NOW))));
        const due = await index.due("never", 0, 10);
        expect(due.map(({ ticketId }) => ticketId)).toEqual([3, 2, 1]);
      });

      test("hold nothing beyond the highest ticket", async () => {
        await index.write([unknownNumber(1, NOW)]);
        for (const line of LINES) expect(await index.due(line, NOW * 2, 10)).toEqual([]);
      });
    });

    describe("leases", () => {
      const lease = { now: NOW, until: NOW + HOUR };

      test("take a number for one who asks, until it is answered or the lease is over", async () => {
        await index.write([dueAt(1, NOW), dueAt(2, NOW)]);

        expect(await index.lease([1, 2], lease)).toEqual([1, 2]);
        expect(await opened.another().lease([1, 2], lease)).toEqual([]);
        expect(await index.due("young", NOW, 10)).toEqual([]);
        expect(await index.read(1)).toMatchObject({ leased: NOW + HOUR, status: "complete" });

        await index.write([archivedEntry(1)]);
        expect(await index.lease([1], lease)).toEqual([1]);
        expect((await index.due("young", NOW + HOUR, 10)).map(({ ticketId }) => ticketId)).toEqual([1, 2]);
        expect(await index.lease([2], { now: NOW + HOUR, until: NOW + 2 * HOUR })).toEqual([2]);
      });

      test("are given back by who will not ask after all", async () => {
        await index.write([dueAt(1, NOW - HOUR), dueAt(2, NOW - HOUR)]);
        await index.lease([1, 2], lease);
        await index.giveBack([2], NOW);
        expect(await index.due("young", NOW, 10)).toEqual([{ ticketId: 2, due: NOW }]);
        expect(await opened.another().lease([1, 2], lease)).toEqual([2]);
      });

      test("make a number known that was not, in no line", async () => {
        expect(await index.lease([500], lease)).toEqual([500]);
        expect(await index.read(500)).toEqual({
          ...unknownNumber(500, NOW),
          leased: NOW + HOUR,
          due: NOW + HOUR,
        });
        expect(await index.highest()).toBe(0);
      });

      test("of two who ask at once, each number goes to one", async () => {
        const ids = Array.from({ length: 60 }, (_, n) => n + 1);
        await index.write(ids.map((id) => dueAt(id, NOW)));
        const [one, other] = await Promise.all([index.lease(ids, lease), opened.another().lease(ids, lease)]);
        expect([...one, ...other].toSorted((a, b) => a - b)).toEqual(ids);
      });
    });

    test("it remembers a text, the last one", async () => {
      expect(await index.memory()).toBeUndefined();
      await index.remember('{"a":1}');
      await index.remember('{"a":2}');
      expect(await opened.another().memory()).toBe('{"a":2}');
      expect(await read()).toEqual([]);
    });
  });
}

function archivedEntry(ticketId: number): TicketEntry {
  const seen = {
    ticketId,
    status: "complete",
    head: "v2",
    title: "Where is my card?",
    changed: NOW - HOUR,
  } as const;
  return afterAnswer(seen, { now: NOW, before: undefined, highest: 0 });
}

function emptyEntry(ticketId: number): TicketEntry {
  const seen = { ticketId, status: "empty", head: null, title: null, changed: null } as const;
  return afterAnswer(seen, { now: NOW, before: undefined, highest: 1_000_000 });
}

function dueAt(ticketId: number, due: number): TicketEntry {
  return { ...archivedEntry(ticketId), line: "young", due };
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}
