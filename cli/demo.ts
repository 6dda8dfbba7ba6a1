/** `npm start`: shows the whole main job on this machine, against the sandbox, and checks what it shows. */
import { backfill } from "../shared/archive/backfill.ts";
import type { ArchivedReceipt } from "../shared/archive/receipt.ts";
import { UsageError } from "../shared/errors.ts";
import { jsonLogger } from "../shared/json-logger.ts";
import { storageRootKey } from "../shared/keys.ts";
import { DEFAULT_CALLS, paceOf } from "../shared/leadsquared/call-limits.ts";
import { staticCredentials } from "../shared/leadsquared/credentials.ts";
import { localPacer } from "../shared/leadsquared/local-pacer.ts";
import { storeTargets } from "../shared/verify/targets.ts";
import { verify } from "../shared/verify/verification.ts";
import { type LocalArchiver, openLocalArchiver, PATIENCE_MS } from "./archiver.ts";
import { DELETED, deleteMessage, isWordForWord, keptInWords, keptMessage } from "./demo-deletion.ts";
import { reportOf } from "./error-report.ts";
import { EXIT } from "./exit-codes.ts";
import { indexSetting } from "./index-settings.ts";
import { interruption } from "./interruption.ts";
import { type Sandbox, startSandbox } from "./sandbox/sandbox.ts";
import { table } from "./table.ts";
import { endWithReader, type Terminal, terminalOn } from "./terminal.ts";
import { count, counted, duration, safeLine, size } from "./text.ts";
import { openStore } from "./wiring.ts";

const FOLDER = "./vault";
/** Always the same, as an account's is: a second demo finds nothing new but the message that the first one deleted. */
const PORT = 4143;
const GENERATED_TICKETS = 20;
/** What to type: npm says so where it runs this (`npm start`, `npx`). */
const COMMAND = process.env["npm_command"] === undefined ? "ticketvault" : "npx ticketvault";

async function demo(terminal: Terminal, signal: AbortSignal): Promise<void> {
  const sandbox = await openSandbox(terminal);
  try {
    await run(terminal, sandbox, signal);
  } finally {
    await sandbox.close();
  }
}

async function run(terminal: Terminal, sandbox: Sandbox, signal: AbortSignal): Promise<void> {
  const { orgId, origin, ticketIds, accessKey, secretKey } = sandbox;
  step(
    terminal,
    1,
    `A stand-in for LeadSquared runs at ${origin}, with ${counted(ticketIds.length, "made-up ticket")}.`,
  );

  const log = jsonLogger("warn", process.stderr);
  const opened = await openStore({ kind: "folder", folder: FOLDER });
  const account = { orgId, tenantId: orgId, baseUrl: origin, attachmentHosts: [origin] };
  const credentials = staticCredentials({ accessKey, secretKey });
  const index = await indexSetting({ flags: {}, env: {} }, { kind: "folder", folder: FOLDER }, orgId);
  // Less than the limit: on a machine under load calls arrive late, and details that are refused would be new the second time.
  const pace = paceOf(DEFAULT_CALLS);
  const pacer = localPacer(pace, { log });
  const parts = {
    account,
    credentials,
    opened,
    pacer,
    patienceMs: PATIENCE_MS,
    log,
    proxies: undefined,
    index,
  };
  await using archiver = await openLocalArchiver(parts);

  step(terminal, 2, `Archiving them into ${FOLDER} …`);
  const first = await archiveAll(archiver, ticketIds, signal);
  terminal.print(`   ${summary(first)}`);

  step(
    terminal,
    3,
    `Archiving them again, at ${pace.limit} of the ${DEFAULT_CALLS.perWindow} calls in 5 seconds that LeadSquared allows …`,
  );
  const servedBefore = sandbox.counts.attachmentRequests;
  const second = await archiveAll(archiver, ticketIds, signal);
  const served = sandbox.counts.attachmentRequests - servedBefore;
  terminal.print(`   ${summary(second)}; LeadSquared was asked for ${counted(served, "attachment")}`);

  const { ticketId, message } = DELETED;
  step(
    terminal,
    4,
    `Somebody deletes message ${message} of ticket #${ticketId} at LeadSquared. Archiving that again …`,
  );
  const before = deleteMessage(sandbox);
  const third = await archiveAll(archiver, [ticketId], signal);
  const kept = await keptMessage(opened.store, orgId);
  terminal.print(`   ${keptInWords(kept)}`);

  step(terminal, 5, "Verifying every byte, by the rules of OCFL 1.1 …");
  const verified = await verify(await storeTargets(opened), {
    mode: "full",
    now: new Date(),
    pinned: [],
    signal,
  });
  const { objects, files, bytes, errors, unchecked } = verified;
  const verdict =
    errors === 0 ? terminal.paint("green", "valid") : terminal.paint("red", counted(errors, "error"));
  terminal.print(`   ${counted(objects, "object")}, ${counted(files, "file")}, ${size(bytes)}: ${verdict}`);

  const latest = first.receipts.map(
    (one) => third.receipts.find((each) => each.ticketId === one.ticketId) ?? one,
  );
  terminal.print(`\n${ticketTable(terminal, latest)}`);
  expectAll([
    [first.receipts.length === ticketIds.length, "every ticket is archived"],
    [first.receipts.every(({ completeness }) => completeness === "complete"), "every archive is complete"],
    [second.receipts.length === ticketIds.length, "every ticket is archived the second time"],
    [second.receipts.every(({ outcome }) => outcome === "unchanged"), "the second time nothing is new"],
    [served === 0, "the second time no attachment is fetched"],
    [isWordForWord(kept, before), "the deleted message is still there, word for word"],
    [kept.message?.listed === false, "the deleted message is marked"],
    [
      third.receipts.every(({ completeness }) => completeness === "complete"),
      "its ticket's archive is complete",
    ],
    [sandbox.counts.leakedKeys === 0, "the keys go to LeadSquared's API only"],
    [errors === 0 && unchecked.length === 0, "the archive is valid"],
  ]);
  terminal.print(whereToLook(latest));
}

interface Round {
  readonly receipts: readonly ArchivedReceipt[];
  readonly durationMs: number;
}

async function archiveAll(
  archiver: LocalArchiver,
  tickets: readonly number[],
  signal: AbortSignal,
): Promise<Round> {
  const mandate = { reason: "demo", requestedBy: "npm start", byHand: true };
  const receipts: ArchivedReceipt[] = [];
  const started = performance.now();
  await backfill({
    tickets,
    archive: (ticketId, stop) => archiver.archive(ticketId, mandate, stop),
    concurrency: 8,
    signal,
    onOutcome: (outcome) => {
      if (outcome.outcome === "failed") throw outcome.error;
      if (outcome.outcome === "empty") return;
      receipts.push(outcome);
    },
  });
  signal.throwIfAborted();
  receipts.sort((a, b) => a.ticketId - b.ticketId);
  return { receipts, durationMs: performance.now() - started };
}

function summary({ receipts, durationMs }: Round): string {
  const archived = receipts.filter(({ outcome }) => outcome === "archived").length;
  const sum = (pick: (receipt: ArchivedReceipt) => number): number =>
    receipts.reduce((total, each) => total + pick(each), 0);
  const downloaded = sum(({ attachments }) => attachments.downloaded);
  const bytes = sum(({ attachments }) => attachments.downloadedBytes);
  const files =
    downloaded > 0
      ? `${counted(downloaded, "attachment")} downloaded (${size(bytes)})`
      : "nothing downloaded";
  return `${count(archived)} archived, ${count(receipts.length - archived)} unchanged, ${files}, in ${duration(durationMs)}`;
}

function ticketTable(terminal: Terminal, receipts: readonly ArchivedReceipt[]): string {
  const rows = receipts.map(({ ticketId, version, completeness, conversations, attachments, location }) => [
    `#${ticketId}`,
    version,
    completeness,
    String(conversations),
    String(attachments.stored),
    location,
  ]);
  const head = ["ticket", "version", "status", "conversations", "attachments", "folder"];
  return table(terminal, head, rows);
}

function whereToLook(receipts: readonly ArchivedReceipt[]): string {
  const [first] = receipts;
  if (first === undefined) return "";
  const object = `vault/${storageRootKey(first.orgId)}/${first.ticketId}`;
  return `
Look at   ${object}/${first.version}/content/ticket.json
and       ${object}/inventory.json

          ${COMMAND} show ${first.ticketId}
          ${COMMAND} verify
          grep -r X-Amz-Signature vault   (finds nothing: no signed link is kept)
`;
}

async function openSandbox(terminal: Terminal): Promise<Sandbox> {
  try {
    return await startSandbox({ port: PORT, tickets: GENERATED_TICKETS });
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.print(
      `Port ${PORT} is taken, so a free one is used: each ticket that is in ${FOLDER} already gets a new version.`,
    );
    return await startSandbox({ tickets: GENERATED_TICKETS });
  }
}

function step(terminal: Terminal, number: number, text: string): void {
  terminal.print(`${terminal.paint("bold", `${number}.`)} ${safeLine(text)}`);
}

function expectAll(expectations: readonly (readonly [holds: boolean, what: string])[]): void {
  const broken = expectations.filter(([holds]) => !holds).map(([, what]) => what);
  if (broken.length > 0) throw new Error(`The demo found that these do not hold: ${broken.join("; ")}.`);
}

endWithReader(() => process.exit(EXIT.failed));
const terminal = terminalOn(process, true);
try {
  await demo(terminal, interruption(terminal.note));
} catch (error) {
  terminal.note(`error: ${reportOf(error).message}`);
  process.exitCode = EXIT.failed;
}
