/** The index of tickets in a file of SQLite's: a laptop's, for all processes of it. */
import type { SQLInputValue } from "node:sqlite";
import { atOnce, guarded, openSqlite } from "../sqlite.ts";
import { dueNumber, entryColumns, entryOf } from "./index-rows.ts";
import type { Lease, Line, Numbers, TicketEntry, TicketIndex } from "./ticket-index.ts";

/** Raised with each change of the tables. */
const VERSION = 2;

const TABLES = `
  CREATE TABLE IF NOT EXISTS ticket (
    ticketId INTEGER PRIMARY KEY, status TEXT, failure TEXT, failedSince INTEGER, failureTold INTEGER,
    head TEXT, title TEXT, asked INTEGER, changed INTEGER NOT NULL, line TEXT, due INTEGER, leased INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ticket_due ON ticket (line, due) WHERE line IS NOT NULL;
  CREATE INDEX IF NOT EXISTS ticket_archived ON ticket (ticketId) WHERE head IS NOT NULL;
  CREATE TABLE IF NOT EXISTS memory (only INTEGER PRIMARY KEY CHECK (only = 1), json TEXT NOT NULL) STRICT;`;

const NAMED = { what: "index of tickets", remedy: "ticketvault index rebuild" };

const COLUMNS = entryColumns.join(", ");
const MARKS = entryColumns.map((column) => `:${column}`).join(", ");
const PAGE = 1000;

/**
 * Opens the file at `path`, or makes it; its folder exists.
 * @throws UsageError for a file that cannot be opened, or is another program's
 */
export function sqliteIndex(path: string): TicketIndex {
  const file = { path, version: VERSION, tables: TABLES, ...NAMED };
  const database = openSqlite(file);
  const statement = (sql: string) => database.prepare(sql);
  const put = statement(`INSERT OR REPLACE INTO ticket (${COLUMNS}) VALUES (${MARKS})`);
  const one = statement(`SELECT ${COLUMNS} FROM ticket WHERE ticketId = ?`);
  const page = statement(
    `SELECT ${COLUMNS} FROM ticket WHERE ticketId BETWEEN ? AND ? ORDER BY ticketId LIMIT ${PAGE}`,
  );
  const due = statement("SELECT ticketId, due FROM ticket WHERE line = ? AND due <= ? ORDER BY due LIMIT ?");
  const highest = statement(
    "SELECT ticketId FROM ticket WHERE head IS NOT NULL ORDER BY ticketId DESC LIMIT 1",
  );
  const lease = statement(
    `INSERT INTO ticket (ticketId, changed, leased, due) VALUES (:ticketId, :now, :until, :until)
     ON CONFLICT DO UPDATE SET leased = :until, due = :until WHERE leased IS NULL OR leased <= :now`,
  );
  const giveBack = statement("UPDATE ticket SET leased = NULL, due = ? WHERE ticketId = ?");
  const recall = statement("SELECT json FROM memory");
  const remember = statement("INSERT OR REPLACE INTO memory (only, json) VALUES (1, ?)");
  const rows = (found: unknown[]): TicketEntry[] => found.map(entryOf);

  return {
    location: path,
    async read(ticketId) {
      const [found] = guarded(file, () => rows(one.all(ticketId)));
      return found;
    },
    async *entries({ from, to }: Numbers = { from: 1, to: Number.MAX_SAFE_INTEGER }) {
      for (let next = from; ; ) {
        const found = guarded(file, () => rows(page.all(next, to)));
        yield* found;
        const last = found.at(-1);
        if (last === undefined || found.length < PAGE) return;
        next = last.ticketId + 1;
      }
    },
    async due(line: Line, now, limit) {
      return guarded(file, () => due.all(line, now, limit).map((row) => dueNumber.parse(row)));
    },
    async write(entries) {
      guarded(file, () => atOnce(database, () => entries.map((entry) => put.run(columnsOf(entry)))));
    },
    async lease(ticketIds, { now, until }: Lease) {
      const take = (ticketId: number): boolean => lease.run({ ticketId, now, until }).changes > 0;
      return guarded(file, () => atOnce(database, () => ticketIds.filter(take)));
    },
    async giveBack(ticketIds, now) {
      guarded(file, () => atOnce(database, () => ticketIds.map((ticketId) => giveBack.run(now, ticketId))));
    },
    async highest() {
      return guarded(file, () => Number(highest.get()?.["ticketId"] ?? 0));
    },
    async memory() {
      return guarded(file, () => recall.get()?.["json"]?.toString());
    },
    async remember(memory) {
      guarded(file, () => remember.run(memory));
    },
    [Symbol.dispose]: () => database.close(),
  };
}

function columnsOf(entry: TicketEntry): Record<string, SQLInputValue> {
  return Object.fromEntries(entryColumns.map((column) => [column, entry[column]]));
}
