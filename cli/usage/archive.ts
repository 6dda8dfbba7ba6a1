/** Usage of `ticketvault archive`: tickets by number. */
import type { Command } from "commander";
import type { ArchiveOptions } from "../commands/archive.ts";
import type { GlobalFlags, Run } from "./global.ts";
import { REASON, REQUESTED_BY } from "./mandate.ts";

export function addArchive(program: Command, run: Run): void {
  program
    .command("archive")
    .description("archive tickets: a new version if something changed, otherwise nothing")
    .argument("<ticket...>", "ticket numbers, as 143 or #143")
    .option(...REASON, "asked for on the command line")
    .option(...REQUESTED_BY)
    .addHelpText("after", "\nExample:\n  ticketvault archive 143 '#144' --reason 'Audit 2026-07'")
    .action((tickets: string[], options: ArchiveOptions, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { archiveCommand } = await import("../commands/archive.ts");
        return archiveCommand(context, tickets, options);
      }),
    );
}
