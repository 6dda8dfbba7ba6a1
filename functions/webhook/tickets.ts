/** The tickets that a webhook's payload names, of this account and no other. */
import { UsageError } from "../../shared/errors.ts";
import { parseOrgId, parseTicketId } from "../../shared/ticket/ids.ts";
import { type PayloadPaths, valuesAt } from "./paths.ts";
import { UnusableError } from "./payload.ts";

const MAX_TICKETS = 1_000;

const GUID = /^\{?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?$/i;

/** The path of a value that is an id itself. */
const BARE = [[]];

export interface NamedTickets {
  /** Each once, in order. */
  readonly ids: readonly number[];
  /** How many values in the places of ids are not ids. */
  readonly unreadable: number;
}

/**
 * The tickets named by the first of the payloads that names any.
 * @param payloads as `readPayload` gives them; an account that any of them names must be `orgId`
 * @throws UnusableError `another-account`, `too-many`; `no-ticket` when not one id can be read
 */
export function ticketsIn(payloads: readonly unknown[], paths: PayloadPaths, orgId: number): NamedTickets {
  for (const payload of payloads) {
    for (const path of paths.orgs) {
      for (const value of fewAt(payload, path)) checkOrg(value, orgId);
    }
  }
  for (const payload of payloads) {
    const named = namedIn(payload, paths.tickets);
    if (named.ids.length > MAX_TICKETS) throw tooMany();
    if (named.ids.length > 0) return named;
  }
  const message =
    "No ticket id stands where one is expected. Check the configured paths against what the webhook sends.";
  throw new UnusableError("no-ticket", message);
}

function namedIn(payload: unknown, paths: PayloadPaths["tickets"]): NamedTickets {
  const ids = new Set<number>();
  let unreadable = 0;
  // A payload that is a list is many payloads; a bare id is one too.
  for (const entry of fewAt(payload, [])) {
    const found = idsOf(entry, paths);
    for (const id of found.ids) ids.add(id);
    unreadable += found.unreadable;
  }
  return { ids: [...ids], unreadable };
}

/** As `valuesAt`, but not endlessly: a body holds a hundred thousand values. */
function* fewAt(payload: unknown, path: readonly string[]): Generator<unknown> {
  let count = 0;
  for (const value of valuesAt(payload, path)) {
    count += 1;
    if (count > MAX_TICKETS) throw tooMany();
    yield value;
  }
}

function tooMany(): UnusableError {
  return new UnusableError(
    "too-many",
    `The webhook names more than ${MAX_TICKETS} tickets, the most that are taken at once.`,
  );
}

function checkOrg(value: unknown, orgId: number): void {
  if (value === "" || idOrNone(() => parseOrgId(value)) === orgId) return;
  throw new UnusableError("another-account", "The webhook is of another account.");
}

function idsOf(entry: unknown, paths: PayloadPaths["tickets"]): NamedTickets {
  for (const path of typeof entry === "object" ? [...paths, ...ownShape(entry)] : BARE) {
    const values = [...fewAt(entry, path)].map((value) => idOrNone(() => parseTicketId(value)));
    const ids = values.filter((id) => id !== undefined);
    if (ids.length > 0) return { ids, unreadable: values.length - ids.length };
  }
  return { ids: [], unreadable: 1 };
}

/** LeadSquared's own shape of a ticket has its GUID as `TicketId`, and the number as `Id` beside it. */
function ownShape(entry: unknown): PayloadPaths["tickets"] {
  const isGuid = (value: unknown) => typeof value === "string" && GUID.test(value.trim());
  return [...valuesAt(entry, ["TicketId"])].some(isGuid) ? [["Id"]] : [];
}

function idOrNone(parse: () => number): number | undefined {
  try {
    return parse();
  } catch (error) {
    if (error instanceof UsageError) return undefined;
    throw error;
  }
}
