/** Usage of `ticketvault get`: files out of the archive. */
import type { Command } from "commander";
import type { GetFlags } from "../commands/get.ts";
import type { GlobalFlags, Run } from "./global.ts";

export function addGet(program: Command, run: Run): void {
  program
    .command("get")
    .description("copy a ticket's files out of the archive, checking their digests on the way")
    .argument("<ticket>", "ticket number, as 143 or #143")
    .argument("[path...]", "files, or folders of files, as show --json lists them (default: all)")
    .requiredOption("--out <folder>", "where to put them; what is there already is never replaced")
    .option("--version <vN>", "of this version (default: the latest)")
    .addHelpText(
      "after",
      "\nExamples:\n  ticketvault get 143 --out 143\n  ticketvault get 143 attachments --out files\n  ticketvault get 143 ticket.json --version v1 --out before",
    )
    .action((ticket: string, paths: string[], flags: GetFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { getCommand } = await import("../commands/get.ts");
        return getCommand(context, ticket, paths, flags);
      }),
    );
}
