/** Asks LeadSquared for a ticket; an answer that cannot be read is kept in staging, one about another ticket is refused. */
import { LeadSquaredError } from "../errors.ts";
import type { LeadSquaredClient } from "../leadsquared/client.ts";
import type { RunOptions } from "../leadsquared/pacer.ts";
import { type ConversationList, UnexpectedResponseError } from "../leadsquared/response.ts";
import type { RepeatedNames } from "../read-json.ts";
import { anotherTicket } from "../ticket/another-ticket.ts";
import type { IsOwn } from "../ticket/shown-content.ts";
import { signedUrls } from "../ticket/signed-urls.ts";
import type { ObjectPlace } from "./place.ts";
import type { ArchiveRequest } from "./request.ts";

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

/** @throws LeadSquaredError `another-ticket`; as the client does: of an answer that was kept, the message says where */
export async function askForTicket(
  client: LeadSquaredClient,
  place: ObjectPlace,
  request: ArchiveRequest,
  run: AskOptions,
): Promise<TicketAnswer> {
  const { source, json, repeated, received } = await ask(client, place, request.ticketId, run);
  const named = anotherTicket(json, request);
  if (named === undefined)
    return { source, json, repeated, urls: await signedUrls(received, run.isOwn, run.now()) };
  const message = `LeadSquared was asked for ticket ${request.ticketId} of account ${request.orgId}, and its answer names ${named}. Nothing was archived. Try again; if it stays so, ask LeadSquared's support.`;
  throw new LeadSquaredError("another-ticket", message, { retryable: true });
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
