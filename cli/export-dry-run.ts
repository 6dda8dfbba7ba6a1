/** `export --dry-run`: which tickets an export would have, and what it would leave out; nothing is written. */
import { pinVersions } from "../shared/export/pin.ts";
import type { ExportRequest } from "../shared/export/request.ts";
import { rangesOf } from "../shared/ranges.ts";
import type { ObjectStore } from "../shared/store/object-store.ts";
import type { VaultAnswer } from "./ask-vault.ts";
import type { Context } from "./context.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { startProgress } from "./progress.ts";
import { table } from "./table.ts";
import { count, counted, safeLine, size, utc } from "./text.ts";

interface Asked {
  readonly orgId: number;
  readonly request: ExportRequest;
  readonly answer: VaultAnswer | undefined;
}

/** Reads what planning reads of the archive, and not the ledger. @throws StoreError; IntegrityError */
export async function exportDryRun(
  { terminal, signal, json }: Context,
  store: ObjectStore,
  { orgId, request, answer }: Asked,
): Promise<ExitCode> {
  let progress: ReturnType<typeof startProgress> | undefined;
  const onTicket = (done: number, total: number): void => {
    progress ??= startProgress("tickets", total);
    progress.update(done, "");
  };
  const pinning = pinVersions(store, orgId, request, { signal, onTicket });
  const { tickets, leftOut, notSelected } = await pinning.finally(() => progress?.stop());
  const found = (ticketId: number) => answer?.found.get(ticketId)?.wordings;
  if (json) {
    terminal.json({
      dryRun: true,
      ...(answer !== undefined && { question: answer.question, askedOf: answer.askedOf }),
      tickets: tickets.map(({ ticketId, version, files, bytes }) => {
        return { ticketId, version, files, bytes, ...(answer && { found: found(ticketId) ?? [] }) };
      }),
      leftOut,
      notSelected: { count: notSelected.length, tickets: rangesOf(notSelected) },
    });
  } else {
    const rows = tickets.map(({ ticketId, version, created, bytes }) => [
      ...[`#${ticketId}`, version, utc(created), size(bytes)],
      ...(answer === undefined ? [] : [count(found(ticketId)?.length ?? 0)]),
    ]);
    const head = ["ticket", "version", "archived, UTC", "size", ...(answer === undefined ? [] : ["found"])];
    if (rows.length > 0) terminal.print(table(terminal, head, rows));
    for (const { ticketId, message } of leftOut)
      terminal.print(`${terminal.paint("red", "left out")} #${ticketId}  ${safeLine(message)}`);
    if (notSelected.length > 0)
      terminal.print(`${counted(notSelected.length, "ticket")} looked at and not asked for.`);
    terminal.print(`${counted(tickets.length, "ticket")} would be exported. Nothing was written.`);
  }
  return leftOut.length === 0 ? EXIT.complete : EXIT.incomplete;
}
