/** The tables of the index of words, in a file of SQLite's beside the index of tickets. */
import type { SqliteFile } from "../../sqlite.ts";

/** Raised with each change of the tables, of the rows and of the tokenizer. */
const VERSION = 3;

/** Of a file, in bytes. In SQLite's usual 4,096 a message of 1 KB leaves a quarter of them empty. */
const PAGE_SIZE = 16_384;

/**
 * `words` keeps no text, and SQLite's own tokenizer finds nothing to do: it gets our tokens with blanks between them. Its
 * row ids are times, so that the newest are read first without sorting. The signs `=` and `_` are for facts. The body
 * stands first, as FTS5 writes two bytes less for each word of a first column.
 */
const TABLES = `
  CREATE TABLE IF NOT EXISTS ticket (
    ticket INTEGER PRIMARY KEY, head INTEGER NOT NULL, archived INTEGER NOT NULL, title TEXT, status TEXT,
    customer TEXT, completeness TEXT NOT NULL, messages INTEGER NOT NULL, attachments INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS ticket_archived ON ticket (archived);
  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL, message TEXT NOT NULL, wording INTEGER NOT NULL, sent INTEGER,
    direction TEXT, channel TEXT, author TEXT, removed INTEGER NOT NULL, current INTEGER NOT NULL,
    attachments INTEGER NOT NULL, files TEXT NOT NULL, subject TEXT, body TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS message_ticket ON message (ticket);
  CREATE TABLE IF NOT EXISTS memory (only INTEGER PRIMARY KEY CHECK (only = 1), furthest INTEGER NOT NULL) STRICT;
  CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (
    body, subject, file, facet, content = '', contentless_delete = 1, tokenize = "ascii tokenchars '=_'"
  );
  CREATE VIRTUAL TABLE IF NOT EXISTS words_terms USING fts5vocab (words, row);
  CREATE VIRTUAL TABLE IF NOT EXISTS words_places USING fts5vocab (words, instance)`;

/** For who opens it. */
export function searchFile(path: string): SqliteFile {
  return {
    path,
    version: VERSION,
    pageSize: PAGE_SIZE,
    tables: TABLES,
    what: "index of words",
    remedy: "ticketvault search --update",
  };
}

/** Row ids of one second. */
export const IDS_PER_SECOND = 64;

/** The first row id of a time in ms. */
export function firstIdOf(time: number): number {
  return Math.floor(time / 1000) * IDS_PER_SECOND;
}
