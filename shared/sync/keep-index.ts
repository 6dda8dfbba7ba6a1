/** Keeps the index of tickets level with what runs see. An index that fails stops no run: it costs time, not evidence. */
import type { SeenTicket } from "../archive/seen-ticket.ts";
import { TicketvaultError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { afterAnswer, afterFailure, unknownNumber } from "./interval.ts";
import type { TicketIndex } from "./ticket-index.ts";

/** Told of every ticket that a run has looked at; never throws. */
export interface IndexKeeper {
  /** LeadSquared has answered, and the archive is level with it. */
  seen(ticket: SeenTicket): Promise<void>;
  /** The ticket could not be archived, and nobody tries again by himself. */
  failed(ticketId: number, error: unknown): Promise<void>;
}

export interface IndexKeeperOptions {
  /** Opened when the first ticket was looked at. */
  readonly index: () => TicketIndex | Promise<TicketIndex>;
  readonly now: () => number;
  readonly log: Logger;
}

/** Failures that are not the ticket's own, but everybody's: they say nothing of it. */
const OF_THE_ACCOUNT = new Set([
  "usage",
  "unauthorized",
  "forbidden",
  "refused",
  "redirected",
  "no-slot-in-time",
  "day-used-up",
]);

export function indexKeeper({ index, now, log }: IndexKeeperOptions): IndexKeeper {
  const noted = async (ticketId: number, work: (opened: TicketIndex) => Promise<void>): Promise<void> => {
    try {
      await work(await index());
    } catch (error) {
      const code = error instanceof TicketvaultError ? error.code : "unexpected";
      log.warn("index.not-updated", { ticketId, code });
    }
  };
  return {
    seen: (ticket) =>
      noted(ticket.ticketId, async (opened) => {
        // Of an archive, the answer tells all that the entry takes.
        const isEmpty = ticket.status === "empty";
        const [before, highest] = isEmpty
          ? await Promise.all([opened.read(ticket.ticketId), opened.highest()])
          : [undefined, 0];
        await opened.write([afterAnswer(ticket, { now: now(), before, highest })]);
      }),
    failed: (ticketId, error) =>
      noted(ticketId, async (opened) => {
        const known = error instanceof TicketvaultError ? error : undefined;
        const code = known?.code ?? "unexpected";
        const before = (await opened.read(ticketId)) ?? unknownNumber(ticketId, now());
        const own = OF_THE_ACCOUNT.has(code) ? null : code;
        await opened.write([afterFailure(before, { code: own, waitMs: known?.waitMs, now: now() })]);
      }),
  };
}
