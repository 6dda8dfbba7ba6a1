/** `GET /api/tenants/{tenant}/tickets/{id}`: the documented details of a ticket. */
import { detailsOf } from "../catalogue/details.ts";
import { uuidOf } from "../random.ts";
import { jsonAnswer, type Reply } from "../reply.ts";
import { type Call, type CallParts, keysInHeaders, refusal } from "./call.ts";
import { apiError } from "./error-bodies.ts";

/** 404 for a number that never was, and so for one that has neither messages nor details. */
export async function ticketDetails(ticketId: number, call: Call, parts: CallParts): Promise<Reply> {
  const refused = refusal(call, parts.keys, keysInHeaders(call));
  if (refused !== undefined) return refused;
  const details = detailsOf(ticketId, parts.catalogue.ticket(ticketId));
  const strike = parts.faults.details.take(ticketId);
  const right = {
    TypeId: uuidOf("type"),
    Id: String(ticketId),
    TicketId: uuidOf("ticket", ticketId),
    LeadId: uuidOf("lead", ticketId),
    OpportunityId: null,
    Association: null,
    BulkUpdate: false,
    Dispose: false,
    Fields: Object.entries(details ?? {}).map(([SchemaName, Value]) => ({
      SchemaName,
      Value,
      SubFields: null,
    })),
  };
  if (strike !== undefined) return await strike(right, call);
  return details === undefined ? apiError(404) : jsonAnswer(200, right);
}
