/** Usage of `ticketvault hold`: legal holds. */
import type { Command } from "commander";
import type { MandateFlags } from "../commands/hold.ts";
import type { GlobalFlags, Run } from "./global.ts";

/** What holds nobody to it: runs that began before the record was written. */
const AFTER_A_HOLD =
  "\nTickets that are being archived at the same time may get files that do not follow this change.\nRun `ticketvault hold apply` once those runs have ended: 15 minutes later in the stack.";

export function addHold(program: Command, run: Run): void {
  const hold = program
    .command("hold")
    .description("keep tickets from being deleted by anybody until their matter ends (S3 legal hold)");
  hold
    .command("place")
    .description("put tickets under a matter, including tickets that are archived later")
    .addHelpText("after", AFTER_A_HOLD)
    .argument("<matter>", "name of the matter: letters, digits, dots, hyphens, underscores")
    .argument("<ticket...>", "ticket numbers, as 143 or #143")
    .requiredOption("--reason <text>", "why; kept in the hold's record")
    .option("--requested-by <name>", "who asked; kept in the record (default: your user name)")
    .action((matter: string, tickets: string[], flags: MandateFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { placeHoldCommand } = await import("../commands/hold.ts");
        return placeHoldCommand(context, matter, tickets, flags);
      }),
    );
  hold
    .command("release")
    .description("end a matter; its tickets are released unless another matter holds them")
    .addHelpText("after", AFTER_A_HOLD)
    .argument("<matter>")
    .requiredOption("--reason <text>", "why; kept in the hold's record")
    .option("--requested-by <name>", "who asked; kept in the record (default: your user name)")
    .action((matter: string, flags: MandateFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { releaseHoldCommand } = await import("../commands/hold.ts");
        return releaseHoldCommand(context, matter, flags);
      }),
    );
  hold
    .command("list")
    .description("show all matters, or one with its whole record")
    .argument("[matter]")
    .action((matter: string | undefined, _flags: object, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { listHoldsCommand } = await import("../commands/hold.ts");
        return listHoldsCommand(context, matter);
      }),
    );
  hold
    .command("apply")
    .description(
      "set the hold of every file to what the records say; run it 15 minutes after a change, or after an interrupted run",
    )
    .action((_flags: object, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { applyHoldsCommand } = await import("../commands/hold.ts");
        return applyHoldsCommand(context);
      }),
    );
}
