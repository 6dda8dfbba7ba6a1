/** The index of tickets in a file of SQLite's: a laptop's, for all processes of it. */
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { TicketvaultError, UsageError } from "../errors.ts";
import { dueNumber, entryColumns, entryOf } from "./index-rows.ts";
import type { Lease, Line, Numbers, TicketEntry, TicketIndex } from "./ticket-index.ts";

/** How long a statement waits for another process's, in ms: each holds the file for some milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

/** SQLite's result codes: https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const DAMAGED = [11 /* CORRUPT */, 26 /* NOTADB */];

/** Raised with each change of the tables. */
const VERSION = 2;

const TABLES = `
  CREATE TABLE IF NOT EXISTS ticket (
    ticketId INTEGER PRIMARY KEY, status TEXT, failure TEXT, failedSince INTEGER, failureTold INTEGER,
    head TEXT, title TEXT, asked INTEGER, changed INTEGER NOT NULL, line TEXT, due INTEGER, leased INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ticket_due ON ticket (line, due) WHERE line IS NOT NULL;
  CREATE INDEX IF NOT EXISTS ticket_archived ON ticket (ticketId) WHERE head IS NOT NULL;
  CREATE TABLE IF NOT EXISTS memory (only INTEGER PRIMARY KEY CHECK (only = 1), json TEXT NOT NULL) STRICT;
  PRAGMA user_version = ${VERSION};`;

const COLUMNS = entryColumns.join(", ");
const MARKS = entryColumns.map((column) => `:${column}`).join(", ");
const PAGE = 1000;

/**
 * Opens the file at `path`, or makes it; its folder exists.
 * @throws UsageError for a file that cannot be opened, or is another program's
 */
export function sqliteIndex(path: string): TicketIndex {
  const database = open(path);
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
      const [found] = guarded(path, () => rows(one.all(ticketId)));
      return found;
    },
    async *entries({ from, to }: Numbers = { from: 1, to: Number.MAX_SAFE_INTEGER }) {
      for (let next = from; ; ) {
        const found = guarded(path, () => rows(page.all(next, to)));
        yield* found;
        const last = found.at(-1);
        if (last === undefined || found.length < PAGE) return;
        next = last.ticketId + 1;
      }
    },
    async due(line: Line, now, limit) {
      return guarded(path, () => due.all(line, now, limit).map((row) => dueNumber.parse(row)));
    },
    async write(entries) {
      guarded(path, () => atOnce(database, () => entries.map((entry) => put.run(columnsOf(entry)))));
    },
    async lease(ticketIds, { now, until }: Lease) {
      const take = (ticketId: number): boolean => lease.run({ ticketId, now, until }).changes > 0;
      return guarded(path, () => atOnce(database, () => ticketIds.filter(take)));
    },
    async giveBack(ticketIds, now) {
      guarded(path, () => atOnce(database, () => ticketIds.map((ticketId) => giveBack.run(now, ticketId))));
    },
    async highest() {
      return guarded(path, () => Number(highest.get()?.["ticketId"] ?? 0));
    },
    async memory() {
      return guarded(path, () => recall.get()?.["json"]?.toString());
    },
    async remember(memory) {
      guarded(path, () => remember.run(memory));
    },
    [Symbol.dispose]: () => database.close(),
  };
}

function open(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    const version = database.prepare("PRAGMA user_version").get()?.["user_version"];
    const tables = database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"];
    if (version !== VERSION && tables !== 0) throw notOurs(path);
    // Readers never wait for a writer; what a power cut takes of the last writes costs a few askings.
    if (version !== VERSION) database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
    if (version !== VERSION) atOnce(database, () => database?.exec(TABLES));
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof TicketvaultError) throw error;
    if (DAMAGED.includes(codeOf(error) ?? 0)) throw notOurs(path, error);
    const message = `The index of tickets ${path} cannot be opened: check the folder and its permissions, or give another file with --index.`;
    throw new UsageError(message, { cause: error });
  }
}

/** In a transaction that is a writer's from its beginning: one that becomes a writer later fails when another was first. */
function atOnce<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

function columnsOf(entry: TicketEntry): Record<string, SQLInputValue> {
  return Object.fromEntries(entryColumns.map((column) => [column, entry[column]]));
}

function guarded<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const damaged = DAMAGED.includes(code & 0xff);
    const retryable = (code & 0xff) === SQLITE_BUSY;
    const what = damaged
      ? `is damaged: remove it, and make it anew with \`ticketvault index rebuild\``
      : `cannot be read or written (SQLite's error ${code}): check the disk`;
    const message = `The index of tickets ${path} ${what}. It is no evidence; the archive is not touched.`;
    throw new TicketvaultError(damaged ? "index-damaged" : "index-unavailable", message, {
      cause: error,
      retryable,
    });
  }
}

function codeOf(error: unknown): number | undefined {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number"
    ? error.errcode
    : undefined;
}

function notOurs(path: string, cause?: unknown): UsageError {
  const message = `${path} is no index of tickets that this program wrote, or is damaged: remove it, and make it anew with \`ticketvault index rebuild\`, or give another file with --index.`;
  return new UsageError(message, { cause });
}
