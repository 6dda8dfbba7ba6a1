/** Reads which tickets somebody lists: a range, or a table as spreadsheets save them. The only reader of such lists. */
import { UsageError } from "../errors.ts";
import { parseTicketId } from "../ticket/ids.ts";
import { type Column, findColumn } from "./list-column.ts";
import { rowsOf, type TableSource } from "./list-rows.ts";

/** Tickets of one run; more would take days at the vendor's pace, and are better split. */
const MOST = 1_000_000;
const BAD_LINES_SHOWN = 10;

export interface TicketList {
  /** Without duplicates, in the order of the list. */
  readonly ids: readonly number[];
  /** How many entries named a ticket again. */
  readonly duplicates: number;
  /** Which column was read, for people: `column 2 of 3, "Ticket Id"`; undefined of a range. */
  readonly column?: string;
}

/**
 * The tickets of a table: CSV with `,`, `;` or tab between the fields, in UTF-8 or UTF-16, with what spreadsheets add to it
 * (`sep=;`, `="1001"`, `143.0`, rows without content). The first line is a heading when it holds the usual name of a
 * column, or is one field without a digit.
 * @throws UsageError naming up to 10 bad lines; columns of which none is known; a file that is no text; an open quote
 */
export async function ticketsOfTable(source: TableSource): Promise<TicketList> {
  const { name } = source;
  const ids = new Set<number>();
  const bad: string[] = [];
  let badLines = 0;
  let entries = 0;
  let column: Column | undefined;
  for await (const { fields, line } of rowsOf(source)) {
    if (column === undefined) {
      column = findColumn(fields, source);
      if (column.isHeading) continue;
    }
    entries += 1;
    checkCount(entries, name);
    try {
      ids.add(ticketIn(fields, column, `${name} line ${line}`));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      badLines += 1;
      if (bad.length < BAD_LINES_SHOWN) bad.push(error.message);
    }
  }
  if (badLines > bad.length) bad.push(`${name}: ${badLines - bad.length} more lines are bad.`);
  if (bad.length > 0) throw new UsageError(bad.join("\n"));
  if (column === undefined || ids.size === 0) throw new UsageError(`${name} names no ticket.`);
  return { ids: [...ids], duplicates: entries - ids.size, column: column.shown };
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

/** After an unquoted separator another number would stand in the column: a row that is too long is refused. */
function ticketIn(fields: readonly string[], { index, width }: Column, where: string): number {
  const used = fields.findLastIndex((field) => field.trim() !== "") + 1;
  if (used <= width) return parseTicketId(withoutDress(fields[index] ?? ""), where);
  throw new UsageError(
    `${where}: there are ${used} fields, and ${width} in the first line. Put a field with a separator in it in quotes.`,
  );
}

/**
 * What a spreadsheet puts around a number: `="1001"` and `'1001` to keep it text, `143.0` of a column of decimals. Three
 * digits after the point may be thousands, and are no id.
 */
function withoutDress(field: string): string {
  const text = field.trim();
  const bare = /^="(.*)"$/.exec(text)?.[1] ?? text.replace(/^'/, "");
  return bare.trim().replace(/^(#?\d+)[.,]0{1,2}$/, "$1");
}
