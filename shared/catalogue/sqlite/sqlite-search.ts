/** The index of words in a file of SQLite's: a laptop's, for all processes of it. */
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { atOnce, guarded, openSqlite } from "../../sqlite.ts";
import type { ResolvedQuestion } from "../question/tree.ts";
import type { Hit, SearchIndex } from "../search-index.ts";
import { exactTokensOf, type Phrase, placesOf } from "../tokens.ts";
import { type Compiled, compileQuestion } from "./compile.ts";
import { countFacets } from "./facets.ts";
import { searchFile } from "./schema.ts";
import { ticketWriter } from "./write.ts";

const HIT = `message.ticket, message.message, message.wording, message.sent, message.direction, message.channel,
  message.author, message.removed, message.current, message.attachments, message.files, message.subject, message.body,
  ticket.status, ticket.customer`;

const STATE = `SELECT count(*) AS tickets, coalesce(sum(messages), 0) AS messages, max(archived) AS newest,
  count(*) FILTER (WHERE completeness = 'incomplete') AS incomplete,
  coalesce(sum(attachments), 0) AS attachments, count(*) FILTER (WHERE attachments > 0) AS withAttachments
  FROM ticket`;

/**
 * Opens the file at `path`, or makes it; its folder exists.
 * @throws UsageError for a file that cannot be opened, or is another program's
 */
export function sqliteSearch(path: string): SearchIndex {
  const file = searchFile(path);
  const database = openSqlite(file);
  defineExact(database);
  const writer = ticketWriter(database);
  const head = database.prepare("SELECT head FROM ticket WHERE ticket = ?");
  const heads = database.prepare("SELECT ticket, head FROM ticket ORDER BY ticket");
  const furthest = database.prepare("SELECT furthest FROM memory");
  const state = database.prepare(STATE);
  const compiled = (question: ResolvedQuestion) =>
    compileQuestion(question, Number(furthest.get()?.["furthest"] ?? 0));
  const select = (what: string, { from, where, parameters }: Compiled, tail = "") =>
    database.prepare(`SELECT ${what} FROM ${from} WHERE ${where} ${tail}`).iterate(...parameters);

  return {
    location: path,
    headOf: (ticket) => guarded(file, () => numberOrNone(head.get(ticket)?.["head"])),
    heads: () =>
      guarded(file, () => new Map(heads.all().map((row) => [Number(row["ticket"]), Number(row["head"])]))),
    write: (tickets) => guarded(file, () => atOnce(database, () => writer.write(tickets))),
    remove: (tickets) => guarded(file, () => atOnce(database, () => tickets.forEach(writer.remove))),
    state: () =>
      guarded(file, () => {
        const row = state.get() ?? {};
        const count = (name: string): number => Number(row[name]);
        return {
          ...{ tickets: count("tickets"), messages: count("messages"), incomplete: count("incomplete") },
          ...{ attachments: count("attachments"), withAttachments: count("withAttachments") },
          newest: numberOrNone(row["newest"]) ?? null,
        };
      }),
    *find(question, limit) {
      const query = compiled(question);
      const most = Number.isFinite(limit) ? Math.trunc(limit) : -1;
      const rows = guarded(file, () => select(HIT, query, `ORDER BY ${query.id} DESC LIMIT ${most}`));
      for (;;) {
        const next = guarded(file, () => rows.next());
        if (next.done) return;
        yield hitOf(next.value);
      }
    },
    count: (question) =>
      guarded(file, () => {
        const [row = {}] = select(
          "count(*) AS messages, count(DISTINCT message.ticket) AS tickets",
          compiled(question),
        );
        return { messages: Number(row["messages"]), tickets: Number(row["tickets"]) };
      }),
    facets: (question, wanted) =>
      guarded(file, () => countFacets(database, question, compiled(question), wanted)),
    ids: (question) =>
      guarded(file, () =>
        [...select("message.id AS id", compiled(question))].map((row) => Number(row["id"])),
      ),
    still: (look) => guarded(file, () => ofOneState(database, look)),
    tickets: (question) =>
      guarded(file, () => {
        const found = select("DISTINCT message.ticket AS ticket", compiled(question));
        return [...found].map((row) => Number(row["ticket"])).toSorted((one, other) => one - other);
      }),
    [Symbol.dispose]: () => database.close(),
  };
}

/** A reader's transaction sees what was there when it first read. */
function ofOneState<T>(database: DatabaseSync, look: () => T): T {
  database.exec("BEGIN");
  try {
    return look();
  } finally {
    database.exec("COMMIT");
  }
}

/** For `=word`: what words narrow, the text decides. */
function defineExact(database: DatabaseSync): void {
  const exact = (text: unknown, phrase: unknown): number => {
    const wanted = JSON.parse(String(phrase)) as Phrase;
    return placesOf(wanted, exactTokensOf(String(text ?? ""))).length > 0 ? 1 : 0;
  };
  database.function("exact", { deterministic: true }, exact);
  database.function("exact_in_files", { deterministic: true }, (files, phrase) =>
    (JSON.parse(String(files)) as string[]).some((name) => exact(name, phrase) === 1) ? 1 : 0,
  );
}

function hitOf(row: Readonly<Record<string, SQLOutputValue>>): Hit {
  const text = (name: string): string | null => row[name]?.toString() ?? null;
  return {
    ticket: Number(row["ticket"]),
    message: text("message") ?? "",
    wording: Number(row["wording"]),
    isCurrent: row["current"] === 1,
    removed: row["removed"] === 1,
    sent: numberOrNone(row["sent"]) ?? null,
    direction: text("direction"),
    channel: text("channel"),
    author: text("author"),
    attachments: Number(row["attachments"]),
    files: JSON.parse(text("files") ?? "[]"),
    status: text("status"),
    customer: text("customer"),
    subject: text("subject"),
    body: text("body") ?? "",
  };
}

function numberOrNone(value: SQLOutputValue | undefined): number | undefined {
  return value === null || value === undefined ? undefined : Number(value);
}
