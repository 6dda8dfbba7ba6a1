/** Sixty made-up histories through the real flow; test/slow has longer ones, and a thousand on request. */
import { beforeAll, describe, expect, it } from "vitest";
import { keptIn, type Lived, live } from "./lived.ts";

const HISTORIES = 60;
const STEPS = 3;

let lived: Lived[] = [];
beforeAll(async () => {
  lived = await live(HISTORIES, STEPS);
}, 300_000);

/** The tickets of which something is so that should not be. */
const ticketsWhere = (wrong: (lived: Lived) => boolean): number[] =>
  lived.filter(wrong).map(({ ticketId }) => ticketId);

describe(`${HISTORIES} histories, with runs that are killed anywhere`, () => {
  // T1 T2 T3
  it("leave out nothing that the API ever showed", () => {
    expect(
      ticketsWhere(({ shown, document }) => {
        const kept = keptIn(document);
        return [...shown].some((each) => !kept.has(each));
      }),
    ).toEqual([]);
  });

  it("raise an event about every edit and every removal", () => {
    const lacks = (all: ReadonlySet<string>, told: ReadonlySet<string>) =>
      [...all].some((id) => !told.has(id));
    expect(
      ticketsWhere(({ edited, removed, told }) => lacks(edited, told.edited) || lacks(removed, told.removed)),
    ).toEqual([]);
    expect(lived.filter(({ removed }) => removed.size > 0).length).toBeGreaterThan(HISTORIES / 4);
  });

  // T13
  it("have no version of an order that differs, or of nothing", () => {
    expect(ticketsWhere(({ noted }) => noted.length > 0)).toEqual([]);
  });
});
