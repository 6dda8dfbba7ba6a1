/** Asks LeadSquared for a ticket and cuts the secrets out of the answer; one that cannot be read is kept in staging. */
import { LeadSquaredError } from "../errors.ts";
import { parseJson } from "../json.ts";
import type { LeadSquaredClient, TicketConversations } from "../leadsquared/client.ts";
import type { RunOptions } from "../leadsquared/pacer.ts";
import { UnexpectedResponseError } from "../leadsquared/response.ts";
import { signedUrls } from "../ticket/identity.ts";
import { withoutSignedQueries } from "../ticket/signed-queries.ts";
import type { ObjectPlace } from "./place.ts";

export interface TicketAnswer {
  /** The bytes as received without their signed queries: `source.json`. */
  readonly source: Uint8Array;
  /** The JSON of `source`. */
  readonly json: unknown;
  /** Signed URLs by attachment identity. Secrets: keep in memory only. */
  readonly urls: ReadonlyMap<string, string>;
}

/** @throws LeadSquaredError as the client does; of an answer that was kept, the message says where */
export async function askForTicket(
  client: LeadSquaredClient,
  place: ObjectPlace,
  ticketId: number,
  run: RunOptions,
): Promise<TicketAnswer> {
  const answer = await ask(client, place, ticketId, run);
  const source = withoutSignedQueries(answer.raw);
  const json = parseJson(new TextDecoder().decode(source));
  return { source, json, urls: signedUrls(answer.json, json) };
}

async function ask(
  client: LeadSquaredClient,
  { store, area }: ObjectPlace,
  ticketId: number,
  run: RunOptions,
): Promise<TicketConversations> {
  try {
    return await client.getTicketConversations(ticketId, run);
  } catch (error) {
    if (!(error instanceof UnexpectedResponseError)) throw error;
    const { key } = await store.stage(area, "rejected", withoutSignedQueries(error.raw));
    const message = `${error.message} The answer is kept in the staging area of ${store.location} as ${key}.`;
    throw new LeadSquaredError(error.code, message, { cause: error, retryable: error.retryable });
  }
}
