/** `ticketvault terms`: the search terms report, of a list of questions. */
import { readFile } from "node:fs/promises";
import manifest from "../../package.json" with { type: "json" };
import { sha256Hex } from "../../shared/digest.ts";
import { UsageError } from "../../shared/errors.ts";
import { csvHeader, csvLines, type Row } from "../../shared/render/csv.ts";
import { type TermsReport, termsPage } from "../../shared/render/terms-page.ts";
import { openAskedVault } from "../ask-vault.ts";
import { together } from "../checks.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { orgSetting } from "../org-setting.ts";
import { askedOfLines } from "../search-about.ts";
import { zoneSetting } from "../search-settings.ts";
import { isInStore, storeSettings } from "../store-settings.ts";
import { table } from "../table.ts";
import { type ListOfTerms, readTerms } from "../term-list.ts";
import { count, safeLine } from "../text.ts";
import { openStore } from "../wiring.ts";
import { writeWhole } from "../write-whole.ts";

export interface TermsFlags {
  readonly csv?: boolean;
  /** File to write the page to. */
  readonly out?: string;
}

export async function termsCommand(
  context: Context,
  file: string,
  { csv, out }: TermsFlags,
): Promise<ExitCode> {
  const { settings, terminal, json, log } = context;
  const [place, orgId, zone] = await together([
    storeSettings(settings),
    orgSetting(settings),
    zoneSetting(settings),
  ]);
  if (out !== undefined && isInStore(out, place)) {
    throw new UsageError(`--out ${JSON.stringify(out)} lies inside the vault: give a place outside.`);
  }
  const list = await listIn(file, zone);
  const opened = await openStore(place, log);
  using asked = await openAskedVault(context, { orgId, place, opened });
  const counted = await asked.count(list.questions.map((text) => ({ text, zone })));
  const report: TermsReport = {
    ...{ orgId, at: new Date().toISOString(), tool: `ticketvault ${manifest.version}`, zone },
    list: { name: file, sha256: list.sha256 },
    ...counted,
  };
  if (out !== undefined) await writeWhole(out, [termsPage(report)], "--out");
  if (json) terminal.json(report);
  else if (csv === true) terminal.write(reportCsv(report));
  else showReport(context, report);
  if (!json) terminal.note(askedOfLines(report.askedOf, zone).join("\n"));
  if (out !== undefined) terminal.note(`${out}: the same as a page. Open it in a browser.`);
  return EXIT.complete;
}

async function listIn(file: string, zone: string): Promise<ListOfTerms & { readonly sha256: string }> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    throw new UsageError(`The list ${file} cannot be read (${code}): check the path.`, { cause });
  }
  return { ...readTerms(bytes, file, zone), sha256: sha256Hex(bytes) };
}

function rowsOf({ terms, union }: TermsReport): Row[] {
  return [
    ...terms.map(({ question, hits, tickets, uniqueTickets }, index) => ({
      ...{ Number: index + 1, Term: question, Hits: hits, Tickets: tickets, UniqueTickets: uniqueTickets },
    })),
    {
      Number: null,
      Term: "All terms together",
      Hits: union.hits,
      Tickets: union.tickets,
      UniqueTickets: null,
    },
  ];
}

function reportCsv(report: TermsReport): string {
  return csvHeader(["Number", "Term", "Hits", "Tickets", "UniqueTickets"]) + csvLines(rowsOf(report));
}

function showReport({ terminal }: Context, report: TermsReport): void {
  const figure = (cell: Row[string]): string => (cell === null ? "" : count(Number(cell)));
  const rows = rowsOf(report).map(({ Term, Hits, Tickets, UniqueTickets }) => [
    ...[Hits, Tickets, UniqueTickets].map((cell) => figure(cell ?? null)),
    safeLine(String(Term)),
  ]);
  terminal.print(table(terminal, ["hits", "tickets", "unique", "term"], rows));
}
