/** Campaigns on questions: a million made-up inputs, 300 questions over 2,000 tickets, and an index whose writer is killed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { seededRandom } from "../../cli/sandbox/random.ts";
import { parseQuestion } from "../../shared/catalogue/question/parse.ts";
import { resolveQuestion } from "../../shared/catalogue/question/resolve.ts";
import type { TicketRows } from "../../shared/catalogue/rows/ticket-rows.ts";
import { sqliteSearch } from "../../shared/catalogue/sqlite/sqlite-search.ts";
import { fuzz } from "../catalogue/fuzz-questions.ts";
import { HOLDS, madeUpQuestion, madeUpTicket, PEOPLE } from "../catalogue/made-up.ts";
import { messagesFound, ticketsFound } from "../catalogue/plain-evaluation.ts";
import { tempFolder } from "../temp.ts";

const INPUTS = Number(process.env["FUZZ_QUESTIONS"] ?? 100_000);
const TICKETS = Number(process.env["SEARCH_TICKETS"] ?? 2_000);
const QUESTIONS = Number(process.env["SEARCH_QUESTIONS"] ?? 300);
const WRITER = join(import.meta.dirname, "search-writer.main.ts");
const KILLS = Number(process.env["SEARCH_KILLS"] ?? 100);

test(`${INPUTS} inputs are a question or a mistake, each within 20 ms`, () => {
  expect(fuzz("slow suite", INPUTS).slowestMs).toBeLessThan(20);
});

test(`${QUESTIONS} questions over ${TICKETS} tickets find what a look at every message finds`, async () => {
  await using folder = await tempFolder();
  using index = sqliteSearch(join(folder.path, "words.sqlite"));
  const rows: TicketRows[] = [];
  for (let ticketId = 1; ticketId <= TICKETS; ticketId += 1) rows.push(await madeUpTicket("slow", ticketId));
  index.write(rows);
  const random = seededRandom("slow questions");
  for (let count = 0; count < QUESTIONS; count += 1) {
    const question = madeUpQuestion(random);
    const lookUps = { people: PEOPLE, holds: async () => HOLDS };
    const resolved = await resolveQuestion(parseQuestion(question, "Asia/Kolkata"), lookUps);
    const found = { tickets: index.tickets(resolved), messages: index.count(resolved).messages };
    const truth = { tickets: ticketsFound(resolved, rows), messages: messagesFound(resolved, rows) };
    expect({ question, ...found }).toEqual({ question, ...truth });
  }
});

test(`an index whose writer is killed ${KILLS} times is whole each time`, async () => {
  await using folder = await tempFolder();
  const path = join(folder.path, "words.sqlite");
  const random = seededRandom("kills");
  let steps = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = spawn(process.execPath, [WRITER, path, "kills"], { stdio: ["ignore", "pipe", "inherit"] });
    await once(child.stdout, "data");
    await sleep(random.integer(100));
    child.kill("SIGKILL");
    await once(child, "exit");
    steps = expectWhole(path);
  }
  expect(steps).toBeGreaterThan(KILLS);
});

/** The words have the rows that the table of messages has, and each ticket all of its own. @returns the sum of all versions */
function expectWhole(path: string): number {
  const database = new DatabaseSync(path);
  const numbers = (sql: string): number[] =>
    database
      .prepare(sql)
      .all()
      .map((row) => Number(Object.values(row)[0]));
  database.exec("INSERT INTO words (words) VALUES ('integrity-check')");
  expect(database.prepare("PRAGMA integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
  const found = numbers(`SELECT rowid FROM words WHERE words MATCH '"all=1"' ORDER BY rowid`);
  expect(found).toEqual(numbers("SELECT id FROM message ORDER BY id"));
  const torn =
    "SELECT ticket FROM ticket WHERE messages <> (SELECT count(*) FROM message WHERE message.ticket = ticket.ticket)";
  expect(numbers(torn)).toEqual([]);
  const [sum = 0] = numbers("SELECT sum(head) FROM ticket");
  database.close();
  return sum;
}
