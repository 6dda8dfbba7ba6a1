/** Archives many tickets, several at once: one ticket's failure stops no other, unless it would be every other's too. */
import pMap from "p-map";
import { TicketvaultError } from "../errors.ts";
import type { Receipt } from "./receipt.ts";
import { watchHosts } from "./refused-hosts.ts";
import { type StorePatience, storeOutage } from "./store-outage.ts";
import { SOURCE_FORGOT } from "./witness.ts";

/** A ticket that could not be archived; its last version is as it was. */
interface TicketFailure {
  readonly ticketId: number;
  readonly outcome: "failed";
  /** Stable code of the error; `unexpected` for one that is not ours. */
  readonly code: string;
  readonly message: string;
  /** True when trying again later may help. */
  readonly retryable: boolean;
  /** The error itself, for a debugging log alone. */
  readonly error: unknown;
}

export type TicketOutcome = Receipt | TicketFailure;

export interface BackfillOptions {
  readonly tickets: Iterable<number>;
  /** As `archiveTicket`. */
  readonly archive: (ticketId: number, signal: AbortSignal) => Promise<Receipt>;
  /** Tickets at once. */
  readonly concurrency: number;
  /** Given, the run waits for a store that does not answer: one fault, and none of the tickets'. */
  readonly patience?: StorePatience;
  /** Given for numbers that nobody listed: any of them may be empty, however many in a row. */
  readonly emptyExpected?: boolean;
  /** Ends the run: no further ticket is begun, those in flight are aborted. */
  readonly signal: AbortSignal;
  /** Awaited as each ticket ends, before its place is taken by another. What it throws ends the run. */
  readonly onOutcome: (outcome: TicketOutcome) => void | Promise<void>;
}

/** How a run ended; of a ticket that was aborted in flight no outcome was given. */
export type BackfillEnd =
  | { readonly ended: "finished" | "interrupted" }
  | { readonly ended: "stopped"; readonly why: string };

/** Failures that every other ticket would meet too, until somebody changes something. */
const HOPELESS = new Set([
  "usage",
  "unauthorized",
  "forbidden",
  "refused",
  "redirected",
  SOURCE_FORGOT,
  "no-such-bucket",
  "conditions-not-honoured",
  "wrong-region",
  "access-denied",
  "no-space",
  "read-only",
]);

/** So many passing failures or 404s one after the other mean that LeadSquared or the store is down, or not there. */
const PATIENCE = 20;

/** So many numbers without a ticket one after the other: numbers are given in order, so the list leads beyond them. */
const MOST_EMPTY = 500;

/**
 * Archives each ticket once and gives its outcome. 500 numbers in a row that never had anything end the run.
 * @throws what `onOutcome` throws, after all in flight have ended
 */
export async function backfill(options: BackfillOptions): Promise<BackfillEnd> {
  const { tickets, archive, concurrency, onOutcome, patience, emptyExpected = false } = options;
  const stop = new AbortController();
  const signal = AbortSignal.any([options.signal, stop.signal]);
  const watch = watchFailures(emptyExpected ? Number.POSITIVE_INFINITY : MOST_EMPTY);
  const outage = patience && storeOutage(patience, signal);
  let why: string | undefined;
  let thrown: { readonly error: unknown } | undefined;

  const outcomeOf = async (ticketId: number): Promise<TicketOutcome> => {
    const work = () => archive(ticketId, signal);
    const outcome = await (outage ? outage.patiently(work) : work()).catch((error: unknown) =>
      failure(ticketId, error),
    );
    if (outage?.givenUp !== undefined) {
      why ??= `the store did not answer: ${outage.givenUp}`;
      stop.abort();
    }
    return outcome;
  };

  const take = async (outcome: TicketOutcome): Promise<void> => {
    // What fails after the end of the run was most likely ended with it: no verdict on the ticket.
    if (outcome.outcome === "failed" && signal.aborted) return;
    try {
      await onOutcome(outcome);
    } catch (error) {
      thrown ??= { error };
      stop.abort();
    }
    why ??= watch(outcome);
    if (why !== undefined) stop.abort();
  };

  const archiveOne = async (ticketId: number): Promise<void> => take(await outcomeOf(ticketId));
  await pMap(until(signal, tickets), archiveOne, { concurrency });

  if (thrown !== undefined) throw thrown.error;
  if (why !== undefined) return { ended: "stopped", why };
  return { ended: options.signal.aborted ? "interrupted" : "finished" };
}

function nothingThere(last: number): string {
  return `${MOST_EMPTY} numbers in a row have nothing at LeadSquared, the last of them ${last}. Check the account number and the list; to go on all the same, begin behind that number.`;
}

/** Says why it is no use to go on, once that is so. */
function watchFailures(mostEmpty: number): (outcome: TicketOutcome) => string | undefined {
  let inARow = 0;
  let empty = 0;
  const hosts = watchHosts();
  return (outcome) => {
    if (outcome.outcome !== "failed") {
      inARow = 0;
      empty = outcome.outcome === "empty" ? empty + 1 : 0;
      return empty < mostEmpty ? hosts(outcome) : nothingThere(outcome.ticketId);
    }
    if (HOPELESS.has(outcome.code))
      return `every other ticket would fail in the same way: ${outcome.message}`;
    inARow = outcome.retryable || outcome.code === "not-found" ? inARow + 1 : 0;
    return inARow < PATIENCE
      ? undefined
      : `${PATIENCE} tickets in a row failed, the last with: ${outcome.message}`;
  };
}

function* until(signal: AbortSignal, tickets: Iterable<number>): Iterable<number> {
  for (const ticketId of tickets) {
    if (signal.aborted) return;
    yield ticketId;
  }
}

function failure(ticketId: number, error: unknown): TicketFailure {
  const known = error instanceof TicketvaultError;
  return {
    ticketId,
    outcome: "failed",
    code: known ? error.code : "unexpected",
    // The message of an error that is not ours may quote anything.
    message: known ? error.message : `an unexpected ${error instanceof Error ? error.name : typeof error}`,
    retryable: known && error.retryable,
    error,
  };
}
