/** `ticketvault sync`: finds what is new or due by the index of tickets, and archives it, once or for as long as it runs. */
import { setTimeout as sleep } from "node:timers/promises";
import { backfill } from "../../shared/archive/backfill.ts";
import { callsOfDay } from "../../shared/sync/calls-of-day.ts";
import type { Chosen } from "../../shared/sync/choose.ts";
import { type SyncOptions, syncTurn } from "../../shared/sync/sync-turn.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import { accountSettings, userName } from "../account-settings.ts";
import { openLocalArchiver } from "../archiver.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { logUnexpected } from "../error-report.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { holdNotes } from "../hold-notes.ts";
import { indexSetting, openIndex } from "../index-settings.ts";
import { keySettings } from "../key-settings.ts";
import { openPacer } from "../open-pacer.ts";
import { paceSettings } from "../pace-settings.ts";
import { proxies } from "../proxies.ts";
import { storePatience } from "../store-patience.ts";
import { storeSettings } from "../store-settings.ts";
import { takeInDaily } from "../take-in.ts";
import { outcomeJson, Tally, type TallyRow } from "../tally.ts";
import { counted, safeLine } from "../text.ts";
import { credentialsReader, openStore } from "../wiring.ts";
import { showPlan } from "./sync-plan.ts";

const AT_ONCE = 4;
const TURN_MS = 60_000;
/** A run that was stopped, by an outage or a refusal, is tried again after this long, where it shall go on. */
const AFTER_STOP_MS = 5 * TURN_MS;
const PATIENCE_MS = 10 * 60_000;
/** Longer than a turn's tickets take; a run that is killed keeps them so long. */
const LEASE_MS = 60 * 60_000;

export interface SyncFlags {
  readonly watch?: boolean;
  readonly plan?: boolean;
  readonly from: string;
  readonly reason: string;
  readonly requestedBy?: string;
}

export async function syncCommand(context: Context, flags: SyncFlags): Promise<ExitCode> {
  const { settings, terminal, log, signal } = context;
  const [storePlace, account, pace, from] = await together([
    storeSettings(settings),
    accountSettings(settings),
    paceSettings(settings),
    (async () => parseTicketId(flags.from, "--from"))(),
  ]);
  const indexPlace = await indexSetting(settings, storePlace, account.orgId);
  using index = await openIndex(indexPlace);
  const { watch = false } = flags;
  const { onHold } = holdNotes(terminal.note);
  const pacer = await openPacer(pace, { orgId: account.orgId, log, onHold });
  const schedule = {
    index,
    now: Date.now,
    from,
    callsPerDay: callsOfDay(pace.limits),
    leftOfDay: () => pacer.leftOfDay(),
    spread: watch,
    leaseMs: LEASE_MS,
    waiting: async () => 0,
  };
  if (flags.plan === true) return await showPlan(context, schedule);

  const opened = await openStore(storePlace, log);
  const credentials = await credentialsReader(await keySettings(settings), log);
  // Who watches nothing waits for another day; who waits for the end of a run is told instead.
  const patienceMs = watch ? Number.POSITIVE_INFINITY : PATIENCE_MS;
  const parts = {
    account,
    credentials,
    opened,
    pacer,
    patienceMs,
    log,
    index: indexPlace,
    proxies: proxies(settings.env),
  };
  await using archiver = await openLocalArchiver(parts);
  const mandate = { reason: flags.reason, requestedBy: flags.requestedBy ?? userName(settings.env) };
  const tally = new Tally();
  let stopped: string | undefined;
  const send = async (chosen: readonly Chosen[]): Promise<void> => {
    const unanswered = new Set(chosen.map(({ ticketId }) => ticketId));
    const end = await backfill({
      tickets: [...unanswered],
      archive: (ticketId, stop) => archiver.archive(ticketId, mandate, stop),
      concurrency: AT_ONCE,
      emptyExpected: true,
      patience: storePatience(terminal.note),
      signal,
      onOutcome: (outcome) => {
        logUnexpected(log, outcome);
        unanswered.delete(outcome.ticketId);
        const row = tally.add(outcome);
        if (context.json) terminal.json(outcomeJson(outcome));
        else if (isNews(row)) terminal.print(lineOf(row));
      },
    });
    await index.giveBack([...unanswered], Date.now());
    stopped = end.ended === "stopped" ? end.why : undefined;
    if (stopped !== undefined) terminal.note(`Stopped: ${stopped}`);
  };
  const takeIn = takeInDaily(context, { orgId: account.orgId, place: storePlace, opened });
  let isTakenIn = true;
  const onceADay = async (): Promise<void> => {
    isTakenIn = await takeIn();
  };
  const isStopped = (): boolean => stopped !== undefined;
  await turns({ ...schedule, send }, { watch, signal, isStopped, onceADay });
  const { archived, unchanged, accepted, incomplete, empty, failed } = tally.counts;
  terminal.note(
    `Asked for ${counted(tally.rows.length, "number")}: ${archived} archived, ${unchanged + accepted} unchanged, ${incomplete} incomplete, ${empty} empty, ${failed} failed.`,
  );
  return isTakenIn ? tally.exitCode(true) : EXIT.failed;
}

interface Turning {
  readonly watch: boolean;
  readonly signal: AbortSignal;
  readonly isStopped: () => boolean;
  /** Called when a run ends, and of one that watches after each turn. */
  readonly onceADay: () => Promise<void>;
}

/** One turn after the other: until nothing is due, or, to watch, until somebody ends it. */
async function turns(options: SyncOptions, { watch, signal, isStopped, onceADay }: Turning): Promise<void> {
  while (!signal.aborted) {
    const { chosen } = await syncTurn(options);
    const isLast = !watch && (chosen.length === 0 || isStopped());
    if ((watch || isLast) && !signal.aborted) await onceADay();
    if (isLast) return;
    const pause = isStopped() ? AFTER_STOP_MS : TURN_MS;
    if (watch) await sleep(pause, undefined, { signal }).catch(() => {});
  }
}

function isNews({ standing }: TallyRow): boolean {
  return standing !== "unchanged" && standing !== "empty" && standing !== "accepted";
}

function lineOf({ ticketId, standing, version, reason }: TallyRow): string {
  return [`#${ticketId}`, standing, version, safeLine(reason)].filter((part) => part !== "").join("  ");
}
