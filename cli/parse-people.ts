/** Reads a list of people: what `people fetch` wrote, another JSON, or a CSV. */
import { type CsvError, parse } from "csv-parse/sync";
import { UsageError } from "../shared/errors.ts";
import { parseJson } from "../shared/json.ts";
import { type People, type Person, peopleSchema } from "../shared/people.ts";

/**
 * Reads what `ticketvault people fetch` wrote, a JSON list of `{id, name, address}`, or a CSV with such columns.
 * @param where names it in errors
 * @param changed the day of a list that says none itself
 * @throws UsageError
 */
export function parsePeople(text: string, where: string, changed: Date): People {
  const lookedUp = changed.toISOString().slice(0, 10);
  const isJson = /^\ufeff?\s*[[{]/.test(text);
  const given = isJson ? readJson(text, where) : { people: readCsv(text, where) };
  const whole = Array.isArray(given) ? { people: given } : given;
  const parsed = peopleSchema.safeParse({ lookedUp, ...whole });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.join(".") ?? "";
  throw new UsageError(
    `${where}: ${place} is not as it should be. Give what \`ticketvault people fetch\` writes, a JSON list of {"id": "…", "name": "…", "address": "…"}, or a CSV with these columns.`,
  );
}

function readJson(text: string, where: string): object {
  try {
    const json: unknown = parseJson(text.replace(/^\ufeff/, ""));
    return typeof json === "object" && json !== null ? json : {};
  } catch (cause) {
    throw new UsageError(`${where} is no valid JSON.`, { cause });
  }
}

/** Headings of each column, letters only. */
const COLUMNS = {
  id: ["id", "userid", "leadid", "prospectid"],
  name: ["name", "fullname", "username"],
  first: ["firstname"],
  last: ["lastname"],
  address: ["address", "email", "emailaddress"],
} as const;

function readCsv(text: string, where: string): Person[] {
  const [heading = [], ...rows] = csvRows(text, where);
  const titles = heading.map((title) => title.toLowerCase().replace(/[^a-z]/g, ""));
  const at = (names: readonly string[]): number => titles.findIndex((title) => names.includes(title));
  const [id, name, first, last, address] = Object.values(COLUMNS).map(at) as [number, ...number[]];
  if (id < 0 || Math.max(name ?? -1, first ?? -1, last ?? -1) < 0) {
    throw new UsageError(
      `${where} needs a first line with a column "id" and a column "name" (or "FirstName" and "LastName"); "address" is optional.`,
    );
  }
  return rows.map((row) => {
    const cell = (column = -1): string => row[column]?.trim() ?? "";
    const parts = [cell(first), cell(last)].filter((part) => part !== "").join(" ");
    return { id: cell(id), name: cell(name) || parts, address: cell(address) || null };
  });
}

function csvRows(text: string, where: string): string[][] {
  try {
    const options = { bom: true, delimiter: [",", ";", "\t"], skip_empty_lines: true };
    return parse(text, { ...options, relax_column_count: true });
  } catch (error) {
    const code = (error as CsvError).code ?? "unknown";
    throw new UsageError(`${where} is no CSV that can be read (${code}).`, { cause: error });
  }
}
