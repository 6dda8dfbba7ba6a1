/** Opens a file of SQLite's that can be made anew: what is wrong with it is said in words that name the way out. */
import { DatabaseSync } from "node:sqlite";
import { TicketvaultError, UsageError } from "./errors.ts";

/** How long a statement waits for another process's, in ms: each holds the file for some milliseconds. */
const BUSY_TIMEOUT_MS = 10_000;

/** SQLite's result codes: https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const DAMAGED = [11 /* CORRUPT */, 26 /* NOTADB */];

export interface SqliteFile {
  readonly path: string;
  /** Raised with each change of the tables. */
  readonly version: number;
  /** Of a new file, in bytes; SQLite's usual one when undefined. */
  readonly pageSize?: number;
  /** Makes the tables in an empty file. */
  readonly tables: string;
  /** What it is called: `index of tickets`. */
  readonly what: string;
  /** The command that fills it anew. */
  readonly remedy: string;
}

/**
 * Opens the file, or makes it; its folder exists.
 * @throws UsageError for a file that cannot be opened, or is another program's
 */
export function openSqlite({ path, version, pageSize, tables, what, remedy }: SqliteFile): DatabaseSync {
  const notOurs = (cause?: unknown): UsageError => {
    const message = `${path} is no ${what} that this program wrote, or is damaged: remove it, and make it anew with \`${remedy}\`, or give another file with --index.`;
    return new UsageError(message, { cause });
  };
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
    const found = database.prepare("PRAGMA user_version").get()?.["user_version"];
    const made = database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"];
    if (found !== version && made !== 0) throw notOurs();
    if (found !== version && pageSize !== undefined) database.exec(`PRAGMA page_size = ${pageSize}`);
    // Readers never wait for a writer; what a power cut takes of the last writes is seen again.
    if (found !== version) database.exec("PRAGMA journal_mode = WAL");
    database.exec("PRAGMA synchronous = NORMAL");
    if (found !== version) {
      atOnce(database, () => database?.exec(`${tables}; PRAGMA user_version = ${version};`));
    }
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof TicketvaultError) throw error;
    if (DAMAGED.includes(codeOf(error) ?? 0)) throw notOurs(error);
    const message = `The ${what} ${path} cannot be opened: check the folder and its permissions, or give another file with --index.`;
    throw new UsageError(message, { cause: error });
  }
}

/** In a transaction that is a writer's from its beginning: one that becomes a writer later fails when another was first. */
export function atOnce<T>(database: DatabaseSync, work: () => T): T {
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

/** @throws TicketvaultError `index-damaged`, or `index-unavailable` (retryable), for what SQLite throws */
export function guarded<T>({ path, what, remedy }: SqliteFile, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    const damaged = DAMAGED.includes(code & 0xff);
    const retryable = (code & 0xff) === SQLITE_BUSY;
    const wrong = damaged
      ? `is damaged: remove it, and make it anew with \`${remedy}\``
      : `cannot be read or written (SQLite's error ${code}): check the disk`;
    const message = `The ${what} ${path} ${wrong}. It is no evidence; the archive is not touched.`;
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
