/** CSV for spreadsheets and programs: RFC 4180, in UTF-8 with a byte order mark; cells stay what they are. */
import { type Options, stringify } from "csv-stringify/sync";

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

/** Excel takes no more in one cell; the whole text stands in its own file. Characters. */
export const LONGEST_CELL = 32_000;

/** Columns of times of our own writing, which programs shall read as such. */
const TIMES = new Set(["CreatedUtc", "DATESENT", "TIMESENT", "DATETIMESENT"]);

const CSV: Options = {
  record_delimiter: "windows",
  // The library quotes cells that hold CRLF: to readers either sign alone ends a row too.
  quoted_match: /[\r\n]/,
  // A spreadsheet would run what begins like a formula: a quote in front makes it text (OWASP, CSV injection).
  escape_formulas: true,
};

export function csvHeader(columns: readonly string[]): string {
  return `\ufeff${stringify([[...columns]], CSV)}`;
}

export function csvLines(rows: readonly Row[]): string {
  const cells = rows.map((row) =>
    Object.entries(row).map(([column, cell]) => (TIMES.has(column) ? cell : bounded(cell))),
  );
  return stringify(cells, CSV);
}

/**
 * Text that fits a cell, and that programs take for text: behind a quote what begins like a formula after blanks, which
 * the library does not see, and what they would turn into another number or a date.
 */
function bounded(cell: Cell): Cell {
  if (typeof cell !== "string") return cell;
  const text = cell.length > LONGEST_CELL ? `${cell.slice(0, LONGEST_CELL)}…` : cell;
  return FORMULA.test(text) || (LIKE_NUMBER.test(text) && !WHOLE.test(text)) ? `'${text}` : text;
}

const FORMULA = /^\s+[=+@\uff1d\uff0b\uff0d\uff20-]/;
/** Numbers and dates of any kind, as `2024-08-28T12:00:36`, `1,250.00`, `1e5` and `00143`. */
const LIKE_NUMBER = /^(?=.{0,40}$)\d[\d.,:/ TtZzEe+-]*$/;
/** Spreadsheets keep 15 digits. */
const WHOLE = /^(?:0|[1-9]\d{0,14})$/;
