/** Reads a list of tickets: a CSV with a column of ids, or a range. */
import { pipeline, Readable } from "node:stream";
import { type CsvError, type Info, parse } from "csv-parse";
import { UsageError } from "../errors.ts";
import { parseTicketId } from "../ticket/ids.ts";

/** Tickets of one run; more would take days at the vendor's pace, and are better split. */
const MOST = 1_000_000;
const BAD_LINES_SHOWN = 10;

/** Names of the column of ids, letters and digits only, in the order in which they are looked for. */
const COLUMNS = ["ticketid", "ticketnumber", "ticketno", "ticketkey", "ticket", "id"];

export interface TicketList {
  /** Without duplicates, in the order of the list. */
  readonly ids: readonly number[];
  /** How many entries named a ticket again. */
  readonly duplicates: number;
}

export interface CsvSource {
  readonly body: AsyncIterable<Uint8Array>;
  /** What to call it in errors. */
  readonly name: string;
  /** The column of ids by its heading, in whatever case and spacing; found by the usual names when left out. */
  readonly column?: string | undefined;
}

interface Row {
  readonly record: readonly string[];
  readonly info: Info;
}

/**
 * The tickets of a CSV (RFC 4180, UTF-8; `,`, `;` or tab between the fields, any line ends). The first line is a heading
 * when it holds one of the usual names, or no digit in its first field and no id; the ids stand in the named column, else
 * in the first. A line with more fields than the first is bad: after an unquoted comma another number stands in the column.
 * @throws UsageError naming up to 10 bad lines, a column that is not there or must be named, or broken quoting
 */
export async function ticketsOfCsv(source: CsvSource): Promise<TicketList> {
  const ids = new Set<number>();
  const bad: string[] = [];
  let badLines = 0;
  let lines = 0;
  let heading: Heading | undefined;
  for await (const { record, info } of rows(source)) {
    if (heading === undefined) {
      heading = readHeading(record, source);
      if (heading.isHeading) continue;
    }
    lines += 1;
    try {
      ids.add(readTicketId(record, heading, `${source.name} line ${info.lines}`));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      badLines += 1;
      if (bad.length < BAD_LINES_SHOWN) bad.push(error.message);
    }
    checkCount(lines, source.name);
  }
  if (badLines > bad.length) bad.push(`${source.name}: ${badLines - bad.length} more lines are bad.`);
  if (bad.length > 0) throw new UsageError(bad.join("\n"));
  if (ids.size === 0) throw new UsageError(`${source.name} names no ticket.`);
  return { ids: [...ids], duplicates: lines - ids.size };
}

/** The tickets `from` to `to`, both included. @throws UsageError when there are none or too many */
export function ticketsOfRange(from: number, to: number): TicketList {
  if (from > to) throw new UsageError(`--from ${from} is beyond --to ${to}: give the smaller number first.`);
  checkCount(to - from + 1, `The range ${from} to ${to}`);
  return { ids: Array.from({ length: to - from + 1 }, (_, index) => from + index), duplicates: 0 };
}

function checkCount(count: number, name: string): void {
  if (count > MOST)
    throw new UsageError(`${name} has more than ${MOST} tickets: split it into several runs.`);
}

async function* rows({ body, name }: CsvSource): AsyncIterable<Row> {
  const chunks = Readable.from(body)[Symbol.asyncIterator]();
  const first: IteratorResult<Uint8Array> = await chunks.next();
  if (first.done) return;
  const delimiter = delimiterOf(first.value);
  const parser = parse({
    info: true,
    bom: true,
    relax_column_count: true,
    skip_empty_lines: true,
    delimiter,
    // Given, since the parser would else take the end of the first line for that of all.
    record_delimiter: ["\r\n", "\n", "\r"],
  });
  // Unlike with a pipe, an error of either side ends the other; the reader of the parser gets it.
  pipeline(prepended(first.value, chunks), parser, () => {});
  try {
    yield* parser;
  } catch (error) {
    if (!isCsvError(error)) throw error;
    const text = `${name} line ${error["lines"]}: the CSV is broken (${error.code}). Check the quotes of that line.`;
    throw new UsageError(text, { cause: error });
  }
}

/** The sign that the first line has most of; a spreadsheet writes `;` where `,` is the decimal point. */
function delimiterOf(start: Uint8Array): string {
  const [line = ""] = new TextDecoder().decode(start).split(/[\r\n]/, 1);
  const [likeliest = ","] = [",", ";", "\t"].toSorted((a, b) => line.split(b).length - line.split(a).length);
  return likeliest;
}

async function* prepended(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

function isCsvError(error: unknown): error is CsvError {
  return error instanceof Error && "code" in error && String(error.code).startsWith("CSV_");
}

interface Heading {
  /** False when the first line is a ticket's already. */
  readonly isHeading: boolean;
  /** Index of the column of ids. */
  readonly column: number;
  /** Fields of a line. */
  readonly width: number;
}

function readTicketId(record: readonly string[], { column, width }: Heading, where: string): number {
  if (record.length <= width) return parseTicketId(record[column] ?? "", where);
  throw new UsageError(
    `${where}: there are ${record.length} fields, and ${width} in the first line. Put a field with a separator in it in quotes.`,
  );
}

function readHeading(record: readonly string[], { name, column }: CsvSource): Heading {
  const headings = record.map(bare);
  const width = record.length;
  if (column !== undefined) {
    const index = headings.indexOf(bare(column));
    if (index >= 0) return { isHeading: true, column: index, width };
    const known = record.map((heading) => JSON.stringify(heading)).join(", ");
    throw new UsageError(`${name} has no column ${JSON.stringify(column)}; its first line has ${known}.`);
  }
  const usual = COLUMNS.map((usualName) => headings.indexOf(usualName)).find((index) => index >= 0);
  if (usual !== undefined) return { isHeading: true, column: usual, width };
  const isHeading = !/\d/.test(record[0] ?? "") && !record.some(isId);
  if (isHeading || width === 1) return { isHeading, column: 0, width };
  throw new UsageError(
    `${name} has ${width} columns and none with a usual heading: name the column of ticket numbers with --column, by its heading in the first line.`,
  );
}

function isId(field: string): boolean {
  try {
    parseTicketId(field);
    return true;
  } catch {
    return false;
  }
}

function bare(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
