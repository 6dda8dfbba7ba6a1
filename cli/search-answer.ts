/** The messages that a question found: for people, as JSON and as CSV. */
import type { ResolvedQuestion } from "../shared/catalogue/question/tree.ts";
import type { Hit } from "../shared/catalogue/search-index.ts";
import { type Piece, snippetOf, soughtIn } from "../shared/catalogue/snippet.ts";
import { type Cell, csvHeader, csvLines } from "../shared/render/csv.ts";
import { cut } from "./long-table.ts";
import type { AnswerAbout } from "./search-about.ts";
import type { Terminal } from "./terminal.ts";
import { safeLine } from "./text.ts";
import { minuteIn } from "./zone-time.ts";

/** Places that a snippet takes where there is no terminal. */
const USUAL_WIDTH = 160;
const INDENT = "    ";

interface Shown {
  readonly zone: string;
  readonly resolved: ResolvedQuestion;
}

/** For each message a line that says which it is, and one with what was found. */
export function showHits(terminal: Terminal, hits: readonly Hit[], { zone, resolved }: Shown): void {
  const sought = soughtIn(resolved);
  const width = Math.max(20, (terminal.columns ?? USUAL_WIDTH) - INDENT.length);
  for (const hit of hits) {
    const sent = hit.sent === null ? "" : minuteIn(hit.sent, zone);
    const facts = [`#${hit.ticket}`, sent, kindOf(hit), ...standingOf(hit), safeLine(hit.subject ?? "")];
    const line = facts.filter((fact) => fact !== "").join("  ");
    terminal.print(terminal.columns === undefined ? line : cut(line, terminal.columns));
    const pieces = snippetOf(textOf(hit), sought, width);
    if (pieces.length > 0) terminal.print(`${INDENT}${painted(terminal, pieces)}`);
  }
}

function painted(terminal: Terminal, pieces: readonly Piece[]): string {
  return pieces
    .map(({ text, marked }) => (marked ? terminal.paint("yellow", safePart(text)) : safePart(text)))
    .join("");
}

/** A part of a line keeps the blanks at its ends. */
function safePart(text: string): string {
  return safeLine(`|${text}|`).slice(1, -1);
}

/** Files stand behind the text: one of them may be what was found. */
function textOf({ body, files }: Hit): string {
  return files.length === 0 ? body : `${body} [${files.join("; ")}]`;
}

function kindOf({ message, direction, channel }: Hit): string {
  if (message === "description" || message === "title") return message;
  return [direction, channel].filter((each) => each !== null).join(" ") || "of an unknown type";
}

function standingOf({ isCurrent, removed }: Hit): string[] {
  return [...(isCurrent ? [] : ["earlier wording"]), ...(removed ? ["removed at the source"] : [])];
}

interface Answer extends Shown {
  readonly question: string;
  readonly counts: { readonly messages: number; readonly tickets: number };
  readonly about: AnswerAbout;
  /** Undefined where only the counts were asked for. */
  readonly hits: readonly Hit[] | undefined;
}

export function answerJson({ question, zone, resolved, counts, about, hits }: Answer): object {
  const sought = soughtIn(resolved);
  return {
    ...{ question, zone, ...counts, index: about.json },
    ...(hits !== undefined && { hits: hits.map((hit) => hitJson(hit, sought)) }),
  };
}

function hitJson(hit: Hit, sought: ReturnType<typeof soughtIn>): object {
  const { body: _, sent, ...facts } = hit;
  const pieces = snippetOf(textOf(hit), sought, USUAL_WIDTH);
  return {
    ...facts,
    sent: sent === null ? null : new Date(sent).toISOString(),
    snippet: pieces.map(({ text }) => text).join(""),
    marked: pieces.flatMap(({ text, marked }) => (marked ? [text] : [])),
  };
}

const COLUMNS: Readonly<Record<string, (hit: Hit) => Cell>> = {
  Ticket: ({ ticket }) => ticket,
  Message: ({ message }) => message,
  Wording: ({ wording }) => wording,
  IsNewestWording: ({ isCurrent }) => (isCurrent ? "yes" : "no"),
  RemovedAtSource: ({ removed }) => (removed ? "yes" : "no"),
  CreatedUtc: ({ sent }) => (sent === null ? null : new Date(sent).toISOString()),
  Direction: ({ direction }) => direction,
  Channel: ({ channel }) => channel,
  CreatedBy: ({ author }) => author,
  TicketStatus: ({ status }) => status,
  Customer: ({ customer }) => customer,
  TicketTitle: ({ subject }) => subject,
  Attachments: ({ files }) => files.join("; "),
  Text: ({ body }) => body,
};

/** The header, then a row for each message. */
export function* hitsCsv(hits: Iterable<Hit>): Generator<{ readonly text: string; readonly rows: number }> {
  yield { text: csvHeader(Object.keys(COLUMNS)), rows: 0 };
  for (const hit of hits) {
    const row = Object.fromEntries(Object.entries(COLUMNS).map(([name, read]) => [name, read(hit)]));
    yield { text: csvLines([row]), rows: 1 };
  }
}
