/** Athena's SQL, run by DuckDB on the catalogue's files: the same tickets as SQLite, and as a look at every message. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seededRandom } from "../../../cli/sandbox/random.ts";
import { type AthenaQuery, countQuery, ticketsQuery } from "../../../shared/catalogue/athena/compile.ts";
import { encodeShard } from "../../../shared/catalogue/parquet/shard-file.ts";
import { parseQuestion } from "../../../shared/catalogue/question/parse.ts";
import { resolveQuestion } from "../../../shared/catalogue/question/resolve.ts";
import type { ResolvedQuestion } from "../../../shared/catalogue/question/tree.ts";
import type { AllRows } from "../../../shared/catalogue/rows/ticket-rows.ts";
import { shardKey, shardOf } from "../../../shared/catalogue/shards.ts";
import { sqliteSearch } from "../../../shared/catalogue/sqlite/sqlite-search.ts";
import { TABLES } from "../../../shared/catalogue/tables.ts";
import { HOLDS, madeUpQuestion, madeUpTicket, PEOPLE } from "../../catalogue/made-up.ts";
import { messagesFound, ticketsFound } from "../../catalogue/plain-evaluation.ts";
import { type TempFolder, tempFolder } from "../../temp.ts";
import { pythonLines } from "../run.ts";
import { type Program, SIZE, tell } from "../told.ts";

const ORG = 22824;
const TICKETS = 200 * SIZE;
const QUESTIONS = 30 * SIZE;
const DUCKDB: Program = {
  name: "DuckDB",
  version: "2.0.1",
  limits:
    "`cardinality`, `element_at`, `sequence` and `transform` have other names; UTC and `x -> …` are settings",
};

let folder: TempFolder;
const rows: AllRows[] = [];
beforeAll(async () => {
  folder = await tempFolder();
  for (let ticketId = 1; ticketId <= TICKETS; ticketId += 1)
    rows.push(await madeUpTicket("athena", ticketId));
  for (const [shard, tickets] of Map.groupBy(rows, ({ ticket }) => shardOf(ticket.ticket))) {
    for (const table of TABLES) {
      const path = join(folder.path, shardKey(table, ORG, shard));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, encodeShard(table, tickets.flatMap(table.rows)));
    }
  }
});
afterAll(() => folder[Symbol.asyncDispose]());

/** The rows of each query. */
async function asked(queries: readonly string[]): Promise<unknown[][][]> {
  const file = join(folder.path, "queries.jsonl");
  await writeFile(file, queries.map((query) => `${JSON.stringify(query)}\n`).join(""));
  const lines = await pythonLines(
    "parquet",
    [join(import.meta.dirname, "ask.py"), folder.path, file],
    folder.path,
  );
  return lines.map((line) => JSON.parse(line));
}

/** As Athena runs it: each question mark is the next of the parameters, which are literals. */
function run({ sql, parameters }: AthenaQuery): string {
  const pieces = sql.split("?");
  expect(pieces).toHaveLength(parameters.length + 1);
  return pieces.map((piece, index) => `${piece}${parameters[index] ?? ""}`).join("");
}

const understood = (question: string): Promise<ResolvedQuestion> =>
  resolveQuestion(parseQuestion(question, "Asia/Kolkata"), { people: PEOPLE, holds: async () => HOLDS });

const OWN = [
  "refund",
  "NEAR(refund bank, 3)",
  'NEAR(refund "bank account" del*, 8)',
  "body:NEAR(पैसे करें)",
  "file:NEAR(bill pdf, 0)",
  "=Straße NOT straße",
  "can't",
  `${"refund ".repeat(100)}`,
  `NOT ${"x".repeat(3000)}`,
  "held:no",
  "matter:nobody",
  "archived:2026-03..2026-06 is:removed",
];

it("finds the tickets that SQLite finds, and that a look at every message finds", async () => {
  using index = sqliteSearch(join(folder.path, "words.sqlite"));
  index.write(rows);
  const random = seededRandom("athena's questions");
  const questions = [...OWN, ...Array.from({ length: QUESTIONS }, () => madeUpQuestion(random))];
  const resolved = await Promise.all(questions.map(understood));
  const found = await asked(
    resolved.flatMap((question) => [run(ticketsQuery(question, ORG)), run(countQuery(question, ORG))]),
  );
  const answers = resolved.map((question, at) => ({
    question: questions[at],
    athena: [found[2 * at]?.flat(), found[2 * at + 1]?.flat()],
    sqlite: [index.tickets(question), Object.values(index.count(question))],
  }));
  const truth = resolved.map((question, at) => {
    const tickets = ticketsFound(question, rows);
    const both = [tickets, [messagesFound(question, rows), tickets.length]];
    return { question: questions[at], athena: both, sqlite: both };
  });
  expect(answers).toEqual(truth);
  const telling = truth.filter(({ sqlite: [tickets] }) => tickets?.length && tickets.length < TICKETS);
  expect(telling.length).toBeGreaterThan(questions.length / 3);
  const asks = `${questions.length} questions over ${TICKETS} tickets, as SQL for Athena, on the catalogue's files`;
  tell("parquet", DUCKDB, asks, "the tickets and the number of messages that SQLite and a plain filter find");
});

it("reads every cell as it was written", async () => {
  for (const table of TABLES) {
    const names = Object.keys(table.columns);
    const cells = names.map((name) => {
      const { type } = table.columns[name] ?? {};
      return type === "timestamp" ? `epoch_ms(${name})` : name;
    });
    const [read] = await asked([
      `SELECT ${cells.join(", ")} FROM ${table.name} ORDER BY ${table.key.join(", ")}`,
    ]);
    const written = rows.flatMap(table.rows).map((row) => names.map((name) => row[name]));
    const ordered = (all: readonly unknown[][]): string[] => all.map((row) => JSON.stringify(row)).toSorted();
    expect(ordered(read ?? [])).toEqual(ordered(written));
  }
  tell("parquet", DUCKDB, `every cell of ${TICKETS} tickets' files`, "the values that were written");
});
