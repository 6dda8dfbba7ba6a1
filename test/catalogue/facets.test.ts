/** Counts beside a list: by lists of words for many messages and one by one for few they are the same, and those of the rows. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseQuestion } from "../../shared/catalogue/question/parse.ts";
import { resolveQuestion } from "../../shared/catalogue/question/resolve.ts";
import type { TicketRows } from "../../shared/catalogue/rows/ticket-rows.ts";
import { compileQuestion } from "../../shared/catalogue/sqlite/compile.ts";
import { countFacets } from "../../shared/catalogue/sqlite/facets.ts";
import { searchFile } from "../../shared/catalogue/sqlite/schema.ts";
import { sqliteSearch } from "../../shared/catalogue/sqlite/sqlite-search.ts";
import { openSqlite } from "../../shared/sqlite.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { HOLDS, madeUpTicket, PEOPLE } from "./made-up.ts";
import { messagesFound } from "./plain-evaluation.ts";

const ZONE = "Asia/Kolkata";

let folder: TempFolder;
const rows: TicketRows[] = [];
beforeAll(async () => {
  folder = await tempFolder();
  for (let ticketId = 1; ticketId <= 60; ticketId += 1) rows.push(await madeUpTicket("facets", ticketId));
  using index = sqliteSearch(join(folder.path, "words.sqlite"));
  index.write(rows);
});
afterAll(() => folder[Symbol.asyncDispose]());

async function counted(question: string, few: number) {
  const resolved = await resolveQuestion(parseQuestion(question, ZONE), {
    people: PEOPLE,
    holds: async () => HOLDS,
  });
  const customers = [...new Set(rows.flatMap(({ ticket }) => ticket.customer ?? []))];
  const database = openSqlite(searchFile(join(folder.path, "words.sqlite")));
  const facets = countFacets(
    database,
    resolved,
    compileQuestion(resolved, 0),
    { zone: ZONE, customers },
    few,
  );
  database.close();
  const ordered = (counts: typeof facets.status) =>
    counts.toSorted((one, other) => other.count - one.count || (one.value < other.value ? -1 : 1));
  return {
    resolved,
    facets: { ...facets, status: ordered(facets.status), customer: ordered(facets.customer) },
  };
}

describe.each(["NOT nothing", "refund", "refund OR NOT is:removed", "direction:inbound is:edited"])(
  "%s",
  (question) => {
    it("has the same counts either way", async () => {
      const { facets } = await counted(question, 0);
      expect(facets).toEqual((await counted(question, Number.POSITIVE_INFINITY)).facets);
      expect(facets.month.length).toBeGreaterThan(0);
    });

    it("has in each count as many messages as the narrower question finds", async () => {
      const { facets } = await counted(question, 0);
      const narrower = [
        ...facets.status.map(({ value, count }) => [`status:"${value}"`, count] as const),
        ...facets.month.map(({ value, count }) => [`sent:${value}`, count] as const),
        ...facets.customer.map(({ value, count }) => [`customer:"${value}"`, count] as const),
        ["is:removed", facets.removed] as const,
        ["is:incomplete", facets.incomplete] as const,
      ];
      for (const [term, count] of narrower) {
        const { resolved } = await counted(`(${question}) ${term}`, 0);
        expect([term, messagesFound(resolved, rows)]).toEqual([term, count]);
      }
    });
  },
);
