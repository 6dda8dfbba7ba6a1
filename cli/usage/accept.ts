/** Usage of `ticketvault accept`: gaps that will never close. */
import type { Command } from "commander";
import type { MandateFlags } from "../commands/hold.ts";
import type { GlobalFlags, Run } from "./global.ts";

const AFTER =
  "\nThe archive stays incomplete; what is missing now raises no alarm any more and is asked for no more.\nWhatever else is missing later does.";

export function addAccept(program: Command, run: Run): void {
  program
    .command("accept")
    .description("accept for good what is missing of a ticket's archive")
    .argument("<ticket>", "ticket number, as 143 or #143")
    .requiredOption("--reason <text>", "why; stands in the record")
    .option("--requested-by <name>", "who asked; stands in the record (default: your user name)")
    .addHelpText("after", AFTER)
    .action((ticket: string, flags: MandateFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { acceptCommand } = await import("../commands/accept.ts");
        return acceptCommand(context, ticket, flags);
      }),
    );
}
