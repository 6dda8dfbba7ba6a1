/** Usage of `ticketvault export`: tickets for somebody else. */
import type { Command } from "commander";
import { DEFAULT_FORMATS, FORMAT_NAMES, FORMATS_IN_WORDS } from "../../shared/export/formats.ts";
import type { ExportFlags } from "../export-request.ts";
import type { ProductionFlags } from "../production-seal.ts";
import type { GlobalFlags, Run } from "./global.ts";

export function addExport(program: Command, run: Run): void {
  program
    .command("export")
    .description("pack tickets into BagIt zips to hand over: archived files, transcripts, e-mails, tables")
    .requiredOption("--matter <name>", "the legal matter or audit that the export is for")
    .requiredOption("--requested-by <name>", "who asked for it")
    .requiredOption("--reason <text>", "why")
    .requiredOption("--out <folder>", "where to put the export, in a folder of its own")
    .option("--tickets <list>", "ticket numbers, as 143,144")
    .option("--csv <file>", "a list of tickets as spreadsheets save it; - for standard input")
    .option("--column <name>", "its column of ticket numbers, by heading or by number")
    .option("--query <question>", "tickets that this question finds, as `ticketvault search` takes it")
    .option("--archived-from <time>", "tickets of which a version was archived since then …")
    .option(
      "--archived-to <time>",
      "… and before then: when Ticketvault copied them, not when they were written",
    )
    .option("--sent-from <time>", "tickets with a message that was sent since then …")
    .option("--sent-to <time>", "… and before then: when people wrote it, as LeadSquared says")
    .option(
      "--direction <way>",
      "tickets with an inbound or an outbound message; with --sent-from, in that span",
    )
    .option("--changed", "tickets of which LeadSquared edited or removed something")
    .option(
      "--leave-out-altered",
      "read every file first, and leave out by name the tickets that are damaged",
    )
    .option("--dry-run", "only show which tickets would be exported")
    .option("--formats <list>", `any of ${FORMAT_NAMES.join(",")} (default: ${DEFAULT_FORMATS.join(",")})`)
    .option("--zone <name>", "time zone shown beside UTC, and of dates in --query, as Europe/Berlin")
    .option("--part-size <size>", "largest size of a zip; a single larger ticket may exceed it", "1GB")
    .option(
      "--certificate [form]",
      "also a page to print with digests, counts and times; bsa63: drafts of the forms of India's Bharatiya Sakshya Adhiniyam, 2023, section 63(4)",
    )
    .option("--key-file <file>", "the ledger's signing key (default: ~/.config/ticketvault/ledger-key.pem)")
    .option("--kms-key <arn>", "sign with this key of AWS KMS instead")
    .option("--no-seal", "do not seal the export as a whole in the vault's ledger")
    .addHelpText(
      "after",
      `\nFormats:\n${FORMATS_IN_WORDS.map((line) => `  ${line}\n`).join("")}\nOf several ways to say which tickets, all must hold. Tickets are exported whole, with all their messages; those that do not\nmatch are counted and named in export.json. Times are 2026-01-31, which begins at midnight UTC, or 2026-01-31T09:00:00+05:30.\n\nAfter an interruption, run the command again to resume. The same request over the same versions gives the same bytes.\n\nWhere the vault has a ledger, the export as a whole is sealed in it at the end: every file of it, who asked, and why.\n\nWith --query the index of words is brought level with the vault first. Question, zone, what was searched and what could not be\nare part of plan.json and of the certificate; what was found is marked in transcripts, tables and load files.\n\nExamples:\n  ticketvault export --matter 'Smith v. Acme' --requested-by 'J. Doe' --reason 'Discovery request 12' --tickets 143,144 --out ./exports\n  ticketvault export --matter 'Smith v. Acme' --requested-by 'J. Doe' --reason 'Discovery request 13' --query 'refund sent:2026-03' --out ./exports`,
    )
    .action((flags: ExportFlags & ProductionFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { exportCommand } = await import("../commands/export.ts");
        return exportCommand(context, flags);
      }),
    );
}
