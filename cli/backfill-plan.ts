/** Reads what a backfill shall do: which tickets, how many at once, and the files beside it. */
import { access, constants, lstat, realpath, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { JournalSubject } from "../shared/archive/backfill-journal.ts";
import { type TicketList, ticketsOfRange } from "../shared/archive/ticket-list.ts";
import { sha256Hex } from "../shared/digest.ts";
import { UsageError } from "../shared/errors.ts";
import { unless } from "../shared/store/disk.ts";
import { parseTicketId } from "../shared/ticket/ids.ts";
import { together } from "./checks.ts";
import { type Given, given } from "./settings.ts";
import { readTicketList } from "./ticket-list.ts";

const MOST_AT_ONCE = 64;

/** The options as commander gives them. */
export interface BackfillFlags {
  readonly from?: string;
  readonly to?: string;
  readonly csv?: string;
  readonly column?: string;
  readonly concurrency: string;
  readonly state?: string;
  readonly restart?: boolean;
  readonly dryRun?: boolean;
  readonly report?: string;
  readonly reason: string;
  readonly requestedBy?: string;
}

export interface BackfillPlan {
  readonly list: TicketList;
  readonly concurrency: number;
}

/** @param note told which column of a list was read. @throws UsageError with all that is wrong */
export async function backfillPlan(
  flags: BackfillFlags,
  settings: Given,
  note: (line: string) => void,
): Promise<BackfillPlan> {
  const [list, concurrency] = await together([
    ticketList(flags, note),
    readConcurrency(flags.concurrency),
    checkReport(flags, settings),
  ]);
  return { list, concurrency };
}

async function ticketList(
  { from, to, csv, column }: BackfillFlags,
  note: (line: string) => void,
): Promise<TicketList> {
  const isRange = from !== undefined && to !== undefined;
  const isHalfRange = from !== undefined || to !== undefined;
  if (csv !== undefined && !isHalfRange) return readTicketList({ path: csv, column, note });
  if (!isRange || csv !== undefined || column !== undefined) {
    throw new UsageError(
      "Say which tickets: either --from N with --to N, or --csv FILE (with --column NAME).",
    );
  }
  const [first, last] = await together([readId(from, "--from"), readId(to, "--to")]);
  return ticketsOfRange(first, last);
}

async function readId(text: string, flag: string): Promise<number> {
  return parseTicketId(text, flag);
}

async function readConcurrency(text: string): Promise<number> {
  const n = Number(text);
  if (/^\d{1,3}$/.test(text) && n >= 1 && n <= MOST_AT_ONCE) return n;
  throw new UsageError(
    `--concurrency ${text}: give the tickets to work on at once, from 1 to ${MOST_AT_ONCE}.`,
  );
}

/** A report that cannot be written, or would replace what the run needs, must not come out at the end of a long run. */
async function checkReport({ report: path, csv, state }: BackfillFlags, settings: Given): Promise<void> {
  if (path === undefined) return;
  if (!/\.(csv|json)$/i.test(path)) {
    throw new UsageError(`--report ${path}: give a file that ends in .csv or .json.`);
  }
  try {
    await access(dirname(path), constants.W_OK);
  } catch (cause) {
    throw new UsageError(`--report ${path}: its folder is not there or may not be written to.`, { cause });
  }
  if ((await unless(NOT_SEEN, lstat(path)))?.isFile() === false) {
    throw new UsageError(
      `--report ${path}: something that is not a regular file is there; give another name.`,
    );
  }
  const keysFile = given(settings, "keysFile");
  const needed = { "--csv": csv, "--state": state, [keysFile?.from ?? "--keys-file"]: keysFile?.text };
  for (const [flag, other] of Object.entries(needed)) {
    if (other === undefined || !(await isSameFile(path, other))) continue;
    throw new UsageError(`--report ${path} is the file of ${flag}: give another name.`);
  }
}

/** By place, for a file that comes to be, and by what stands there, for links. */
async function isSameFile(a: string, b: string): Promise<boolean> {
  const [placeA, placeB] = await Promise.all([placeOf(a), placeOf(b)]);
  if (placeA === placeB) return placeA !== undefined;
  const [one, other] = await Promise.all(
    [a, b].map((path) => unless(NOT_SEEN, stat(path, { bigint: true }))),
  );
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

async function placeOf(path: string): Promise<string | undefined> {
  const folder = await unless(NOT_SEEN, realpath(dirname(path)));
  return folder === undefined ? undefined : join(folder, basename(path));
}

/** What may not be looked at is refused by the check of that file itself. */
const NOT_SEEN = ["ENOENT", "ENOTDIR", "EACCES"];

/** The state file of this list, account and store in the working folder. */
export function defaultStateFile(subject: JournalSubject, { ids }: TicketList): string {
  const list = [...ids].sort((a, b) => a - b).join();
  const { orgId, source, store } = subject;
  const digest = sha256Hex(JSON.stringify([orgId, source, store, list]));
  return `.ticketvault-backfill-${digest.slice(0, 12)}.jsonl`;
}
