/** Usage of `ticketvault backfill`: a range or a list of tickets. */
import type { Command } from "commander";
import type { BackfillFlags } from "../backfill-plan.ts";
import type { GlobalFlags, Run } from "./global.ts";
import { REASON, REQUESTED_BY } from "./mandate.ts";

export function addBackfill(program: Command, run: Run): void {
  program
    .command("backfill")
    .description("archive a range or a list of tickets; can be interrupted, and resumes where it stopped")
    .option("--from <n>", "first ticket number")
    .option("--to <n>", "last ticket number")
    .option("--csv <file>", "a list of tickets as spreadsheets save it; - for standard input")
    .option(
      "--column <name>",
      "its column of ticket numbers, by heading or by number (default: TicketId, Ticket, Id, … or the only one)",
    )
    .option("--concurrency <n>", "number of tickets archived at once", "8")
    .option(
      "--state <file>",
      "file that records what is done (default: .ticketvault-backfill-….jsonl here, one for each list)",
    )
    .option("--restart", "start again from the beginning, and archive again what is done")
    .option("--dry-run", "say what would be asked and how long it takes; ask and write nothing")
    .option("--report <file>", "write the result of every ticket to a .csv or .json file")
    .option(...REASON, "backfill")
    .option(...REQUESTED_BY)
    .addHelpText(
      "after",
      "\nA later run of the same list does not ask for complete tickets again, unless you give --restart.\nWith --json, each ticket is a line when it is done, and the last line is the summary.\n\nExamples:\n  ticketvault backfill --from 1 --to 5000\n  ticketvault backfill --from 1 --to 5000 --dry-run\n  ticketvault backfill --csv tickets.csv --column 'Ticket Id' --report result.csv",
    )
    .action((flags: BackfillFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { backfillCommand } = await import("../commands/backfill.ts");
        return backfillCommand(context, flags);
      }),
    );
}
