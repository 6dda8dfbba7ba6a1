/** The rows of a table of text, whatever a spreadsheet saved it as: UTF-8 or UTF-16; commas, semicolons or tabs; `sep=`. */
import { pipeline } from "node:stream";
import { TextDecoder } from "node:util";
import { CsvError, type Info, parse } from "csv-parse";
import { UsageError } from "../errors.ts";
import { encodingOf } from "../text-encoding.ts";

/** What is looked at to tell the encoding and the separator. */
const BEGINNING = 64 * 1024;
/** A quote that nobody closes must not take the rest of the file into memory. */
const MOST_IN_A_ROW = 1024 * 1024;

/** How a zip (.xlsx, .ods) begins, and an .xls. */
const WORKBOOKS = [Buffer.from("PK\x03\x04"), Buffer.from([0xd0, 0xcf, 0x11, 0xe0])];

export interface TableSource {
  readonly body: AsyncIterable<Uint8Array>;
  /** What to call it in errors. */
  readonly name: string;
  /** The column of ids, by its heading in whatever case and spacing, or by its number from 1; found by the usual names when left out. */
  readonly column?: string | undefined;
  /** What `column` is called where the list is given, for errors: `--column` unless said. */
  readonly columnOption?: string;
}

export interface Row {
  readonly fields: readonly string[];
  /** Of its end, from 1. */
  readonly line: number;
}

/**
 * Rows with something in them. A quotation mark within a field is the field's (`5" disk`).
 * @throws UsageError naming file and line: a quote that stays open; bytes that are no text; what reading `body` throws
 */
export async function* rowsOf({ body, name }: Pick<TableSource, "body" | "name">): AsyncGenerator<Row> {
  const text = decoded(body, name);
  const first = await text.next();
  if (first.done) return;
  /** The line at which the last row ended that was parsed, which its reader may not have reached. */
  let parsed = 0;
  const parser = parse({
    ...dialectOf(first.value),
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    max_record_size: MOST_IN_A_ROW,
    on_record: (record, { lines }) => {
      parsed = lines;
      return record;
    },
    // Given, since the parser would else take the end of the first line for that of all.
    record_delimiter: ["\r\n", "\n", "\r"],
  });
  // Unlike with a pipe, an error of either side ends the other; the reader of the parser gets it.
  pipeline(prepended(first.value, text), parser, () => {});
  let line = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
      if (record.some(isTornOpen)) throw openQuote(name, line + 1);
      line = info.lines;
      yield { fields: record, line };
    }
  } catch (error) {
    throw error instanceof CsvError ? openQuote(name, parsed + 1, error) : error;
  }
}

/** A quote opened, lines went by, and text followed where it closed: those lines would be lost in one field. */
function isTornOpen(field: string): boolean {
  return field.startsWith('"') && /[\r\n]/.test(field);
}

function openQuote(name: string, line: number, cause?: CsvError): UsageError {
  const message = `${name} line ${line}: a field there or below begins with a quotation mark that is not closed before another field. Close it, or double the mark: "5"" disk".`;
  return new UsageError(message, { cause });
}

interface Dialect {
  readonly delimiter: string;
  readonly from_line: number;
}

/**
 * The separator that Excel's first line `sep=;` names, or else the sign that the first line has most of outside of quotes; a
 * spreadsheet writes `;` where `,` is the decimal point.
 */
function dialectOf(start: string): Dialect {
  const [line = ""] = start.split(/[\r\n]/, 1);
  const [, named] = /^"?sep=([,;\t|])"?$/i.exec(line) ?? [];
  if (named !== undefined) return { delimiter: named, from_line: 2 };
  const bare = line.replaceAll(/"[^"]*"/g, "");
  const [delimiter = ","] = [",", ";", "\t"].toSorted((a, b) => bare.split(b).length - bare.split(a).length);
  return { delimiter, from_line: 1 };
}

/** The text in pieces, the first of which holds all that tells how to read it. */
async function* decoded(body: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string, undefined> {
  let decoder: TextDecoder | undefined;
  let held = Buffer.alloc(0);
  for await (const chunk of body) {
    if (decoder !== undefined) {
      yield decoder.decode(chunk, { stream: true });
      continue;
    }
    held = Buffer.concat([held, chunk]);
    if (held.length < BEGINNING) continue;
    decoder = decoderOf(held, name);
    yield decoder.decode(held, { stream: true });
  }
  if (decoder !== undefined) yield decoder.decode();
  else if (held.length > 0) yield decoderOf(held, name).decode(held);
}

/** The decoder itself takes a byte order mark away. */
function decoderOf(start: Buffer, name: string): TextDecoder {
  if (WORKBOOKS.some((sign) => start.subarray(0, sign.length).equals(sign))) {
    throw new UsageError(
      `${name} is a workbook: save the list as CSV (in Excel: "CSV UTF-8"), and give that.`,
    );
  }
  const encoding = encodingOf(start);
  if (encoding === "utf-8" && start.includes(0)) {
    throw new UsageError(`${name} is no text: save the list as CSV, and give that.`);
  }
  return new TextDecoder(encoding);
}

async function* prepended(first: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}
