/** What every trigger ends in: a request to archive one ticket. */
import { UsageError } from "../errors.ts";
import { parseOrgId, parseTicketId } from "../ticket/ids.ts";

export interface ArchiveRequest {
  readonly orgId: number;
  readonly ticketId: number;
  /** Why, in a word or a sentence; stands in the version's message. */
  readonly reason: string;
  /** Who or what asked; stands as the version's user. */
  readonly requestedBy: string;
  /** A person asks for this very ticket: it is asked for also where a program's request would have to wait. */
  readonly byHand?: boolean;
  /** Whoever asks will ask again by himself: a try that fails waits for that, and for nothing else. */
  readonly repeated?: boolean;
}

/**
 * Passes a request on that is meant for this account. Keys are made of its ids, so they are checked once more here.
 * @throws UsageError
 */
export function checkedRequest(request: ArchiveRequest, orgId: number): ArchiveRequest {
  parseTicketId(request.ticketId);
  if (parseOrgId(request.orgId) === orgId) return request;
  throw new UsageError(
    `The request is for account ${request.orgId}, but this is account ${orgId}. Nothing was archived; send it to the account's own Ticketvault.`,
  );
}
