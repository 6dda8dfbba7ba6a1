/** Reads the ids that people, files and events give: `143`, `"143"` and `"#143"` are one ticket. */
import { UsageError } from "../errors.ts";

const TICKET = /^#?0*([1-9][0-9]{0,15})$/;

/**
 * A ticket's number: a positive safe integer.
 * @param where what to name in the error, such as `tickets.csv line 7`
 * @throws UsageError for anything else
 */
export function parseTicketId(given: unknown, where = "ticket id"): number {
  return parseId(given, where, "the number in the ticket page's address, such as 143 or #143");
}

/**
 * An account's number (org id or tenant id): a positive safe integer.
 * @throws UsageError for anything else
 */
export function parseOrgId(given: unknown, where = "org id"): number {
  return parseId(given, where, "the LeadSquared account number, such as 22824");
}

function parseId(given: unknown, where: string, expected: string): number {
  const text = typeof given === "number" || typeof given === "string" ? String(given).trim() : "";
  const id = Number(TICKET.exec(text)?.[1]);
  if (Number.isSafeInteger(id)) return id;
  throw new UsageError(`${where}: ${shown(given)} is not an id. Give ${expected}.`);
}

function shown(given: unknown): string {
  const text = JSON.stringify(given) ?? String(given);
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
