/** Usage of `ticketvault show`: what the archive holds of a ticket. */
import type { Command } from "commander";
import type { ShowOptions } from "../commands/show.ts";
import type { GlobalFlags, Run } from "./global.ts";

export function addShow(program: Command, run: Run): void {
  program
    .command("show")
    .description("show what is archived of a ticket")
    .argument("<ticket>", "ticket number, as 143 or #143")
    .option("--version <vN>", "this version (default: the latest)")
    .option("--history", "list all versions, not only the latest ones")
    .option(
      "--transcript <file>",
      "write the conversations as one HTML page, to read in a browser and to print",
    )
    .option("--zone <name>", "time zone shown beside UTC in the page, such as Asia/Kolkata", "UTC")
    .addHelpText(
      "after",
      "\nThe page contains everything that it shows, including inline images, and loads nothing. No browser is opened.\n\nExample:\n  ticketvault show 143 --transcript 143.html --zone Asia/Kolkata",
    )
    .action((ticket: string, options: ShowOptions, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { showCommand } = await import("../commands/show.ts");
        return showCommand(context, ticket, options);
      }),
    );
}
