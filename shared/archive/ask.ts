/** Asks LeadSquared for a ticket; an answer that cannot be read is kept in staging before the run fails. */
import { LeadSquaredError } from "../errors.ts";
import type { LeadSquaredClient, TicketConversations } from "../leadsquared/client.ts";
import { UnexpectedResponseError } from "../leadsquared/response.ts";
import { withoutSignedQueries } from "../ticket/signed-queries.ts";
import type { ObjectPlace } from "./place.ts";

/** @throws LeadSquaredError as the client does; of an answer that was kept, the message says where */
export async function askForTicket(
  client: LeadSquaredClient,
  { store, area }: ObjectPlace,
  ticketId: number,
  signal: AbortSignal | undefined,
): Promise<TicketConversations> {
  try {
    return await client.getTicketConversations(ticketId, signal ? { signal } : {});
  } catch (error) {
    if (!(error instanceof UnexpectedResponseError)) throw error;
    const { key } = await store.stage(area, "rejected", withoutSignedQueries(error.raw));
    const message = `${error.message} The answer is kept in the staging area of ${store.location} as ${key}.`;
    throw new LeadSquaredError(error.code, message, { cause: error, retryable: error.retryable });
  }
}
