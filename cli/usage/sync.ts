/** Usage of `ticketvault sync`: new and due tickets, without a list. */
import type { Command } from "commander";
import type { SyncFlags } from "../commands/sync.ts";
import type { GlobalFlags, Run } from "./global.ts";
import { REASON, REQUESTED_BY } from "./mandate.ts";

export function addSync(program: Command, run: Run): void {
  program
    .command("sync")
    .description("find new tickets by their numbers, and archive what is new or due; needs no list")
    .option("--watch", "go on until interrupted, with the day's calls spread over the day")
    .option("--plan", "only print what would be asked for next, and why")
    .option("--from <n>", "the first number that is asked for", "1")
    .option(...REASON, "sync")
    .option(...REQUESTED_BY)
    .addHelpText(
      "after",
      "\nA number that is empty stays due, since a ticket can appear late. Without --watch the run ends when nothing is due.\nWith --json, each number is a line when it is done.\n\nExamples:\n  ticketvault sync --plan\n  ticketvault sync --watch",
    )
    .action((flags: SyncFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { syncCommand } = await import("../commands/sync.ts");
        return syncCommand(context, flags);
      }),
    );
}
