/** Checks tickets, goes on where one cannot be read, and looks again at those that seem to be wrong. */
import pMap from "p-map";
import { type Finding, isError } from "../findings.ts";
import { parseNumberedName } from "../keys.ts";
import type { VerifiedLedger } from "../ledger/check-ledger.ts";
import { lastName, type TreeChildren } from "../ocfl/tree.ts";
import type { Look } from "./check-object.ts";

export interface TicketsOptions {
  readonly atOnce: number;
  /** No further ticket is begun once this is aborted. */
  readonly time?: AbortSignal;
  /** Ends everything with its reason. */
  readonly signal?: AbortSignal;
  /** Lets some time pass before the second look. */
  readonly wait: () => Promise<void>;
  /** Called after each ticket's first look. */
  readonly onLook?: (look: Look) => void;
}

export interface UncheckedTicket {
  readonly ticketId: number;
  readonly cause: unknown;
}

export interface CheckedTickets {
  /** In the order of the tickets. */
  readonly looks: readonly Look[];
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
  look: (ticketId: number) => Promise<Look>,
  { atOnce, time, signal, wait, onLook }: TicketsOptions,
): Promise<CheckedTickets> {
  const looks = new Map<number, Look>();
  const unchecked: UncheckedTicket[] = [];
  const lookFirst = async (ticketId: number): Promise<void> => {
    if (time?.aborted) return;
    signal?.throwIfAborted();
    try {
      const first = await look(ticketId);
      looks.set(ticketId, first);
      onLook?.(first);
    } catch (cause) {
      signal?.throwIfAborted();
      unchecked.push({ ticketId, cause });
    }
  };
  const lookAgain = async ([ticketId, first]: readonly [number, Look]): Promise<void> => {
    if (time?.aborted) return;
    try {
      const second = await look(ticketId);
      looks.set(ticketId, { ...second, findings: persisting(first.findings, second.findings) });
    } catch {
      signal?.throwIfAborted();
    }
  };
  await pMap(tickets, lookFirst, { concurrency: atOnce });
  const suspects = [...looks].filter(([, { findings }]) => findings.some(isError));
  if (suspects.length > 0 && !time?.aborted) {
    await wait();
    await pMap(suspects, lookAgain, { concurrency: atOnce });
  }
  return { looks: tickets.flatMap((ticketId) => looks.get(ticketId) ?? []), unchecked };
}

/** What a second look found, without errors that the first one had not. */
export function persisting(first: readonly Finding[], second: readonly Finding[]): readonly Finding[] {
  const before = new Set(first.map(({ code, path }) => `${code} ${path}`));
  return second.filter((finding) => !isError(finding) || before.has(`${finding.code} ${finding.path}`));
}

/** The tickets of an account: those with a folder, and those that are gone and only the ledger knows. */
export function ticketsOf(
  root: TreeChildren,
  ledger: VerifiedLedger | undefined,
): { readonly there: readonly number[]; readonly gone: ReadonlySet<number> } {
  const there = root.folders.flatMap((folder) => parseNumberedName(lastName(folder)) ?? []);
  const known = new Set(there);
  return { there, gone: new Set([...(ledger?.sealed.tickets ?? [])].filter((ticket) => !known.has(ticket))) };
}
