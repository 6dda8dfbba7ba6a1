/** Finds the column of ticket numbers by the first line of a table; guesses at nothing. */
import { UsageError } from "../errors.ts";
import { parseTicketId } from "../ticket/ids.ts";
import type { TableSource } from "./list-rows.ts";

/** Headings of the column of ids, letters and digits only, in the order in which they are looked for. */
const USUAL = ["ticketid", "ticketnumber", "ticketno", "ticketkey", "ticket", "id"];

const COLUMNS_SHOWN = 20;
const HEADING_SHOWN = 40;

export interface Column {
  /** False when the first line is a ticket's already. */
  readonly isHeading: boolean;
  /** Of the column, from 0. */
  readonly index: number;
  /** Fields of a line. */
  readonly width: number;
  /** For people: `column 2 of 3, "Ticket Id"`. */
  readonly shown: string;
}

/**
 * The column that is asked for, by its heading or its number; else the one with a usual heading; else the only one.
 * @throws UsageError naming the columns that there are
 */
export function findColumn(first: readonly string[], { name, column, columnOption }: TableSource): Column {
  const width = first.findLastIndex((field) => field.trim() !== "") + 1;
  const fields = first.slice(0, width);
  const option = columnOption ?? "--column";
  const found = (index: number, isHeading: boolean): Column => {
    const heading = isHeading ? `, ${shownHeading(fields[index] ?? "")}` : ", no heading";
    return { isHeading, index, width, shown: `column ${index + 1} of ${width}${heading}` };
  };
  if (column !== undefined) {
    const index = indexOf(fields, bare(column), name, option);
    if (index !== undefined) return found(index, true);
    const number = /^[1-9]\d{0,4}$/.test(column.trim()) ? Number(column) : 0;
    if (number >= 1 && number <= width) return found(number - 1, !isId(fields[number - 1] ?? ""));
    throw new UsageError(
      `${name} has no column ${JSON.stringify(column)}; its first line has ${shownColumns(fields)}.`,
    );
  }
  for (const usual of USUAL) {
    const index = indexOf(fields, usual, name, option);
    if (index !== undefined) return found(index, true);
  }
  const named = fields.flatMap((field, index) => (field.trim() === "" ? [] : [index]));
  const [only, another] = named;
  if (only !== undefined && another === undefined) return found(only, !/\d/.test(fields[only] ?? ""));
  throw new UsageError(
    `${name} has several columns, none with a usual heading such as TicketId: ${shownColumns(fields)}. Say which holds the ticket numbers: ${option} with its heading, or with its number from 1.`,
  );
}

/** @throws UsageError when several columns have that heading */
function indexOf(
  fields: readonly string[],
  wanted: string,
  name: string,
  option: string,
): number | undefined {
  const [index, another] = fields.flatMap((field, at) => (bare(field) === wanted ? [at] : []));
  if (index === undefined || another === undefined) return index;
  throw new UsageError(
    `${name} has the heading ${shownHeading(fields[index] ?? "")} twice, in the columns ${index + 1} and ${another + 1}. Say which holds the ticket numbers: ${option} with its number from 1.`,
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

/** An empty heading is like no other. */
function bare(heading: string): string {
  return heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

function shownColumns(fields: readonly string[]): string {
  const more = fields.length > COLUMNS_SHOWN ? `, and ${fields.length - COLUMNS_SHOWN} more` : "";
  return fields.slice(0, COLUMNS_SHOWN).map(shownHeading).join(", ") + more;
}

function shownHeading(heading: string): string {
  const text = heading.trim();
  return JSON.stringify(text.length <= HEADING_SHOWN ? text : `${text.slice(0, HEADING_SHOWN)}…`);
}
