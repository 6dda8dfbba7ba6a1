/** Keeps the index of tickets level with what runs see. An index that fails stops no run: it costs time, not evidence. */
import type { Acceptance } from "../archive/acceptance.ts";
import type { SeenTicket } from "../archive/seen-ticket.ts";
import { TicketvaultError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { GIVEN_UP_AFTER_MS } from "../requests/request-queue.ts";
import { afterAnswer, afterFailure, unknownNumber } from "./interval.ts";
import type { TicketIndex } from "./ticket-index.ts";

/** Told of every ticket that a run has looked at; never throws. */
export interface IndexKeeper {
  /** LeadSquared has answered, and the archive is level with it. */
  seen(ticket: SeenTicket): Promise<void>;
  /**
   * The ticket could not be archived, and nobody tries again by himself.
   * @returns since when it fails, in ms since 1970, if it does for as long as any other request is tried and nobody was told
   *   of that: then `told` is to follow
   */
  failed(ticketId: number, error: unknown): Promise<number | undefined>;
  /** Somebody was told that the ticket fails. */
  told(ticketId: number): Promise<void>;
  /** What is missing of the ticket was accepted. */
  accepted(acceptance: Pick<Acceptance, "ticketId" | "version">): Promise<void>;
}

export interface IndexKeeperOptions {
  /** Opened when the first ticket was looked at; undefined where there is none to keep. */
  readonly index: () => Promise<TicketIndex | undefined>;
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
  const noted = async <T>(ticketId: number, work: (opened: TicketIndex) => Promise<T>) => {
    try {
      const opened = await index();
      return opened && (await work(opened));
    } catch (error) {
      const code = error instanceof TicketvaultError ? error.code : "unexpected";
      log.warn("index.not-updated", { ticketId, code });
      return undefined;
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
        const entry = afterFailure(before, { code: own, waitMs: known?.waitMs, now: now() });
        await opened.write([entry]);
        const { failedSince, failureTold } = entry;
        const isLong = failedSince !== null && now() - failedSince >= GIVEN_UP_AFTER_MS;
        return isLong && failureTold === null ? failedSince : undefined;
      }),
    told: (ticketId) =>
      noted(ticketId, async (opened) => {
        const entry = await opened.read(ticketId);
        if (entry !== undefined) await opened.write([{ ...entry, failureTold: now() }]);
      }),
    accepted: ({ ticketId, version }) =>
      noted(ticketId, async (opened) => {
        const entry = await opened.read(ticketId);
        const isOfHead = entry?.head === version && entry.status === "incomplete";
        if (isOfHead) await opened.write([{ ...entry, status: "accepted" }]);
      }),
  };
}
