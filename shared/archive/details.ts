/** Asks for tickets' details: a failure is a notice, and one that every ticket would meet switches the asking off. */
import { LeadSquaredError } from "../errors.ts";
import type { LeadSquaredClient } from "../leadsquared/client.ts";
import type { RunOptions } from "../leadsquared/pacer.ts";
import type { Logger } from "../log.ts";
import type { TicketDocument } from "../ticket/document.ts";
import { type DetailsOutcome, lacksDetails, NOT_ASKED } from "../ticket/merge-details.ts";
import { readDetails } from "../ticket/read-details.ts";

/** What was answered, with the bytes of `details.json` where there are any. */
export interface AskedDetails {
  readonly outcome: DetailsOutcome;
  readonly source: Uint8Array | undefined;
}

export const NO_DETAILS: AskedDetails = { outcome: NOT_ASKED, source: undefined };

export interface DetailsReader {
  /**
   * Whether a document lacks details that may be had: false once asking is of no use, be it by the settings or by what
   * LeadSquared answered.
   */
  isWanted(document: TicketDocument): boolean;
  /**
   * @param hasMessages whether LeadSquared lists conversations of it: a number without may be nobody's, whose refusal says
   *   nothing of other tickets
   * @throws the signal's reason, and what is no failure of LeadSquared's
   */
  ask(ticketId: number, hasMessages: boolean, run: RunOptions): Promise<AskedDetails>;
}

/** The path is wrong, or the keys' user may not: so it is for the next ticket. */
const OF_ALL_TICKETS = new Set(["not-found", "forbidden", "unauthorized", "refused", "redirected"]);
const IN_A_ROW = 3;

/** One for all tickets of a run. */
export function detailsReader(
  { getTicketDetails }: Pick<LeadSquaredClient, "getTicketDetails">,
  log: Logger,
): DetailsReader {
  let inARow = 0;
  let switchedOff: string | undefined;

  function failed(code: string): AskedDetails {
    return { outcome: { status: "failed", reason: code }, source: undefined };
  }

  /** Told once: with four tickets at once, more than three may be refused. */
  function count(code: string): void {
    inARow += OF_ALL_TICKETS.has(code) ? 1 : 0;
    if (inARow < IN_A_ROW || switchedOff !== undefined) return;
    switchedOff = code;
    log.warn("details.switched-off", {
      code,
      check:
        "Three tickets in a row were refused their details, so none are asked for any more in this run. Check the path of the details, and that the user of the keys may read tickets.",
    });
  }

  return {
    isWanted: (document) =>
      getTicketDetails !== undefined && switchedOff === undefined && lacksDetails(document),
    async ask(ticketId, hasMessages, run) {
      if (getTicketDetails === undefined) return NO_DETAILS;
      if (switchedOff !== undefined) return failed(switchedOff);
      try {
        const { json, source } = await getTicketDetails(ticketId, run);
        inARow = 0;
        return { outcome: { status: "received", details: readDetails(json) }, source };
      } catch (error) {
        run.signal?.throwIfAborted();
        if (!(error instanceof LeadSquaredError)) throw error;
        const { code } = error;
        log.info("details.failed", { ticketId, code });
        if (hasMessages) count(code);
        return failed(code);
      }
    },
  };
}
