/** The journal of a backfill: a file of JSON lines that says which tickets are done, so that a run goes on where one ended. */
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { lstat, open, rename, rm, writeFile } from "node:fs/promises";
import * as z from "zod";
import { UsageError } from "../errors.ts";
import { disk, unless } from "../store/disk.ts";
import type { TicketOutcome } from "./backfill.ts";

/** What a journal is about; one of another account or store says nothing of this one. */
export interface JournalSubject {
  readonly orgId: number;
  /** Base URL of the API. */
  readonly source: string;
  /** The store, by a name that means the same from anywhere. */
  readonly store: string;
}

export interface Journal {
  /** Tickets whose last entry says that they are complete, or that what they lack is accepted. */
  readonly done: ReadonlySet<number>;
  /** Adds an entry. @throws StoreError */
  record(outcome: TicketOutcome): Promise<void>;
}

const headerSchema = z.object({
  journal: z.literal("ticketvault backfill 1"),
  orgId: z.number(),
  source: z.string(),
  store: z.string(),
});

const entrySchema = z.object({ ticketId: z.int().positive(), completeness: z.string().optional() });

/**
 * Opens the journal at `path`, or begins it. A line that was torn by a kill is passed over: its ticket is archived
 * again, which is free.
 * @throws UsageError when the file is another's journal or none, and is left as it is
 */
export async function openJournal(
  path: string,
  subject: JournalSubject,
  { restart = false }: { readonly restart?: boolean } = {},
): Promise<Journal> {
  const found = await disk(() => readJournal(path), path);
  const before = restart ? undefined : found;
  if (before === undefined) await begin(path, subject);
  else checkSubject(before.subject, path, subject);
  // What a torn line lacks is its end: without this, the next entry would be lost with it.
  if (before?.torn) await append(path, "\n");
  return {
    done: before?.done ?? new Set(),
    record: (outcome) => append(path, `${JSON.stringify(entryOf(outcome))}\n`),
  };
}

/** What `openJournal` would find done; nothing is begun or written. @throws UsageError as it does */
export async function doneByJournal(path: string, subject: JournalSubject): Promise<ReadonlySet<number>> {
  const found = await disk(() => readJournal(path), path);
  if (found === undefined) return new Set();
  checkSubject(found.subject, path, subject);
  return found.done;
}

function entryOf(outcome: TicketOutcome): object {
  const { ticketId } = outcome;
  if (outcome.outcome === "failed") return { ticketId, outcome: "failed", code: outcome.code };
  if (outcome.outcome === "empty") return { ticketId, outcome: "empty" };
  return { ticketId, outcome: outcome.outcome, completeness: outcome.completeness, version: outcome.version };
}

/** Appends in one write, so that lines of several writers never mix. */
function append(path: string, text: string): Promise<void> {
  return disk(async () => appendFileSync(path, text), path);
}

/** The header appears whole, over whatever was there. */
async function begin(path: string, subject: JournalSubject): Promise<void> {
  const { orgId, source, store } = subject;
  const header = { journal: "ticketvault backfill 1", orgId, source, store };
  const temporary = `${path}.${randomUUID()}.new`;
  await disk(async () => {
    try {
      await writeFile(temporary, `${JSON.stringify(header)}\n`, { flag: "wx" });
      await rename(temporary, path);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }, path);
}

interface FoundJournal {
  readonly subject: JournalSubject;
  readonly done: ReadonlySet<number>;
  /** The last line has no end. */
  readonly torn: boolean;
}

/** Undefined when there is no journal yet. @throws UsageError when the file is no journal */
async function readJournal(path: string): Promise<FoundJournal | undefined> {
  const stats = await unless(["ENOENT"], lstat(path));
  // Opening a pipe would wait for ever, and the journal would replace a link or a device.
  if (stats !== undefined && !stats.isFile()) throw notOurs(path);
  const handle = await unless(["ENOENT"], open(path));
  if (handle === undefined) return undefined;
  try {
    const { size } = await handle.stat();
    if (size === 0) return undefined;
    const end = Buffer.alloc(1);
    await handle.read(end, 0, 1, size - 1);
    let subject: JournalSubject | undefined;
    const done = new Set<number>();
    for await (const line of handle.readLines({ start: 0, autoClose: false })) {
      if (subject === undefined) subject = parseHeader(line, path);
      else takeEntry(line, done);
    }
    return subject && { subject, done, torn: end.toString() !== "\n" };
  } finally {
    await handle.close();
  }
}

function takeEntry(line: string, done: Set<number>): void {
  const entry = entrySchema.safeParse(parsed(line));
  if (!entry.success) return;
  const { ticketId, completeness } = entry.data;
  if (completeness === "complete" || completeness === "accepted") done.add(ticketId);
  else done.delete(ticketId);
}

function parseHeader(line: string, path: string): JournalSubject {
  const header = headerSchema.safeParse(parsed(line));
  if (header.success) return header.data;
  throw notOurs(path);
}

function notOurs(path: string): UsageError {
  return new UsageError(
    `${path} is not a state file of \`ticketvault backfill\`: give another one with --state.`,
  );
}

function checkSubject(found: JournalSubject, path: string, wanted: JournalSubject): void {
  const { orgId, source, store } = found;
  if (orgId === wanted.orgId && source === wanted.source && store === wanted.store) return;
  throw new UsageError(
    `${path} is of a backfill of account ${orgId} at ${source} into ${store}: give another file with --state, or --restart to begin it anew.`,
  );
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
