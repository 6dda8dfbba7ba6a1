/** `ticketvault export`: packs tickets into BagIt zips that anybody can read and check. */
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { UsageError } from "../../shared/errors.ts";
import type { ExportReceipt } from "../../shared/export/export-receipt.ts";
import { readPlan } from "../../shared/export/plan-export.ts";
import type { ExportRequest } from "../../shared/export/request.ts";
import { packersHere, runExport } from "../../shared/export/run-export.ts";
import { folderOutput } from "../../shared/store/folder-output.ts";
import { openAskedVault, type VaultAnswer } from "../ask-vault.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { exportDryRun } from "../export-dry-run.ts";
import { type ExportFlags, exportRequest, withAnswer } from "../export-request.ts";
import { orgSetting } from "../org-setting.ts";
import { packersOnCores } from "../packers.ts";
import { peopleSetting } from "../people-file.ts";
import { ledgerFor, type ProductionFlags, sealInWords, sealProduction } from "../production-seal.ts";
import { type Progress, startProgress } from "../progress.ts";
import { proxies } from "../proxies.ts";
import { answerLines } from "../search-about.ts";
import { isInStore, storeSettings } from "../store-settings.ts";
import { table } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { count, counted, safeLine, size } from "../text.ts";
import { openStore } from "../wiring.ts";

const LEFT_OUT_SHOWN = 20;

export async function exportCommand(
  context: Context,
  flags: ExportFlags & ProductionFlags,
): Promise<ExitCode> {
  const { settings, terminal, log, signal, json } = context;
  const [asked, orgId, storePlace, people] = await together([
    exportRequest(flags, settings, terminal.note),
    orgSetting(settings),
    storeSettings(settings),
    peopleSetting(settings),
  ]);
  if (isInStore(flags.out, storePlace)) {
    throw new UsageError(
      `--out ${JSON.stringify(flags.out)} lies inside the archive, where nothing else may stand: give a place outside.`,
    );
  }
  const opened = await openStore(storePlace);
  const { store } = opened;
  const answer = await answerOf(context, asked, { orgId, place: storePlace, opened });
  if (answer !== undefined) terminal.note(answerLines(answer));
  const request = answer === undefined ? asked : withAnswer(asked, answer);
  if (flags.dryRun === true) return exportDryRun(context, store, { orgId, request, answer });
  const output = folderOutput(flags.out);
  const ledger = await ledgerFor(
    { orgId, store, place: storePlace, log, through: proxies(settings.env) },
    flags,
  );
  const tool = `ticketvault ${manifest.version}`;
  const cloud = storePlace.kind === "s3" ? { region: storePlace.region, account: undefined } : undefined;
  const dependencies = { archive: store, output, log, now: () => new Date(), tool, people, answer, cloud };
  using packers = packersOnCores(packersHere(dependencies).pack, { place: storePlace, out: flags.out }, log);
  let progress: Progress | undefined;
  let parts = 0;
  const receipt = await runExport(dependencies, orgId, request, {
    signal,
    packers,
    onPlan: (plan) => {
      parts = plan.parts.length;
      terminal.note(`Export ${plan.id} into ${join(flags.out, plan.id)}`);
      const tickets = plan.parts.reduce((sum, part) => sum + part.tickets.length, 0);
      progress = startProgress("tickets", tickets);
    },
    onTicket: (done, part) => progress?.update(done, parts > 1 ? `part ${part} of ${parts}` : ""),
  }).finally(() => progress?.stop());

  const seal = await sealProduction(dependencies, ledger, await readPlan(output, receipt.id), receipt);
  const folder = join(flags.out, receipt.id);
  if (json) terminal.json({ location: folder, seal, ...receipt });
  else showReceipt(terminal, folder, receipt);
  if (!json)
    terminal.print(seal.status === "failed" ? terminal.paint("red", sealInWords(seal)) : sealInWords(seal));
  if (seal.status === "failed") return EXIT.failed;
  return receipt.completeness === "complete" ? EXIT.complete : EXIT.incomplete;
}

/** What the question of the request finds; undefined where it has none. */
async function answerOf(
  context: Context,
  { selection: { question } }: ExportRequest,
  vault: Parameters<typeof openAskedVault>[1],
): Promise<VaultAnswer | undefined> {
  if (question === undefined) return undefined;
  using asked = await openAskedVault(context, vault);
  return await asked.ask(question);
}

function showReceipt(terminal: Terminal, folder: string, receipt: ExportReceipt): void {
  const { parts, leftOut, incompleteTickets, acceptedTickets, changedTickets } = receipt;
  const { rolledBackTickets, unsealedVersions } = receipt;
  const rows = parts.map(({ file, size: bytes, tickets }) => [file, count(tickets), size(bytes)]);
  terminal.print(table(terminal, ["part", "tickets", "size"], rows));
  const { tickets, conversations, attachments } = receipt;
  terminal.print(
    `${counted(tickets, "ticket")}, ${counted(conversations, "conversation")}, ${counted(attachments, "attachment")} in ${folder}`,
  );
  for (const { ticketId, message } of leftOut.slice(0, LEFT_OUT_SHOWN)) {
    terminal.print(`${terminal.paint("red", "left out")} #${ticketId}  ${safeLine(message)}`);
  }
  const more = leftOut.length - LEFT_OUT_SHOWN;
  if (more > 0) terminal.print(`… and ${count(more)} more; export.json names them all.`);
  const { count: others, tickets: numbersOfOthers } = receipt.notSelected;
  if (others > 0) {
    const named = numbersOfOthers.length > 200 ? "export.json names them" : numbersOfOthers;
    terminal.print(`${counted(others, "ticket")} looked at and not asked for: ${named}.`);
  }
  if (changedTickets.length > 0) {
    const what = `${terminal.paint("yellow", "changed at the source")} ${numbers(changedTickets)}`;
    terminal.print(`${what}: earlier wordings and what was removed are shown, and marked.`);
  }
  if (acceptedTickets.length > 0) {
    const what = `${terminal.paint("green", "accepted")} ${numbers(acceptedTickets)}`;
    terminal.print(`${what}: something is missing, and was accepted; provenance.json says by whom and why.`);
  }
  if (incompleteTickets.length > 0) {
    const what = `${terminal.paint("yellow", "incomplete")} ${numbers(incompleteTickets)}`;
    terminal.print(`${what}: what is missing stands in the transcripts and in provenance.json.`);
  }
  if (rolledBackTickets.length > 0) {
    const what = `${terminal.paint("red", "rolled back")} ${numbers(rolledBackTickets)}`;
    terminal.print(
      `${what}: the ledger seals later versions than the archive shows. Run \`ticketvault verify\`.`,
    );
  }
  if (unsealedVersions > 0) {
    terminal.print(`${counted(unsealedVersions, "version")} without a signed ledger entry (yet).`);
  }
  terminal.print("How to check it without Ticketvault: VERIFY.md in each part.");
}

/** `#143, #144, …` */
function numbers(tickets: readonly number[]): string {
  const shown = tickets.slice(0, LEFT_OUT_SHOWN).map((ticketId) => `#${ticketId}`);
  return [...shown, ...(tickets.length > shown.length ? ["…"] : [])].join(", ");
}
