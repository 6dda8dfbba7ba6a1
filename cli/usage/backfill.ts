/** Usage of `ticketvault backfill`: a range or a list of tickets. */
import type { Command } from "commander";
import type { BackfillFlags } from "../backfill-plan.ts";
import type { GlobalFlags, Run } from "./global.ts";
import { REASON, REQUESTED_BY } from "./mandate.ts";

export function addBackfill(program: Command, run: Run): void {
  program
    .command("backfill")
    .description("archive a range or a list of tickets; can be interrupted and goes on where it ended")
    .option("--from <n>", "first ticket number")
    .option("--to <n>", "last ticket number")
    .option("--csv <file>", "a list of tickets, with or without a heading")
    .option(
      "--column <name>",
      "heading of the column of ticket numbers (default: TicketId, Ticket, Id, …, else the first)",
    )
    .option("--concurrency <n>", "tickets at once", "8")
    .option(
      "--state <file>",
      "remembers what is done (default: .ticketvault-backfill-….jsonl here, one for each list)",
    )
    .option("--restart", "begin anew: archive again what is done")
    .option("--report <file>", "write the result of every ticket to a .csv or .json file")
    .option(...REASON, "backfill")
    .option(...REQUESTED_BY)
    .addHelpText(
      "after",
      "\nA ticket that is complete is not asked for again by a run of the same list, unless with --restart.\nWith --json each ticket is a line as it ends, and the summary is the last one.\n\nExamples:\n  ticketvault backfill --from 1 --to 5000\n  ticketvault backfill --csv tickets.csv --column 'Ticket Id' --report result.csv",
    )
    .action((flags: BackfillFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { backfillCommand } = await import("../commands/backfill.ts");
        return backfillCommand(context, flags);
      }),
    );
}
