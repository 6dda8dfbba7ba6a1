/** Counts what a question finds by status, month, customer and standing: of many messages by their facts alone, of few one by one. */
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { factOf } from "../facts.ts";
import { spanOf } from "../question/dates.ts";
import type { ResolvedQuestion } from "../question/tree.ts";
import type { FacetCount, Facets, FacetsWanted } from "../search-index.ts";
import { type Compiled, factMatch, wordsOnly } from "./compile.ts";
import { firstIdOf, IDS_PER_SECOND } from "./schema.ts";

/** So many messages are looked at one by one in 0.1 s. */
const FEW = 20_000;
/** Values shown of a facet, and months. */
const MOST = 10;
const MOST_MONTHS = 24;

interface Month {
  readonly value: string;
  readonly from: number;
  readonly until: number;
}

/** @param few up to so many messages are looked at one by one */
export function countFacets(
  database: DatabaseSync,
  question: ResolvedQuestion,
  compiled: Compiled,
  wanted: FacetsWanted,
  few = FEW,
): Facets {
  const months = monthsOf(database, wanted.zone);
  const words = wordsOnly(question);
  if (words !== undefined && countWords(database, words) > few)
    return byFacts(database, words, months, wanted);
  return oneByOne(database, compiled, months);
}

function countWords(database: DatabaseSync, match: string): number {
  return numberOf(database.prepare("SELECT count(*) AS n FROM words WHERE words MATCH ?").get(match));
}

/** Lists of words are intersected: some milliseconds each, however many messages there are. */
function byFacts(
  database: DatabaseSync,
  words: string,
  months: readonly Month[],
  { customers }: FacetsWanted,
): Facets {
  const count = (fact: string): number => countWords(database, `${words} AND ${factMatch(fact)}`);
  const statuses = database
    .prepare(
      "SELECT status FROM ticket WHERE status IS NOT NULL GROUP BY status ORDER BY count(*) DESC LIMIT ?",
    )
    .all(2 * MOST);
  const values = (kind: "status" | "customer", given: readonly string[]): FacetCount[] =>
    ordered(given.map((value) => ({ value, count: count(factOf(kind, value) ?? "none=1") })));
  const inSpan = database.prepare(
    "SELECT count(*) AS n FROM words WHERE words MATCH ? AND rowid >= ? AND rowid < ?",
  );
  const dated = `${words} AND ${factMatch("dated=1")}`;
  return {
    status: values(
      "status",
      statuses.map((row) => String(row["status"])),
    ),
    customer: values("customer", customers),
    month: withSome(
      months.map(({ value, from, until }) => {
        return { value, count: numberOf(inSpan.get(dated, firstIdOf(from), firstIdOf(until))) };
      }),
    ),
    incomplete: count("is=incomplete"),
    removed: count("is=removed"),
  };
}

function oneByOne(
  database: DatabaseSync,
  { from, where, parameters }: Compiled,
  months: readonly Month[],
): Facets {
  const what = "ticket.status, ticket.customer, ticket.completeness, message.removed, message.sent";
  const [status, customer, month] = [1, 2, 3].map(() => new Map<string, number>());
  let [incomplete, removed] = [0, 0];
  for (const row of database.prepare(`SELECT ${what} FROM ${from} WHERE ${where}`).iterate(...parameters)) {
    add(status, row["status"]);
    add(customer, row["customer"]);
    const { sent } = row;
    if (sent !== null && sent !== undefined) add(month, monthAt(months, Number(sent))?.value);
    if (row["completeness"] === "incomplete") incomplete += 1;
    if (row["removed"] === 1) removed += 1;
  }
  const counts = (values: Map<string, number> | undefined): FacetCount[] =>
    [...(values ?? [])].map(([value, count]) => ({ value, count }));
  const byName = (one: FacetCount, other: FacetCount): number => (one.value < other.value ? 1 : -1);
  return {
    ...{ status: ordered(counts(status)), customer: ordered(counts(customer)) },
    month: withSome(counts(month).toSorted(byName)),
    ...{ incomplete, removed },
  };
}

function add(counts: Map<string, number> | undefined, value: SQLOutputValue | undefined): void {
  if (value === null || value === undefined) return;
  counts?.set(String(value), (counts.get(String(value)) ?? 0) + 1);
}

function ordered(counts: readonly FacetCount[]): FacetCount[] {
  return counts
    .filter(({ count }) => count > 0)
    .toSorted((one, other) => other.count - one.count)
    .slice(0, MOST);
}

function withSome(counts: readonly FacetCount[]): FacetCount[] {
  return counts.filter(({ count }) => count > 0).slice(0, MOST_MONTHS);
}

/** From the first message's to the last one's, the newest first. */
function monthsOf(database: DatabaseSync, zone: string): Month[] {
  const ends = database.prepare("SELECT min(id) AS first, max(id) AS last FROM message").get();
  const { first = null, last = null } = ends ?? {};
  if (first === null || last === null) return [];
  const timeOf = (id: SQLOutputValue): number => (Number(id) / IDS_PER_SECOND) * 1000;
  const months: Month[] = [];
  // A zone's month may begin or end on the day beside.
  const end = new Date(timeOf(last) + 86_400_000);
  for (let at = new Date(timeOf(first) - 86_400_000); at <= end; at = nextMonth(at)) {
    const value = at.toISOString().slice(0, 7);
    const { from, until } = spanOf(value, zone) ?? {};
    if (typeof from === "number" && typeof until === "number") months.unshift({ value, from, until });
  }
  return months;
}

function nextMonth(time: Date): Date {
  return new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 1));
}

/** Months stand newest first, each after the next. */
function monthAt(months: readonly Month[], time: number): Month | undefined {
  let [low, high] = [0, months.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (time >= (months[middle]?.from ?? 0)) high = middle;
    else low = middle + 1;
  }
  return months[low];
}

function numberOf(row: Readonly<Record<string, SQLOutputValue>> | undefined): number {
  return Number(row?.["n"] ?? 0);
}
