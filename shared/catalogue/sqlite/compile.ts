/** Compiles a question for SQLite: as much as can be into one expression of FTS5, the rest into conditions with parameters. */

import { ALL } from "../facts.ts";
import type { ResolvedQuestion, TextColumn } from "../question/tree.ts";
import type { Phrase } from "../tokens.ts";
import { firstIdOf, IDS_PER_SECOND } from "./schema.ts";

type Parameter = string | number;

/** What comes behind SELECT …. */
export interface Compiled {
  /** The column by which the newest come last. */
  readonly id: string;
  readonly from: string;
  readonly where: string;
  readonly parameters: readonly Parameter[];
}

interface Condition {
  readonly sql: string;
  readonly parameters: readonly Parameter[];
}

/** @param furthest how far a row id may be beyond those of its second */
export function compileQuestion(question: ResolvedQuestion, furthest: number): Compiled {
  const parts = question.kind === "and" ? question.parts : [question];
  const match = together(
    "AND",
    parts.flatMap((part) => matchOf(part) ?? narrowing(part) ?? []),
  );
  const rest = parts.filter((part) => matchOf(part) === undefined).map(conditionOf);
  const id = match === undefined ? "message.id" : "words.rowid";
  const bounds = parts.flatMap((part) => boundsOf(part, id, furthest));
  const matching = match === undefined ? [] : [{ sql: "words MATCH ?", parameters: [match] }];
  const conditions: readonly Condition[] = [...matching, ...bounds, ...rest];
  const from = match === undefined ? "message" : "words CROSS JOIN message ON message.id = words.rowid";
  return {
    id,
    from: `${from} CROSS JOIN ticket ON ticket.ticket = message.ticket`,
    where: conditions.map(({ sql }) => sql).join(" AND ") || "true",
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** The whole question as one expression of FTS5; undefined where words and facts do not tell all of it. */
export function wordsOnly(question: ResolvedQuestion): string | undefined {
  return matchOf(question);
}

/** The expression of a fact. */
export function factMatch(fact: string, isBeginning = false): string {
  return `(facet : ${quoted(fact)}${isBeginning ? " *" : ""})`;
}

/** FTS5's own parser takes some thirty brackets within brackets. */
const HIGHEST = 16;

function heightOf(question: ResolvedQuestion): number {
  switch (question.kind) {
    case "and":
    case "or":
      return 1 + Math.max(...question.parts.map(heightOf));
    case "not":
      return 1 + heightOf(question.part);
    default:
      return 1;
  }
}

/** An expression of FTS5; undefined for what its words do not tell, or its parser does not take. */
function matchOf(question: ResolvedQuestion): string | undefined {
  return heightOf(question) > HIGHEST ? undefined : expressionOf(question);
}

function expressionOf(question: ResolvedQuestion): string | undefined {
  switch (question.kind) {
    case "and":
    case "or": {
      const parts = question.parts.map(expressionOf);
      const known = parts.filter((part) => part !== undefined);
      return known.length < parts.length
        ? undefined
        : together(question.kind === "and" ? "AND" : "OR", known);
    }
    case "not": {
      const part = expressionOf(question.part);
      // FTS5 knows only "this, but not that".
      return part && `(${factMatch(ALL)} NOT ${part})`;
    }
    case "words":
      return question.exact === null ? wordsMatch(question.column, question.phrase) : undefined;
    case "near": {
      const phrases = question.phrases.map(phraseText).join(" ");
      return `(${columnsOf(question.column)} : NEAR(${phrases}, ${question.distance}))`;
    }
    case "fact":
      return factMatch(question.fact, question.prefix);
    default:
      return undefined;
  }
}

/** What must hold at least, where the whole is more than words tell. */
function narrowing(question: ResolvedQuestion): string | undefined {
  return question.kind === "words" ? wordsMatch(question.column, question.phrase) : undefined;
}

function conditionOf(question: ResolvedQuestion): Condition {
  const match = matchOf(question);
  if (match !== undefined) return among(match);
  switch (question.kind) {
    case "and":
    case "or":
      return joinedConditions(question.kind, question.parts.map(conditionOf));
    case "not": {
      const { sql, parameters } = conditionOf(question.part);
      return { sql: `NOT ${sql}`, parameters };
    }
    case "words": {
      const exact = { sql: exactSql(question.column), parameters: [JSON.stringify(question.exact)] };
      const narrow = among(wordsMatch(question.column, question.phrase));
      const twice = question.column === null ? [...exact.parameters, ...exact.parameters] : exact.parameters;
      return joinedConditions("and", [narrow, { ...exact, parameters: twice }]);
    }
    case "part":
      return partCondition(question.column, question.part);
    case "span": {
      const { field, from, until } = question;
      const time = field === "sent" ? "message.sent" : "ticket.archived";
      const bounds = [...bound(`${time} >= ?`, from), ...bound(`${time} < ?`, until)];
      // What has no time is in no span, and it is in what is not of a span.
      return joinedConditions("and", [{ sql: `${time} IS NOT NULL`, parameters: [] }, ...bounds]);
    }
    case "tickets":
      return {
        sql: "(message.ticket IN (SELECT value FROM json_each(?)))",
        parameters: [JSON.stringify(question.tickets)],
      };
    default:
      throw new Error(`${question.kind} is a match`);
  }
}

function among(match: string): Condition {
  return { sql: "(message.id IN (SELECT rowid FROM words WHERE words MATCH ?))", parameters: [match] };
}

function joinedConditions(kind: "and" | "or", conditions: readonly Condition[]): Condition {
  return {
    sql: `(${conditions.map(({ sql }) => sql).join(` ${kind.toUpperCase()} `)})`,
    parameters: conditions.flatMap(({ parameters }) => parameters),
  };
}

/** By the table of all terms. Facts have the sign that tells them. */
function partCondition(column: TextColumn, part: string): Condition {
  const columns = (column === null ? ["subject", "body"] : [column]).map((name) => `'${name}'`).join(", ");
  const terms = "SELECT term FROM words_terms WHERE instr(term, ?) AND NOT instr(term, '=')";
  return {
    sql: `(message.id IN (SELECT doc FROM words_places WHERE term IN (${terms}) AND col IN (${columns})))`,
    parameters: [part],
  };
}

function exactSql(column: TextColumn): string {
  if (column === "file") return "exact_in_files(message.files, ?)";
  return column === null
    ? "(exact(message.subject, ?) OR exact(message.body, ?))"
    : `exact(message.${column}, ?)`;
}

/** Row ids narrow a span of time; `message.sent` decides. */
function boundsOf(question: ResolvedQuestion, id: string, furthest: number): Condition[] {
  if (question.kind !== "span" || question.field !== "sent") return [];
  const { from, until } = question;
  const last = until === null ? null : firstIdOf(until) + IDS_PER_SECOND + furthest;
  return [...bound(`${id} >= ?`, from === null ? null : firstIdOf(from)), ...bound(`${id} <= ?`, last)];
}

function bound(sql: string, value: number | null): Condition[] {
  return value === null ? [] : [{ sql, parameters: [value] }];
}

function wordsMatch(column: TextColumn, phrase: Phrase): string {
  return `(${columnsOf(column)} : ${phraseText(phrase)})`;
}

function columnsOf(column: TextColumn): string {
  return column === null ? "{subject body}" : column;
}

function phraseText({ tokens, open }: Phrase): string {
  return `${quoted(tokens.join(" "))}${open ? " *" : ""}`;
}

/** Nothing in it is FTS5's: it is a string, in which a quotation mark would be doubled. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function together(operator: "AND" | "OR", parts: readonly string[]): string | undefined {
  if (parts.length === 0) return undefined;
  return parts.length === 1 ? parts[0] : `(${parts.join(` ${operator} `)})`;
}
