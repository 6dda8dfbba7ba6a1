/** Compares what an export found in the archive with what the ledger seals: the ledger's word stands in the plan. */

import type { FirstSeal, SealedVersions } from "../ledger/sealed-entries.ts";
import { versionNumber } from "../ocfl/inventory.ts";
import type { FoundVersion, Pinned } from "./pin.ts";
import type { LeftOut, PinnedTicket } from "./plan.ts";
import { MISSING, NOT_AS_SEALED } from "./reasons.ts";

/**
 * Tickets of which the ledger seals more than was found. That is no contradiction yet: another version may have been
 * published and sealed since it was looked for.
 */
export function suspects(
  { tickets, leftOut }: Pick<Pinned, "tickets" | "leftOut">,
  sealed: SealedVersions,
): number[] {
  const found = new Map(tickets.map(({ ticketId, version }) => [ticketId, versionNumber(version)]));
  // What is left out for another reason is there.
  for (const { ticketId, reason } of leftOut)
    if (reason !== "not-archived") found.set(ticketId, Number.POSITIVE_INFINITY);
  return [...sealed].flatMap(([ticketId, seals]) =>
    Math.max(...seals.keys()) > (found.get(ticketId) ?? 0) ? ticketId : [],
  );
}

/** What a second look at the suspects found in place of the first. */
export function lookedAgain(first: Pinned, again: Pinned): Pinned {
  const known = new Set([...again.tickets, ...again.leftOut].map(({ ticketId }) => ticketId));
  for (const ticketId of again.notSelected) known.add(ticketId);
  const isFirst = ({ ticketId }: { readonly ticketId: number }): boolean => !known.has(ticketId);
  return {
    tickets: [...first.tickets.filter(isFirst), ...again.tickets].toSorted(byTicket),
    leftOut: [...first.leftOut.filter(isFirst), ...again.leftOut].toSorted(byTicket),
    notSelected: [...first.notSelected, ...again.notSelected].toSorted((a, b) => a - b),
  };
}

/**
 * The tickets with the entries that seal their versions, the ones among them that the archive does not show any more too.
 * A version that was sealed with another inventory is not what was archived: it is left out, and so is, by name, what is
 * sealed and not there.
 */
export function againstLedger(
  { tickets, leftOut }: Pick<Pinned, "tickets" | "leftOut">,
  sealed: SealedVersions,
): { readonly tickets: PinnedTicket[]; readonly leftOut: LeftOut[] } {
  const kept: PinnedTicket[] = [];
  const left = leftOut.map((each) => missing(each, sealed.get(each.ticketId)));
  for (const ticket of tickets) {
    const seals = sealed.get(ticket.ticketId) ?? new Map<number, FirstSeal>();
    const head = seals.get(versionNumber(ticket.version));
    if (head !== undefined && head.sha256 !== ticket.inventorySha256) left.push(notAsSealed(ticket, head));
    else kept.push({ ...ticket, ledgerEntries: entriesOf(ticket, seals) });
  }
  return { tickets: kept, leftOut: left.toSorted(byTicket) };
}

function entriesOf({ version }: FoundVersion, seals: ReadonlyMap<number, FirstSeal>): (number | null)[] {
  const length = Math.max(versionNumber(version), ...seals.keys());
  return Array.from({ length }, (_, index) => seals.get(index + 1)?.sequence ?? null);
}

function missing(left: LeftOut, seals: ReadonlyMap<number, FirstSeal> | undefined): LeftOut {
  if (left.reason !== "not-archived" || seals === undefined) return left;
  const versions = [...seals].toSorted(([a], [b]) => a - b);
  const names = versions.map(([version, { sequence }]) => `v${version} (entry ${sequence})`).join(", ");
  const { ticketId } = left;
  const message = `There is no archive of ticket ${ticketId}, though the ledger seals ${names}. Run \`ticketvault verify\`.`;
  return { ticketId, reason: MISSING, message };
}

function notAsSealed({ ticketId, version }: FoundVersion, { sequence }: FirstSeal): LeftOut {
  const message = `The inventory of version ${version} is not the one that entry ${sequence} of the ledger sealed. Run \`ticketvault verify\`.`;
  return { ticketId, reason: NOT_AS_SEALED, message };
}

function byTicket(a: { readonly ticketId: number }, b: { readonly ticketId: number }): number {
  return a.ticketId - b.ticketId;
}
