/** A request to archive a ticket as it travels: the body of a queue message and the `detail` of an `Archive Ticket` event. */
import * as z from "zod";
import { type ArchiveRequest, checkedRequest } from "../archive/request.ts";
import { UsageError } from "../errors.ts";
import { parseJson } from "../json.ts";
import { parseOrgId, parseTicketId } from "../ticket/ids.ts";

/** Far more than any request needs; what is longer is not looked into. */
const MAX_BODY_BYTES = 64 * 1024;
/** As many as the setting `schedule` takes. */
const MAX_TICKETS = 1000;
const MAX_REASON = 500;
const MAX_REQUESTED_BY = 200;

function id(example: string) {
  const error = `is not an id: give a number such as ${example}`;
  const digits = z.string().regex(/^\s*#?0*[1-9][0-9]{0,15}\s*$/, { error });
  return z.union([z.int({ error }).positive({ error }), digits], { error });
}

/** Rules of EventBridge write `""` where an event lacks what they look for. */
const blank = z.string().regex(/^\s*$/);

const text = z.string({ error: "is no text" }).nullish();

const requestSchema = z
  .looseObject(
    {
      ticketId: id("143 or #143").meta({ description: 'The ticket\'s number: 143, "143" or "#143".' }),
      orgId: z
        .union([id("22824"), blank, z.null()], { error: "is not an id: give a number such as 22824" })
        .optional()
        .meta({ description: "The LeadSquared account; the stack's own, which is the default." }),
      reason: text.meta({
        description: `Why; stands in the version's message. Cut after ${MAX_REASON} characters; "not said" by default.`,
      }),
      byHand: z.boolean({ error: "is not true or false" }).optional().meta({
        description: "A person asks for this very ticket: an unstable one is asked for all the same.",
      }),
      repeated: z.boolean({ error: "is not true or false" }).optional().meta({
        description: "The one who asks will ask again: a try that fails is not made again before that.",
      }),
      requestedBy: text.meta({
        description: `Who or what asks; stands as the version's user. Cut after ${MAX_REQUESTED_BY} characters; "unknown" by default.`,
      }),
    },
    { error: "is no JSON object" },
  )
  .meta({
    title: "Archive Ticket",
    description: "Asks Ticketvault to bring the archive of one ticket up to date.",
  });

/** The JSON Schema of a request, for those who put `Archive Ticket` events on the bus. */
export function requestJsonSchema(): Record<string, unknown> {
  return z.toJSONSchema(requestSchema, { io: "input" });
}

/** The body of the queue message that asks for this. */
export function requestMessage(request: ArchiveRequest): string {
  const { orgId, ticketId, reason, requestedBy, byHand, repeated } = request;
  return JSON.stringify({ orgId, ticketId, reason, requestedBy, byHand, repeated });
}

const listSchema = z.looseObject({ tickets: z.array(z.unknown()).min(1).max(MAX_TICKETS) });

/**
 * Reads the body of a queue message: a request, or the schedule's, which has a list `tickets` in place of `ticketId` and
 * asks for each of them. `orgId` is the account that is served here.
 * @throws UsageError saying what is wrong with it, quoting nothing of it
 */
export function parseRequests(body: string, orgId: number): readonly [ArchiveRequest, ...ArchiveRequest[]] {
  const bytes = Buffer.byteLength(body);
  if (bytes > MAX_BODY_BYTES) {
    throw unreadable(`it has ${bytes} bytes, more than ${MAX_BODY_BYTES}`);
  }
  const value = readJson(body);
  const list = listSchema.safeParse(value);
  const [first, ...others] = list.success
    ? list.data.tickets.map((ticketId) => archiveRequest({ ...list.data, ticketId }, orgId))
    : [];
  return first === undefined ? [archiveRequest(value, orgId)] : [first, ...others];
}

function readJson(body: string): unknown {
  try {
    return parseJson(body);
  } catch {
    throw unreadable("it is not valid JSON");
  }
}

/**
 * The request that a value from outside spells.
 * @throws UsageError as `parseRequests`
 */
function archiveRequest(value: unknown, orgId: number): ArchiveRequest {
  const parsed = requestSchema.safeParse(value);
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "it"} ${message}`);
    throw unreadable(issues.join(", "));
  }
  const { ticketId, orgId: given, reason, requestedBy, byHand, repeated } = parsed.data;
  const said = typeof given === "string" ? given.trim() : given;
  const request = {
    orgId: said === undefined || said === null || said === "" ? orgId : idOf(parseOrgId, said, "orgId"),
    ticketId: idOf(parseTicketId, ticketId, "ticketId"),
    reason: cleanText(reason, MAX_REASON, "not said"),
    requestedBy: cleanText(requestedBy, MAX_REQUESTED_BY, "unknown"),
    ...(byHand && { byHand }),
    ...(repeated && { repeated }),
  };
  return checkedRequest(request, orgId);
}

/** Sixteen digits may still be more than a number holds exactly. */
function idOf(parse: (given: unknown) => number, given: string | number, field: string): number {
  try {
    return parse(given);
  } catch {
    throw unreadable(`${field} is too large for an id`);
  }
}

/** One line of well-formed text without control or direction characters, cut at `max` characters. */
function cleanText(given: string | null | undefined, max: number, otherwise: string): string {
  const line = (given ?? "")
    .toWellFormed()
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  if (line === "") return otherwise;
  const characters = [...line];
  return characters.length <= max ? line : `${characters.slice(0, max - 1).join("")}…`;
}

function unreadable(why: string): UsageError {
  return new UsageError(
    `The request to archive cannot be read: ${why}. It must be JSON such as {"ticketId": 143, "reason": "…", "requestedBy": "…"}.`,
  );
}
