/** Keeps the index of words level with what runs see. An index that fails stops no run: it costs time, not evidence. */
import type { SeenTicket, SeenVersion } from "../archive/seen-ticket.ts";
import { TicketvaultError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { numberOf } from "../ticket/wording.ts";
import { ticketRows } from "./rows/ticket-rows.ts";
import type { SearchIndex } from "./search-index.ts";

export interface SearchKeeperOptions {
  readonly orgId: number;
  /** Opened when the first ticket was looked at. */
  readonly index: () => Promise<SearchIndex>;
  readonly log: Logger;
}

/** Told of every ticket that a run has looked at; never throws. A version that is in the index already costs a look. */
export function searchKeeper({ orgId, index, log }: SearchKeeperOptions) {
  return async ({ ticketId }: Pick<SeenTicket, "ticketId">, head: SeenVersion | undefined): Promise<void> => {
    try {
      if (head === undefined) return;
      const opened = await index();
      if ((opened.headOf(ticketId) ?? 0) >= numberOf(head.version)) return;
      const { document, version, created, inventorySha256 } = head;
      opened.write([await ticketRows({ orgId, ticketId, version, created, inventorySha256 }, document)]);
    } catch (error) {
      const code = error instanceof TicketvaultError ? error.code : "unexpected";
      log.warn("search.not-updated", { ticketId, code });
    }
  };
}
