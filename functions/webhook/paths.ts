/** Finds values in a payload by dotted paths such as `Ticket.Id` or `Tickets[].Id`. */
import { UsageError } from "../../shared/errors.ts";
import { isObject } from "../../shared/ticket/fields.ts";

/** Where ticket ids are looked for unless configured. LeadSquared documents no payload of its own for tickets. */
const DEFAULT_TICKET_PATHS: readonly string[] = [
  "TicketId",
  "ticketId",
  "Ticket.TicketId",
  "ticket.ticketId",
  "Ticket.Id",
  "ticket.id",
  "Tickets[].TicketId",
  "tickets[].ticketId",
  "Tickets[].Id",
  "tickets[].id",
  "TicketIds",
  "ticketIds",
  "TicketKey",
  "ticketKey",
  "Ticket.TicketKey",
  "ticket.ticketKey",
  "Tickets[].TicketKey",
  "tickets[].ticketKey",
];

/** The same for the account number. */
const DEFAULT_ORG_PATHS: readonly string[] = [
  "OrgId",
  "orgId",
  "Ticket.OrgId",
  "ticket.orgId",
  "Tickets[].OrgId",
  "tickets[].orgId",
];

/** The keys from the top down. */
type Path = readonly string[];

export interface PayloadPaths {
  /** The first path at which an id stands is the one that counts, for each entry of a list anew. */
  readonly tickets: readonly Path[];
  /** Every account number found must be this account's. */
  readonly orgs: readonly Path[];
}

/**
 * Reads the configured paths.
 * @throws UsageError naming the first that is malformed
 */
export function payloadPaths(
  tickets: readonly string[] = DEFAULT_TICKET_PATHS,
  orgs: readonly string[] = DEFAULT_ORG_PATHS,
): PayloadPaths {
  return { tickets: tickets.map(parsePath), orgs: orgs.map(parsePath) };
}

/**
 * Reads a path. `[]` may follow a key whose value is a list, but need not: lists are walked through anyway.
 */
function parsePath(text: string): Path {
  const keys = text.split(".").map((key) => key.trim().replace(/(\[\])+$/, ""));
  if (keys.every((key) => key !== "")) return keys;
  const message = `${JSON.stringify(text)} is no path into a webhook's payload: give keys with dots between them, such as Ticket.Id.`;
  throw new UsageError(message);
}

interface Place {
  readonly value: unknown;
  /** How many keys of the path led here. */
  readonly depth: number;
}

/**
 * Every value at the path that is neither a list nor null, in order. Keys are matched as they are written, and one that
 * holds dots itself (form fields may) is matched with the rest of the path.
 */
export function* valuesAt(payload: unknown, path: readonly string[]): Generator<unknown> {
  // No recursion: a payload may be nested more deeply than calls may be.
  const left: Place[] = [{ value: payload, depth: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, depth } = next;
    const below = placesBelow(next, path);
    // Backwards, since what is put last is taken first.
    for (const place of below.toReversed()) left.push(place);
    const found = depth === path.length && !Array.isArray(value) && value !== null && value !== undefined;
    if (found) yield value;
  }
}

function placesBelow({ value, depth }: Place, path: readonly string[]): Place[] {
  if (Array.isArray(value)) return value.map((each) => ({ value: each, depth }));
  if (depth === path.length || !isObject(value)) return [];
  const key = path[depth] ?? "";
  const rest = path.slice(depth).join(".");
  return [
    ...(Object.hasOwn(value, key) ? [{ value: value[key], depth: depth + 1 }] : []),
    ...(key !== rest && Object.hasOwn(value, rest) ? [{ value: value[rest], depth: path.length }] : []),
  ];
}
