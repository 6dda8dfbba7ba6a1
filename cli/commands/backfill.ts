/** `ticketvault backfill`: archives a list of tickets, goes on where an earlier run of it ended, and sums up. */
import { backfill } from "../../shared/archive/backfill.ts";
import { doneByJournal, openJournal } from "../../shared/archive/backfill-journal.ts";
import { objectKey, storageRootKey } from "../../shared/keys.ts";
import type { Hold } from "../../shared/leadsquared/pacer.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { accountSettings, userName } from "../account-settings.ts";
import { openLocalArchiver } from "../archiver.ts";
import { showForecast } from "../backfill-forecast.ts";
import { type BackfillFlags, backfillPlan, defaultStateFile } from "../backfill-plan.ts";
import { type BackfillResult, writeReport } from "../backfill-report.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { logUnexpected } from "../error-report.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { holdNotes } from "../hold-notes.ts";
import { indexSetting } from "../index-settings.ts";
import { keySettings } from "../key-settings.ts";
import { openPacer } from "../open-pacer.ts";
import { paceSettings } from "../pace-settings.ts";
import { startProgress } from "../progress.ts";
import { proxies } from "../proxies.ts";
import { storePatience } from "../store-patience.ts";
import { storeSettings } from "../store-settings.ts";
import { table } from "../table.ts";
import { outcomeJson, Tally } from "../tally.ts";
import { count, counted, safeLine } from "../text.ts";
import { credentialsReader, openStore } from "../wiring.ts";

const TROUBLES_SHOWN = 20;

export async function backfillCommand(context: Context, flags: BackfillFlags): Promise<ExitCode> {
  const { settings, terminal, log, signal } = context;
  const [{ list, concurrency }, storePlace, account, keys, pace] = await together([
    backfillPlan(flags, settings, terminal.note),
    storeSettings(settings),
    accountSettings(settings),
    keySettings(settings),
    paceSettings(settings),
  ]);
  const opened = await openStore(storePlace, log);
  const { store, absoluteName } = opened;
  const credentials = await credentialsReader(keys, log);
  const subject = { orgId: account.orgId, source: account.baseUrl, store: absoluteName };
  const stateFile = flags.state ?? defaultStateFile(subject, list);
  if (flags.dryRun) {
    const known = flags.restart ? new Set<number>() : await doneByJournal(stateFile, subject);
    const doneEarlier = await stillThere(known, store, account.orgId);
    const ofList = list.ids.filter((ticketId) => doneEarlier.has(ticketId)).length;
    return showForecast(context, { tickets: list.ids.length, doneEarlier: ofList, limits: pace.limits });
  }
  const journal = await openJournal(stateFile, subject, { restart: flags.restart ?? false });
  const done = await stillThere(journal.done, store, account.orgId);
  const todo = list.ids.filter((ticketId) => !done.has(ticketId));
  const doneEarlier = list.ids.filter((ticketId) => done.has(ticketId));
  const gone = todo.filter((ticketId) => journal.done.has(ticketId)).length;
  if (gone > 0) terminal.note(`No longer in the store, and archived again: ${counted(gone, "ticket")}.`);
  noteStart(context, { todo, doneEarlier, duplicates: list.duplicates });

  const index = await indexSetting(settings, storePlace, account.orgId);
  const mandate = { reason: flags.reason, requestedBy: flags.requestedBy ?? userName(settings.env) };
  const tally = new Tally();
  const holds = holdNotes(terminal.note);
  const progress = startProgress("tickets", todo.length, holds.remark);
  const onHold = (hold: Hold): void => {
    holds.onHold(hold);
    progress.refresh();
  };
  const pacer = await openPacer(pace, { orgId: account.orgId, log, onHold });
  // Nobody sits beside a long run: it waits for another day, and says so, rather than give tickets up.
  const parts = {
    account,
    credentials,
    opened,
    pacer,
    patienceMs: Number.POSITIVE_INFINITY,
    log,
    index,
    proxies: proxies(settings.env),
  };
  await using archiver = await openLocalArchiver(parts);
  const end = await backfill({
    tickets: todo,
    archive: (ticketId, stop) => archiver.archive(ticketId, mandate, stop),
    concurrency,
    patience: storePatience(terminal.note),
    signal,
    onOutcome: async (outcome) => {
      await journal.record(outcome);
      logUnexpected(log, outcome);
      tally.add(outcome);
      if (context.json) terminal.json(outcomeJson(outcome));
      progress.update(tally.rows.length, remark(tally));
    },
  }).finally(() => progress.stop());

  const reached = new Set(tally.rows.map(({ ticketId }) => ticketId));
  const result = { rows: tally.rows, doneEarlier, notReached: todo.filter((id) => !reached.has(id)) };
  showSummary(context, tally, result);
  if (end.ended === "stopped") terminal.note(`Stopped: ${end.why}`);
  const code = result.notReached.length > 0 ? EXIT.failed : tally.exitCode(emptyAllowed(flags, result));
  if (code !== EXIT.complete) {
    terminal.note(`Run the same command again to go on with what is not complete (state: ${stateFile}).`);
  }
  if (flags.report !== undefined) await writeReport(flags.report, result);
  return code;
}

/** Some numbers of a range may have no ticket, but not all; a list names each. */
function emptyAllowed({ csv }: BackfillFlags, { rows, doneEarlier }: BackfillResult): boolean {
  return csv === undefined && (doneEarlier.length > 0 || rows.some(({ standing }) => standing !== "empty"));
}

/** The journal alone is no proof: the archive may have been removed or replaced since. */
async function stillThere(
  done: ReadonlySet<number>,
  store: ObjectStore,
  orgId: number,
): Promise<ReadonlySet<number>> {
  if (done.size === 0) return done;
  const objects = new Set((await store.children(storageRootKey(orgId))).folders);
  return new Set([...done].filter((ticketId) => objects.has(objectKey(orgId, ticketId))));
}

function remark({ counts }: Tally): string {
  const parts = [
    counts.incomplete > 0 ? `${count(counts.incomplete)} incomplete` : [],
    counts.empty > 0 ? `${count(counts.empty)} empty` : [],
    counts.failed > 0 ? `${count(counts.failed)} failed` : [],
  ];
  return parts.flat().join(", ");
}

function noteStart(
  { terminal }: Context,
  {
    todo,
    doneEarlier,
    duplicates,
  }: { todo: readonly number[]; doneEarlier: readonly number[]; duplicates: number },
): void {
  const tickets = todo.length + doneEarlier.length;
  terminal.note(
    `The list has ${counted(tickets, "ticket")}${duplicates > 0 ? ` (${count(duplicates)} named again)` : ""}.`,
  );
  if (doneEarlier.length === 0) return;
  const again = todo.length === 0 ? " All are: --restart archives them again." : "";
  terminal.note(
    `${count(doneEarlier.length)} complete since an earlier run, ${count(todo.length)} to do.${again}`,
  );
}

function showSummary({ terminal, json }: Context, tally: Tally, result: BackfillResult): void {
  const counts = {
    ...tally.counts,
    doneEarlier: result.doneEarlier.length,
    notReached: result.notReached.length,
  };
  if (json) {
    terminal.json({ summary: counts });
    return;
  }
  const names = { ...tally.counts, "done earlier": counts.doneEarlier, "not reached": counts.notReached };
  const total = Object.values(names).reduce((sum, n) => sum + n, 0);
  const rows = [...Object.entries(names), ["total", total] as const].map(([name, n]) => [name, count(n)]);
  terminal.print(table(terminal, ["result", "tickets"], rows));
  const troubles = tally.troubles();
  if (troubles.length > 0) terminal.print("");
  for (const { ticketId, standing, reason } of troubles.slice(0, TROUBLES_SHOWN)) {
    terminal.print(`${standing} #${ticketId}  ${safeLine(reason)}`);
  }
  const more = troubles.length - TROUBLES_SHOWN;
  if (more > 0) terminal.print(`… and ${count(more)} more; --report FILE writes them all.`);
}
