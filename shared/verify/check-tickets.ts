/** Checks tickets, goes on where one cannot be read, and looks again at those that seem to be wrong. */
import pMap from "p-map";
import { type Finding, isError } from "../findings.ts";
import { parseNumberedName } from "../keys.ts";
import type { VerifiedLedger } from "../ledger/check-ledger.ts";
import { lastName, type TreeChildren } from "../ocfl/tree.ts";
import type { TicketCheck } from "./ticket-check.ts";

export interface TicketsOptions {
  readonly atOnce: number;
  /** No further ticket is begun once this is aborted. */
  readonly time?: AbortSignal;
  /** Ends everything with its reason. */
  readonly signal?: AbortSignal;
  /** Lets some time pass before the second look. */
  readonly wait: () => Promise<void>;
  /** Called after each ticket's first look. */
  readonly onCheck?: (check: TicketCheck) => void;
}

export interface UncheckedTicket {
  readonly ticketId: number;
  readonly cause: unknown;
}

export interface CheckedTickets {
  /** In the order of the tickets. */
  readonly done: readonly TicketCheck[];
  /** Those that could not be checked, since something of them could not be read. */
  readonly unchecked: readonly UncheckedTicket[];
}

/**
 * Whoever looks while a version is published may see some of it before and some after. So errors count that a second
 * look finds again; where none is possible, those of the first.
 * @throws the signal's reason
 */
export async function checkTickets(
  tickets: readonly number[],
  check: (ticketId: number) => Promise<TicketCheck>,
  { atOnce, time, signal, wait, onCheck }: TicketsOptions,
): Promise<CheckedTickets> {
  const checked = new Map<number, TicketCheck>();
  const unchecked: UncheckedTicket[] = [];
  const checkFirst = async (ticketId: number): Promise<void> => {
    if (time?.aborted) return;
    signal?.throwIfAborted();
    try {
      const first = await check(ticketId);
      checked.set(ticketId, first);
      onCheck?.(first);
    } catch (cause) {
      signal?.throwIfAborted();
      unchecked.push({ ticketId, cause });
    }
  };
  const checkAgain = async ([ticketId, first]: readonly [number, TicketCheck]): Promise<void> => {
    if (time?.aborted) return;
    try {
      const second = await check(ticketId);
      checked.set(ticketId, { ...second, findings: persisting(first.findings, second.findings) });
    } catch {
      signal?.throwIfAborted();
    }
  };
  await pMap(tickets, checkFirst, { concurrency: atOnce });
  const suspects = [...checked].filter(([, { findings }]) => findings.some(isError));
  if (suspects.length > 0 && !time?.aborted) {
    await wait();
    await pMap(suspects, checkAgain, { concurrency: atOnce });
  }
  return { done: tickets.flatMap((ticketId) => checked.get(ticketId) ?? []), unchecked };
}

/** What a second look found, without errors that the first one had not. */
export function persisting(first: readonly Finding[], second: readonly Finding[]): readonly Finding[] {
  const before = new Set(first.map(({ code, path }) => `${code} ${path}`));
  return second.filter((finding) => !isError(finding) || before.has(`${finding.code} ${finding.path}`));
}

/** The tickets that have a folder in an account's storage root. */
export function ticketsIn({ folders }: TreeChildren): number[] {
  return folders.flatMap((folder) => parseNumberedName(lastName(folder)) ?? []);
}

/** The tickets of an account: those with a folder, and those that are gone and only the ledger knows. */
export function ticketsOf(
  root: TreeChildren,
  ledger: VerifiedLedger | undefined,
): { readonly there: readonly number[]; readonly gone: ReadonlySet<number> } {
  const there = ticketsIn(root);
  const known = new Set(there);
  return { there, gone: new Set([...(ledger?.sealed.tickets ?? [])].filter((ticket) => !known.has(ticket))) };
}
