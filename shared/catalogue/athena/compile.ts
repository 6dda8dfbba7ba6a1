/** Compiles a question for Athena: conditions on the table of messages, whose words and facts are texts with blanks between. */
import { UsageError } from "../../errors.ts";
import type { ResolvedQuestion, TextColumn } from "../question/tree.ts";
import type { Phrase } from "../tokens.ts";
import { type Condition, executionParameters, joinedConditions, sql, textOf } from "./condition.ts";
import { nearCondition } from "./near.ts";

/** What `StartQueryExecution` takes. */
export interface AthenaQuery {
  readonly sql: string;
  /** Its `ExecutionParameters`. */
  readonly parameters: readonly string[];
}

/** Of a query, in bytes; AWS raises it for nobody. */
const LONGEST = 262_144;

/**
 * The tickets of all messages that a question finds, by number, each once.
 * @param table of messages, with its database where the query has none
 * @throws UsageError for a question whose SQL is longer than Athena takes
 */
export function ticketsQuery(question: ResolvedQuestion, orgId: number, table = "messages"): AthenaQuery {
  return query(`SELECT DISTINCT ticket FROM ${table} WHERE`, question, orgId, "ORDER BY ticket");
}

/** How many messages a question finds, and in how many tickets, as `messages` and `tickets`. As `ticketsQuery`. */
export function countQuery(question: ResolvedQuestion, orgId: number, table = "messages"): AthenaQuery {
  const counts = "count(*) AS messages, count(DISTINCT ticket) AS tickets";
  return query(`SELECT ${counts} FROM ${table} WHERE`, question, orgId, "");
}

function query(select: string, question: ResolvedQuestion, orgId: number, tail: string): AthenaQuery {
  const where = conditionOf(question);
  const text = `${select} org = ${orgId} AND ${where.sql} ${tail}`.trimEnd();
  const parameters = executionParameters(where);
  // Athena puts the values into the query.
  const bytes = Buffer.byteLength(text) + parameters.reduce((sum, each) => sum + Buffer.byteLength(each), 0);
  if (bytes <= LONGEST) return { sql: text, parameters };
  const message = `This question is longer than Athena takes: ${bytes} bytes of SQL, and ${LONGEST} are the most. Ask for fewer words, or for a span of ticket numbers less.`;
  throw new UsageError(message);
}

/** Always true or false, never null: so that NOT finds all the rest. */
function conditionOf(question: ResolvedQuestion): Condition {
  switch (question.kind) {
    case "and":
    case "or":
      return joinedConditions(question.kind === "and" ? "AND" : "OR", question.parts.map(conditionOf));
    case "not":
      return sql`(NOT ${conditionOf(question.part)})`;
    case "words": {
      const { column, phrase, exact } = question;
      const stands = inAny(wordColumns(column), (name) => has(name, phrase));
      if (exact === null) return stands;
      const exactly = inAny(exactColumns(column), (name) => has(name, exact));
      return joinedConditions("AND", [stands, exactly]);
    }
    case "part":
      return inAny(wordColumns(question.column), (name) => contains(name, question.part));
    case "near": {
      const { column, phrases, distance } = question;
      return inAny(wordColumns(column), (name) => {
        // What is looked for first is cheap, and leaves few texts to be taken apart.
        const all = phrases.map((phrase) => has(name, phrase));
        return joinedConditions("AND", [...all, nearCondition(name, phrases, distance)]);
      });
    }
    case "fact":
      return contains("facts", ` ${question.fact}${question.prefix ? "" : " "}`);
    case "span":
      return spanCondition(question);
    case "tickets":
      return ticketsCondition(question.tickets);
  }
}

/** Words in a row: in a text of words with a blank on each side they are one piece. */
function has(column: string, { tokens, open }: Phrase): Condition {
  return contains(column, ` ${tokens.join(" ")}${open ? "" : " "}`);
}

function contains(column: string, text: string): Condition {
  return sql`strpos(${column}, ${textOf(text)}) > 0`;
}

function inAny(columns: readonly string[], condition: (column: string) => Condition): Condition {
  return joinedConditions("OR", columns.map(condition));
}

function wordColumns(column: TextColumn): string[] {
  return column === null ? ["subject_words", "body_words"] : [`${column}_words`];
}

function exactColumns(column: TextColumn): string[] {
  return column === null ? ["subject_exact", "body_exact"] : [`${column}_exact`];
}

/** What has no time is in no span, and it is in what is not of a span. */
function spanCondition({ field, from, until }: ResolvedQuestion & { readonly kind: "span" }): Condition {
  const bounds = [
    ...(from === null ? [] : [sql`${field} >= ${timestamp(from)}`]),
    ...(until === null ? [] : [sql`${field} < ${timestamp(until)}`]),
  ];
  return joinedConditions("AND", [sql`${field} IS NOT NULL`, ...bounds]);
}

/** Our own numbers stand in the SQL itself. @param time in ms since 1970 */
function timestamp(time: number): string {
  return `TIMESTAMP '${new Date(time).toISOString().slice(0, -1).replace("T", " ")}'`;
}

/** Runs of consecutive numbers are told by their ends. @param tickets ascending */
function ticketsCondition(tickets: readonly number[]): Condition {
  const runs: [first: number, last: number][] = [];
  for (const ticket of tickets) {
    const run = runs.at(-1);
    if (run !== undefined && ticket <= run[1] + 1) run[1] = ticket;
    else runs.push([ticket, ticket]);
  }
  const singles = runs.filter(([first, last]) => first === last).map(([first]) => first);
  const spans = runs.filter(([first, last]) => first < last);
  return joinedConditions("OR", [
    ...(singles.length > 0 ? [sql`ticket IN (${singles.join(", ")})`] : []),
    ...spans.map(([first, last]) => sql`ticket BETWEEN ${first} AND ${last}`),
  ]);
}
