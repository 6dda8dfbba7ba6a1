/** `ticketvault list`: the tickets of the index, without asking the vault. */
import type { TicketEntry } from "../../shared/sync/ticket-index.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { indexSetting, openExistingIndex } from "../index-settings.ts";
import { longTable } from "../long-table.ts";
import { orgSetting } from "../org-setting.ts";
import { storeSettings } from "../store-settings.ts";
import { counted, safeLine, utc } from "../text.ts";
import { readTime } from "../time.ts";

export interface ListFlags {
  readonly incomplete?: boolean;
  /** A date, or a time with an offset. */
  readonly changedSince?: string;
}

export async function listCommand(context: Context, flags: ListFlags): Promise<ExitCode> {
  const { settings, terminal, json } = context;
  const [place, orgId, since] = await together([
    storeSettings(settings),
    orgSetting(settings),
    flags.changedSince === undefined ? "" : readTime(flags.changedSince, "--changed-since"),
  ]);
  using index = await openExistingIndex(await indexSetting(settings, place, orgId));
  const listed: TicketEntry[] = [];
  for await (const entry of index.entries()) {
    const isListed = flags.incomplete === true ? isIncomplete(entry) : entry.head !== null;
    if (isListed && !(entry.changed < Date.parse(since))) listed.push(entry);
  }
  if (json) {
    terminal.json(listed.map(entryJson));
    return EXIT.complete;
  }
  if (listed.length > 0) terminal.print(longTable(terminal, HEAD, listed.map(rowOf)));
  terminal.note(`${counted(listed.length, "ticket")} in ${index.location}`);
  return EXIT.complete;
}

/** Whether something of the ticket is missing, or its last try failed. */
export function isIncomplete({ status, failure }: TicketEntry): boolean {
  return status === "incomplete" || failure !== null;
}

const HEAD = ["ticket", "versions", "status", "last archived, UTC", "title"];

function rowOf({ ticketId, head, status, failure, failedSince, changed, title }: TicketEntry): string[] {
  const since = failedSince === null ? "" : ` since ${utc(new Date(failedSince).toISOString()).slice(0, 10)}`;
  const standing =
    failure === null ? (status ?? "") : `${status ?? "no archive"}, failed: ${failure}${since}`;
  const archived = head === null ? "" : utc(new Date(changed).toISOString());
  return [`#${ticketId}`, head?.slice(1) ?? "0", standing, archived, safeLine(title ?? "")];
}

function entryJson(entry: TicketEntry) {
  const { ticketId, title, head, status, failure, failedSince, changed, asked, due } = entry;
  const iso = (time: number | null): string | null => (time === null ? null : new Date(time).toISOString());
  return {
    ticketId,
    title,
    versions: Number(head?.slice(1) ?? 0),
    status,
    failure,
    failedSince: iso(failedSince),
    lastArchived: head === null ? null : iso(changed),
    lastAsked: iso(asked),
    // Never asked for, so due now.
    due: due !== null && due < 0 ? null : iso(due),
  };
}
