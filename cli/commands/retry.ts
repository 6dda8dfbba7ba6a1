/** `ticketvault retry`: archives again what is incomplete or failed by the index of tickets, and due. */
import type { TicketEntry } from "../../shared/sync/ticket-index.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { indexSetting, openExistingIndex } from "../index-settings.ts";
import { orgSetting } from "../org-setting.ts";
import { storeSettings } from "../store-settings.ts";
import { counted, utc } from "../text.ts";
import { type ArchiveOptions, archiveCommand } from "./archive.ts";
import { isIncomplete } from "./list.ts";

export interface RetryFlags extends ArchiveOptions {
  /** Also what is not due yet. */
  readonly now?: boolean;
}

export async function retryCommand(context: Context, flags: RetryFlags): Promise<ExitCode> {
  const { settings, terminal, json } = context;
  const [place, orgId] = await together([storeSettings(settings), orgSetting(settings)]);
  const wanted: TicketEntry[] = [];
  {
    using index = await openExistingIndex(await indexSetting(settings, place, orgId));
    for await (const entry of index.entries()) if (isIncomplete(entry)) wanted.push(entry);
  }
  const now = Date.now();
  const isDue = ({ due }: TicketEntry): boolean => flags.now === true || (due ?? 0) <= now;
  const tickets = wanted.filter(isDue).map(({ ticketId }) => String(ticketId));
  const later = wanted.filter((entry) => !isDue(entry)).map(({ due }) => due ?? now);
  if (later.length > 0) {
    const next = utc(new Date(Math.min(...later)).toISOString());
    terminal.note(
      `Not due yet: ${counted(later.length, "ticket")}, the next at ${next} UTC (--now tries them all the same).`,
    );
  }
  if (tickets.length > 0) return archiveCommand(context, tickets, flags);
  if (json) terminal.json({ ended: "finished", tickets: [], notReached: [] });
  else terminal.print("Nothing to try again.");
  return EXIT.complete;
}
