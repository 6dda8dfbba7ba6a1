/** Tells tickets that are asked for once a day: those worded differently each time, and those of contradictory answers. */
import { LeadSquaredError } from "../errors.ts";
import { type Inventory, versionNumber } from "../ocfl/inventory.ts";
import { CONTRADICTS } from "../ticket/difference.ts";
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

/**
 * How long, in ms, a ticket is left alone if `restlessness` says so of its document: a day from its last version. 0 where
 * that is over, and where the inventory alone tells that there is no reason, so that most runs read no document for it.
 */
export function restMs(inventory: Inventory, now: Date): number {
  const { created = "", message = "" } = inventory.versions[inventory.head] ?? {};
  const age = now.getTime() - Date.parse(created);
  const mayRest = recentVersions(inventory, now).length >= EDITS || message.includes(CONTRADICTS);
  return mayRest && age >= 0 && age < DAY_MS ? DAY_MS - age : 0;
}

/**
 * The error about a ticket that is asked for once a day at most, so that nothing is known of it now; undefined for all
 * others.
 */
export function restlessness(
  ticketId: number,
  inventory: Inventory,
  document: TicketDocument,
  { now, waitMs }: { readonly now: Date; readonly waitMs: number },
): LeadSquaredError | undefined {
  if (isUnstable(inventory, document, now)) {
    return resting("unstable", ticketId, `was edited ${EDITS} times within seven days`, waitMs);
  }
  if (document.completeness.problems.some(({ code }) => code === NAME_REPEATED)) {
    return resting(NAME_REPEATED, ticketId, "has a name twice in one object of LeadSquared's answer", waitMs);
  }
  return undefined;
}

/** The problem of an answer that contradicts itself, of which a sound one is awaited. */
const NAME_REPEATED = "name-repeated";

function resting(code: string, ticketId: number, why: string, waitMs: number): LeadSquaredError {
  const message = `Ticket ${ticketId} ${why} and is asked for once a day: it was not asked for now. Archive it by its number to ask for it at once.`;
  return new LeadSquaredError(code, message, { retryable: true, waitMs });
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
