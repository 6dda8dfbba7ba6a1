/** What LeadSquared lists of a ticket: of the one that is archived, and of another that bears witness. */
import { LeadSquaredError } from "../errors.ts";
import type { Account } from "../leadsquared/account.ts";
import type { LeadSquaredClient } from "../leadsquared/client.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { type Draft, isEmpty, normalize } from "../ticket/normalize.ts";
import { readingOf } from "../ticket/reading.ts";
import { type AskOptions, askForTicket, type TicketAnswer } from "./ask.ts";
import { ticketPlace } from "./place.ts";
import type { ArchiveRequest } from "./request.ts";

/** What it takes to ask. */
interface Asker extends AskOptions {
  readonly account: Account;
  readonly client: LeadSquaredClient;
  readonly store: ObjectStore;
  readonly request: ArchiveRequest;
}

/** What an answer lists of the ticket that was asked for. */
export async function listedIn({ account, request, isOwn }: Asker, answer: TicketAnswer): Promise<Draft> {
  const { orgId, ticketId } = request;
  const { baseUrl, tenantId, attachmentHosts } = account;
  const asked = { host: new URL(baseUrl).host, tenantId, orgId, ticketId, attachmentHosts };
  return normalize(answer.json, asked, await readingOf(answer, isOwn));
}

/** Whether LeadSquared lists anything of another ticket. */
export async function isListed(run: Asker, ticketId: number): Promise<boolean> {
  const { client, store } = run;
  const request = { ...run.request, ticketId };
  const place = ticketPlace(store, request.orgId, ticketId);
  try {
    return !isEmpty(await listedIn({ ...run, request }, await askForTicket(client, place, request, run)));
  } catch (error) {
    if (error instanceof LeadSquaredError && error.code === "not-found") return false;
    throw error;
  }
}
