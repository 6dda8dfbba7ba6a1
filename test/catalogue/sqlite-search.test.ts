/** The index of words: it finds what a look at every message finds, by the plans it was made for, and forgets what is gone. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { seededRandom } from "../../cli/sandbox/random.ts";
import { parseQuestion } from "../../shared/catalogue/question/parse.ts";
import { resolveQuestion } from "../../shared/catalogue/question/resolve.ts";
import type { TicketRows } from "../../shared/catalogue/rows/ticket-rows.ts";
import type { SearchIndex } from "../../shared/catalogue/search-index.ts";
import { compileQuestion } from "../../shared/catalogue/sqlite/compile.ts";
import { sqliteSearch } from "../../shared/catalogue/sqlite/sqlite-search.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { HOLDS, madeUpQuestion, madeUpTicket, PEOPLE } from "./made-up.ts";
import { messagesFound, ticketsFound } from "./plain-evaluation.ts";

const TICKETS = 80;
const QUESTIONS = 100;

let folder: TempFolder;
let path: string;
let index: SearchIndex;
const rows: TicketRows[] = [];

beforeAll(async () => {
  folder = await tempFolder();
  path = join(folder.path, "words.sqlite");
  index = sqliteSearch(path);
  for (let ticketId = 1; ticketId <= TICKETS; ticketId += 1)
    rows.push(await madeUpTicket("search", ticketId));
  // In no order, and each once too often.
  for (const ticket of rows.toReversed()) index.write([ticket]);
  index.write(rows);
});
afterAll(async () => {
  index[Symbol.dispose]();
  await folder[Symbol.asyncDispose]();
});

const understood = (question: string) =>
  resolveQuestion(parseQuestion(question, "Asia/Kolkata"), { people: PEOPLE, holds: async () => HOLDS });

async function answers(question: string) {
  const resolved = await understood(question);
  return {
    engine: { tickets: index.tickets(resolved), messages: index.count(resolved).messages },
    truth: { tickets: ticketsFound(resolved, rows), messages: messagesFound(resolved, rows) },
  };
}

describe("the same question gives the same tickets as a look at every message", () => {
  it.each([
    "refund",
    "fund",
    "*fund*",
    "=Straße",
    "strasse NOT =Straße",
    '"bank account"',
    "bank NOT account",
    "NOT refund",
    "पैसे",
    "पैस",
    "பணம்",
    "اريد",
    "שלום",
    "οδός",
    "返",
    "金",
    "返金し",
    "京 tower",
    '"東京 tower"',
    "환불",
    "NEAR(refund bank, 3)",
    'file:"pdf scan"',
    "file:=PDF",
    "sent:2026-03",
    "NOT sent:2026-03",
    "sent:2026-03 OR refund",
    "archived:2026-03..2026-06 is:removed",
    "from:asha OR to:asha",
    "held:no refund",
    "matter:nobody",
    "type:text/plain",
    "ticket:5",
    `${"(refund OR (bank AND NOT ".repeat(20)}delay${"))".repeat(20)}`,
  ])("%s", async (question) => {
    const { engine, truth } = await answers(question);
    expect(engine).toEqual(truth);
  });

  it(`${QUESTIONS} made-up questions`, async () => {
    const random = seededRandom("questions");
    let found = 0;
    for (let count = 0; count < QUESTIONS; count += 1) {
      const question = madeUpQuestion(random);
      const { engine, truth } = await answers(question);
      expect({ question, ...engine }).toEqual({ question, ...truth });
      if (truth.tickets.length > 0 && truth.tickets.length < TICKETS) found += 1;
    }
    expect(found).toBeGreaterThan(QUESTIONS / 3);
  });
});

test("the newest come first, and no more than were asked for", async () => {
  const hits = [...index.find(await understood("refund sent:2026"), 10)];
  const times = hits.map(({ sent }) => Math.floor((sent ?? 0) / 1000));
  expect(hits).toHaveLength(10);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
});

describe("SQLite's plan", () => {
  it.each<[question: string, plan: RegExp[]]>([
    // The newest are read backwards from the words, without sorting.
    [
      "refund",
      [
        /^SCAN words VIRTUAL TABLE INDEX 192:M4$/,
        /^SEARCH message USING INTEGER PRIMARY KEY/,
        /^SEARCH ticket/,
      ],
    ],
    [
      "refund is:removed NOT status:open sent:2026-03",
      [
        /^SCAN words VIRTUAL TABLE INDEX 192:M4><$/,
        /^SEARCH message USING INTEGER PRIMARY KEY/,
        /^SEARCH ticket/,
      ],
    ],
    [
      "sent:2026-03",
      [/^SEARCH message USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/, /^SEARCH ticket/],
    ],
  ])("of %s", async (question, plan) => {
    using database = opened();
    const { id, from, where, parameters } = compileQuestion(await understood(question), 0);
    const sql = `EXPLAIN QUERY PLAN SELECT message.id FROM ${from} WHERE ${where} ORDER BY ${id} DESC LIMIT 20`;
    const lines = database
      .prepare(sql)
      .all(...parameters)
      .map(({ detail }) => String(detail));
    expect(lines.length).toBe(plan.length);
    for (const [at, line] of lines.entries()) expect(line).toMatch(plan[at] ?? /^$/);
  });
});

const opened = () => {
  const database = new DatabaseSync(path, { readOnly: true });
  return Object.assign(database, { [Symbol.dispose]: () => database.close() });
};

describe("a ticket's newer version", () => {
  it("takes the place of the older one, wholly, and an older one does not come back", async () => {
    await using own = await tempFolder();
    using mine = sqliteSearch(join(own.path, "words.sqlite"));
    const first = await madeUpTicket("mine", 7);
    const [message] = first.messages;
    if (message === undefined) throw new Error("a ticket has a message");
    const worded = (head: number, body: string): TicketRows => ({
      ticket: { ...first.ticket, head },
      messages: [{ ...message, body }],
    });
    const found = async (question: string) => mine.tickets(await understood(question));
    mine.write([worded(1, "zebra one")]);
    mine.write([worded(3, "zebra three")]);
    mine.write([worded(2, "zebra two")]);
    expect([await found("zebra three"), await found("one OR two")]).toEqual([[7], []]);
    expect([mine.headOf(7), mine.state().messages]).toEqual([3, 1]);
    mine.remove([7]);
    expect([await found("NOT zebra"), await found("zebra"), mine.headOf(7)]).toEqual([[], [], undefined]);
  });

  it("of a second in which a thousand messages came, each is found in its span", async () => {
    await using own = await tempFolder();
    using mine = sqliteSearch(join(own.path, "words.sqlite"));
    const first = await madeUpTicket("crowd", 9);
    const [message] = first.messages;
    if (message === undefined) throw new Error("a ticket has a message");
    const sent = Date.UTC(2026, 2, 31, 18, 29, 59);
    const messages = Array.from({ length: 1000 }, (_, n) => ({
      ...message,
      wording: n + 1,
      sent,
      body: "crowd",
    }));
    for (const ticketId of [9, 10]) {
      mine.write([
        {
          ticket: { ...first.ticket, ticket: ticketId },
          messages: messages.map((each) => ({ ...each, ticket: ticketId })),
        },
      ]);
    }
    const counts = async (question: string) => mine.count(await understood(question)).messages;
    expect([
      await counts("crowd sent:2026-03"),
      await counts("crowd sent:2026-04"),
      await counts("sent:2026-03"),
    ]).toEqual([2000, 0, 2000]);
  });
});

test("what an answer is about is counted", () => {
  const { tickets, messages, newest, incomplete, withAttachments } = index.state();
  expect({ tickets, messages, newest, incomplete, withAttachments }).toEqual({
    tickets: TICKETS,
    messages: rows.flatMap((each) => each.messages).length,
    newest: Math.max(...rows.map(({ ticket }) => ticket.archived)),
    incomplete: rows.filter(({ ticket }) => ticket.completeness === "incomplete").length,
    withAttachments: rows.filter(({ ticket }) => ticket.attachments > 0).length,
  });
});

test("a file that is none of ours is left as it is, and the way out is named", async () => {
  await using own = await tempFolder();
  const other = join(own.path, "notes.txt");
  await writeFile(other, "These are notes of mine, and they are longer than a header.".repeat(100));
  expect(() => sqliteSearch(other)).toThrow(/no index of words.*search --update/);
});
