/** Asks LeadSquared for a ticket; an answer that cannot be read is kept in staging. */
import { LeadSquaredError } from "../errors.ts";
import type { LeadSquaredClient } from "../leadsquared/client.ts";
import type { RunOptions } from "../leadsquared/pacer.ts";
import { type ConversationList, UnexpectedResponseError } from "../leadsquared/response.ts";
import type { RepeatedNames } from "../read-json.ts";
import type { IsOwn } from "../ticket/shown-content.ts";
import { signedUrls } from "../ticket/signed-urls.ts";
import type { ObjectPlace } from "./place.ts";

export interface TicketAnswer {
  /** The bytes as received without secrets: `source.json`. */
  readonly source: Uint8Array;
  /** The JSON of `source`, and the names that stand more than once in one of its objects. */
  readonly json: unknown;
  readonly repeated: RepeatedNames;
  /** Signed URLs by the same without their queries. Secrets: keep in memory only. */
  readonly urls: ReadonlyMap<string, string>;
}

export interface AskOptions extends RunOptions {
  readonly isOwn: IsOwn;
  readonly now: () => Date;
}

/** @throws LeadSquaredError as the client does; of an answer that was kept, the message says where */
export async function askForTicket(
  client: LeadSquaredClient,
  place: ObjectPlace,
  ticketId: number,
  run: AskOptions,
): Promise<TicketAnswer> {
  const { source, json, repeated, received } = await ask(client, place, ticketId, run);
  return { source, json, repeated, urls: await signedUrls(received, run.isOwn, run.now()) };
}

async function ask(
  client: LeadSquaredClient,
  { store, area }: ObjectPlace,
  ticketId: number,
  run: RunOptions,
): Promise<ConversationList> {
  try {
    return await client.getTicketConversations(ticketId, run);
  } catch (error) {
    if (!(error instanceof UnexpectedResponseError)) throw error;
    const { key } = await store.stage(area, "rejected", error.source);
    const message = `${error.message} The answer is kept in the staging area of ${store.location} as ${key}.`;
    throw new LeadSquaredError(error.code, message, { cause: error, retryable: error.retryable });
  }
}
