/** `ticketvault archive`: archives the tickets named, and says what became of each. */
import { backfill, type TicketOutcome } from "../../shared/archive/backfill.ts";
import type { ArchivedReceipt } from "../../shared/archive/receipt.ts";
import { storageRootKey } from "../../shared/keys.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import { accountSettings, userName } from "../account-settings.ts";
import { openLocalArchiver, PATIENCE_MS } from "../archiver.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { logUnexpected } from "../error-report.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { holdNotes } from "../hold-notes.ts";
import { indexSetting } from "../index-settings.ts";
import { keySettings } from "../key-settings.ts";
import { openPacer } from "../open-pacer.ts";
import { paceSettings } from "../pace-settings.ts";
import { proxies } from "../proxies.ts";
import { storeSettings } from "../store-settings.ts";
import { table } from "../table.ts";
import { outcomeJson, Tally } from "../tally.ts";
import { safeLine, size } from "../text.ts";
import { credentialsReader, openStore } from "../wiring.ts";

const AT_ONCE = 4;

export interface ArchiveOptions {
  readonly reason: string;
  readonly requestedBy?: string;
}

export async function archiveCommand(
  context: Context,
  tickets: readonly string[],
  options: ArchiveOptions,
): Promise<ExitCode> {
  const { settings, terminal, log, signal } = context;
  const [storePlace, account, keys, pace, ids] = await together([
    storeSettings(settings),
    accountSettings(settings),
    keySettings(settings),
    paceSettings(settings),
    together(tickets.map(async (ticket) => parseTicketId(ticket))),
  ]);
  const wanted = new Set(ids);
  const opened = await openStore(storePlace, log);
  const { store } = opened;
  const credentials = await credentialsReader(keys, log);
  const index = await indexSetting(settings, storePlace, account.orgId);
  const { onHold } = holdNotes(terminal.note);
  const pacer = await openPacer(pace, { orgId: account.orgId, log, onHold });
  const parts = {
    account,
    credentials,
    opened,
    pacer,
    patienceMs: PATIENCE_MS,
    log,
    index,
    proxies: proxies(settings.env),
  };
  await using archiver = await openLocalArchiver(parts);

  const requestedBy = options.requestedBy ?? userName(settings.env);
  const mandate = { reason: options.reason, requestedBy, byHand: true };
  const outcomes: TicketOutcome[] = [];
  const end = await backfill({
    tickets: wanted,
    archive: (ticketId, stop) => archiver.archive(ticketId, mandate, stop),
    concurrency: AT_ONCE,
    signal,
    onOutcome: (outcome) => {
      logUnexpected(log, outcome);
      outcomes.push(outcome);
    },
  });

  const tally = new Tally();
  outcomes.sort((a, b) => a.ticketId - b.ticketId);
  for (const outcome of outcomes) tally.add(outcome);
  const reached = new Set(outcomes.map(({ ticketId }) => ticketId));
  const notReached = [...wanted].filter((ticketId) => !reached.has(ticketId));
  if (context.json) {
    terminal.json({ ended: end.ended, tickets: outcomes.map(outcomeJson), notReached });
  } else if (outcomes.length > 0) {
    showOutcomes(context, outcomes, tally);
    terminal.print(`\nIn ${store.location}/${storageRootKey(account.orgId)}`);
  }
  if (end.ended === "stopped") terminal.note(`Stopped: ${end.why}`);
  if (notReached.length === 0) return tally.exitCode();
  terminal.note(`Not archived: ${notReached.join(", ")}. Running the command again goes on.`);
  return EXIT.failed;
}

function showOutcomes({ terminal }: Context, outcomes: readonly TicketOutcome[], tally: Tally): void {
  const colors = {
    archived: "green",
    unchanged: "green",
    accepted: "green",
    incomplete: "yellow",
    empty: "yellow",
    failed: "red",
  } as const;
  const rows = tally.rows.map(({ ticketId, standing, version }, index) => {
    const outcome = outcomes[index];
    const what = outcome !== undefined && "version" in outcome ? contentOf(outcome) : ["", "", ""];
    return [`#${ticketId}`, terminal.paint(colors[standing], standing), version, ...what];
  });
  terminal.print(
    table(terminal, ["ticket", "result", "version", "conversations", "attachments", "what is new"], rows),
  );
  const troubles = tally.troubles();
  if (troubles.length > 0) terminal.print("");
  for (const { ticketId, standing, reason } of troubles) {
    terminal.print(`${terminal.paint(colors[standing], standing)} #${ticketId}  ${safeLine(reason)}`);
  }
  for (const { ticketId, warning } of tally.changedAtSource()) {
    terminal.print(`${terminal.paint("yellow", "changed")} #${ticketId}  ${safeLine(warning)}`);
  }
}

function contentOf(receipt: ArchivedReceipt): string[] {
  const { stored, doubtful, failed, downloaded, downloadedBytes } = receipt.attachments;
  const attachments = [
    String(stored),
    ...(doubtful > 0 ? [`${doubtful} doubtful`] : []),
    ...(failed > 0 ? [`${failed} missing`] : []),
    ...(downloaded > 0 ? [`${size(downloadedBytes)} downloaded`] : []),
  ];
  return [String(receipt.conversations), attachments.join(", "), safeLine(receipt.message)];
}
