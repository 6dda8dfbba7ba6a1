/** Tells a ticket that LeadSquared words differently each time: its versions would cost more and more, for ever. */
import { LeadSquaredError } from "../errors.ts";
import { type Inventory, versionNumber } from "../ocfl/inventory.ts";
import type { TicketDocument } from "../ticket/document.ts";

/** An inventory lists every version, so versions cost with their square. */
const EDITS = 20;
const WITHIN_MS = 7 * 24 * 60 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Whether 20 or more versions of the seven days before `now` do nothing but edit. */
export function isUnstable(inventory: Inventory, document: TicketDocument, now: Date): boolean {
  const recent = recentVersions(inventory, now);
  return recent.length >= EDITS && recent.filter((version) => onlyEdits(document, version)).length >= EDITS;
}

/** How long, in ms, a ticket is to be left alone if it is unstable: a day from its last version. 0 where that is over. */
export function restMs(inventory: Inventory, now: Date): number {
  const age = now.getTime() - Date.parse(inventory.versions[inventory.head]?.created ?? "");
  const rests = age >= 0 && age < DAY_MS && recentVersions(inventory, now).length >= EDITS;
  return rests ? DAY_MS - age : 0;
}

/** LeadSquared was not asked for the ticket, so that nothing is known of it: it is to be asked for in `waitMs`. */
export function unstable(ticketId: number, waitMs: number): LeadSquaredError {
  const message = `Ticket ${ticketId} was edited ${EDITS} times within seven days and is asked for once a day: it was not asked for now. Archive it by its number to ask for it at once.`;
  return new LeadSquaredError("unstable", message, { retryable: true, waitMs });
}

function recentVersions({ versions }: Inventory, now: Date): string[] {
  const since = now.getTime() - WITHIN_MS;
  return Object.keys(versions).filter((version) => Date.parse(versions[version]?.created ?? "") >= since);
}

/** What adds, removes or restores is news; all else that an edit does is not. */
function onlyEdits({ conversations }: TicketDocument, version: string): boolean {
  const before = `v${versionNumber(version) - 1}`;
  const isNews = ({ firstSeen, lastSeen }: { firstSeen: string; lastSeen: string | null }): boolean =>
    firstSeen === version || lastSeen === before;
  const isEdit = conversations.some(
    ({ wordingSince, revisions }) =>
      wordingSince === version || revisions.some(({ firstSeen }) => firstSeen === version),
  );
  return isEdit && !conversations.some((each) => isNews(each) || each.attachments.some(isNews));
}
