/** Which tickets an export is asked for: by their numbers, and by what the archive tells of them. All that is said must hold. */
import * as z from "zod";
import { type AskedQuestion, askedQuestionSchema } from "../asked-question.ts";
import { UsageError } from "../errors.ts";

const MOST_TICKETS = 1_000_000;

const time = z.iso.datetime({ offset: true, message: "is no RFC 3339 time with Z or an offset" });

export const selectionSchema = z.strictObject({
  tickets: z
    .array(z.int("is no ticket number").positive("is no ticket number"))
    .min(1, "names no ticket")
    .max(MOST_TICKETS, `has more than ${MOST_TICKETS} tickets`)
    .optional()
    .describe("These tickets; all of the account when left out."),
  question: askedQuestionSchema.optional().describe("The question that found these tickets."),
  archivedFrom: time.optional().describe("Tickets of which a version was archived at this time or later …"),
  archivedTo: time.optional().describe("… and before this one."),
  sentFrom: time.optional().describe("Tickets with a message that was sent at this time or later …"),
  sentTo: time.optional().describe("… and before this one."),
  direction: z
    .enum(["inbound", "outbound"])
    .optional()
    .describe("Tickets with a message of this direction; with a span of sending, that message."),
  changed: z
    .literal(true)
    .optional()
    .describe("Tickets of which LeadSquared edited or removed something since it was first archived."),
});

export type Selection = z.infer<typeof selectionSchema>;

/**
 * The same in its one spelling: ticket ids ascending and once each, times in UTC.
 * @throws UsageError when it says nothing, or half of a span, or an empty one
 */
export function normalSelection({ tickets, question, direction, changed, ...times }: Selection): Selection {
  const selection = {
    ...(tickets && { tickets: [...new Set(tickets)].sort((a, b) => a - b) }),
    ...(question && { question }),
    ...span("archived", times.archivedFrom, times.archivedTo),
    ...span("sent", times.sentFrom, times.sentTo),
    ...(direction && { direction }),
    ...(changed && { changed }),
  };
  if (Object.keys(selection).length > 0) return selection;
  throw new UsageError(
    "selection: give tickets, archivedFrom with archivedTo, sentFrom with sentTo, direction, or changed.",
  );
}

/** `with a message sent from 2026-01-01T00:00:00.000Z until 2026-02-01T00:00:00.000Z`, and what else is asked. */
export function selectionInWords({ tickets, question, ...asked }: Selection): string {
  const { archivedFrom, archivedTo, sentFrom, sentTo, direction, changed } = asked;
  const way = direction === undefined ? "a message" : `an ${direction} message`;
  const sent = sentFrom === undefined ? "" : ` sent from ${sentFrom} until ${sentTo}`;
  return [
    tickets === undefined || question !== undefined ? "" : `of the numbers given (${tickets.length})`,
    question === undefined ? "" : `found by the question ${questionInWords(question)}`,
    archivedFrom === undefined ? "" : `archived from ${archivedFrom} until ${archivedTo}`,
    sent === "" && direction === undefined ? "" : `with ${way}${sent}`,
    changed === true ? "changed at the source" : "",
  ]
    .filter((words) => words !== "")
    .join(", ");
}

/** `“refund sent:2026-03”, with dates in Asia/Kolkata`. */
function questionInWords({ text, zone }: AskedQuestion): string {
  return `“${text.replace(/\s+/gu, " ").trim()}”, with dates in ${zone}`;
}

function span(
  what: "archived" | "sent",
  from: string | undefined,
  to: string | undefined,
): Partial<Record<string, string>> {
  if (from === undefined && to === undefined) return {};
  if (from === undefined || to === undefined)
    throw new UsageError(`selection: ${what}From and ${what}To go together; one is missing.`);
  const [begin, end] = [new Date(from), new Date(to)];
  if (begin >= end)
    throw new UsageError(
      `The span of time is empty: ${from} is not before ${to}. Give the earlier time first.`,
    );
  return { [`${what}From`]: begin.toISOString(), [`${what}To`]: end.toISOString() };
}
