/** Usage of `ticketvault browse`: a window for readers. */
import type { Command } from "commander";
import type { BrowseFlags } from "../commands/browse.ts";
import type { GlobalFlags, Run } from "./global.ts";

const HELP = `
The window is a server on 127.0.0.1 for one browser of yours: the one that opens the link first. It changes nothing, asks
nobody else, and runs no scripts. It lists what the index of words has; tickets and their files are read from the vault.

Examples:
  ticketvault browse
  ticketvault browse 'customer:asha refund' --zone Asia/Kolkata --update`;

export function addBrowse(program: Command, run: Run): void {
  program
    .command("browse")
    .description("read and search the vault in a browser: a window on this machine alone, until Ctrl-C")
    .argument("[question...]", "begins with what this question finds")
    .option("--update", "first bring the index of words level with the vault")
    .option("--zone <name>", "time zone of dates, such as Asia/Kolkata [TICKETVAULT_ZONE] (default: UTC)")
    .option("--port <n>", "port of 127.0.0.1 (default: a free one)")
    .option("--no-browser", "open no browser, and say which file to open in one")
    .addHelpText("after", HELP)
    .action((question: string[], flags: BrowseFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { browseCommand } = await import("../commands/browse.ts");
        return browseCommand(context, question.join(" ").trim(), flags);
      }),
    );
}
