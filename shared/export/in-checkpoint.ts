/** Which of an export's tickets stood in a sealed checkpoint of the vault with the version that is exported. */
import { versionNumber } from "../ocfl/inventory.ts";
import type { PinnedCheckpoint, PinnedTicket } from "./plan.ts";

/** Number of the ledger's entry that seals the exported version; null where none does yet. */
export function headEntry({
  version,
  ledgerEntries,
}: Pick<PinnedTicket, "version" | "ledgerEntries">): number | null {
  return ledgerEntries[versionNumber(version) - 1] ?? null;
}

/** A checkpoint has all that was sealed up to its last entry. */
export function isInCheckpoint(
  ticket: Pick<PinnedTicket, "version" | "ledgerEntries">,
  { sequence }: Pick<PinnedCheckpoint, "sequence">,
): boolean {
  const entry = headEntry(ticket);
  return entry !== null && entry <= sequence;
}

/** Numbers of the tickets that are too new for it. */
export function notYetIn(tickets: readonly PinnedTicket[], checkpoint: PinnedCheckpoint | null): number[] {
  return tickets
    .filter((ticket) => checkpoint === null || !isInCheckpoint(ticket, checkpoint))
    .map(({ ticketId }) => ticketId);
}
