/** Whether a ticket is one that an export was asked for, by its inventory and by its newest document. */
import type { Inventory } from "../ocfl/inventory.ts";
import { readableTime } from "../render/times.ts";
import type { TicketDocument, Wording } from "../ticket/document.ts";
import { historyText, sourceHistory } from "../ticket/ever-seen.ts";
import type { Selection } from "./selection.ts";

/** `untold` where a message that might be meant has no readable time. */
type Match = "yes" | "no" | "untold";

/** Whether a version was archived within the span, if one is given. */
export function wasArchived({ versions }: Inventory, { archivedFrom, archivedTo }: Selection): boolean {
  if (archivedFrom === undefined || archivedTo === undefined) return true;
  return Object.values(versions).some(({ created }) => within(created, archivedFrom, archivedTo));
}

/** Whether the selection asks for more than an inventory tells. */
export function needsDocument({ sentFrom, direction, changed }: Selection): boolean {
  return sentFrom !== undefined || direction !== undefined || changed === true;
}

export function matches(document: TicketDocument, selection: Selection): Match {
  if (selection.changed === true && historyText(sourceHistory(document)) === "") return "no";
  const { sentFrom, sentTo, direction } = selection;
  if (sentFrom === undefined && direction === undefined) return "yes";
  const wordings: Wording[] = document.conversations.flatMap((each) => [...each.revisions, each]);
  const thatWay = wordings.filter((each) => direction === undefined || each.direction === direction);
  if (sentFrom === undefined || sentTo === undefined) return thatWay.length > 0 ? "yes" : "no";
  const times = thatWay.map(readableTime);
  if (times.some((time) => time !== null && within(time, sentFrom, sentTo))) return "yes";
  return times.includes(null) ? "untold" : "no";
}

function within(time: string, from: string, to: string): boolean {
  const instant = Date.parse(time);
  return instant >= Date.parse(from) && instant < Date.parse(to);
}
