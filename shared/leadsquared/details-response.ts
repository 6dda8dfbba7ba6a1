/** Turns the bytes of a 200 answer of the details call into checked JSON, or says why they are no ticket's details. */
import * as z from "zod";
import { LeadSquaredError } from "../errors.ts";
import { JsonError, readJson } from "../read-json.ts";
import { anotherTicket } from "../ticket/another-ticket.ts";

export interface DetailsAnswer {
  /** The body as received without secrets: `details.json`. */
  readonly source: Uint8Array;
  /** The JSON of `source`. */
  readonly json: unknown;
}

/** Without fields an answer tells nothing of a ticket, and may be an error in the shape of a success. */
const detailsAnswer = z.looseObject({
  Fields: z.array(z.looseObject({ SchemaName: z.string() })).nonempty(),
});

/**
 * @param source the body as received and without secrets (`redact`)
 * @throws LeadSquaredError `malformed-json`, `unexpected-response`, `another-ticket`
 */
export async function readDetailsResponse(
  source: Uint8Array,
  asked: { readonly orgId: number; readonly ticketId: number },
): Promise<DetailsAnswer> {
  const json = await parsed(source);
  if (!detailsAnswer.safeParse(json).success)
    throw new LeadSquaredError(
      "unexpected-response",
      "LeadSquared answered 200, but not with a ticket's details.",
    );
  const named = otherId(json, asked.ticketId) ?? anotherTicket(json, asked);
  if (named === undefined) return { source, json };
  const message = `LeadSquared was asked for the details of ticket ${asked.ticketId}, and its answer names ${named}.`;
  throw new LeadSquaredError("another-ticket", message);
}

async function parsed(source: Uint8Array): Promise<unknown> {
  try {
    return (await readJson(source)).value;
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new LeadSquaredError(
      "malformed-json",
      "LeadSquared answered with details that are not valid JSON.",
    );
  }
}

/** `Id` is the ticket's number here, and `TicketId` its GUID. */
function otherId(json: unknown, ticketId: number): string | undefined {
  return anotherTicket({ TicketId: (json as { readonly Id?: unknown }).Id }, { ticketId, orgId: 0 });
}
