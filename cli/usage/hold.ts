/** Usage of `ticketvault hold`: legal holds. */
import type { Command } from "commander";
import type { MandateFlags, PlaceFlags } from "../commands/hold.ts";
import type { GlobalFlags, Run } from "./global.ts";

/** What holds nobody to it: runs that began before the record was written. */
const AFTER_A_HOLD =
  "\nTickets that are being archived at the same time may get files that do not follow this change.\nRun `ticketvault hold apply` once those runs have ended: 15 minutes later in the stack.";

const BY_QUESTION = `
With --query the index of words is brought level with the vault first. The question, its zone, the tickets that it found,
what was searched and what could not be stand in the hold's record.

Example:
  ticketvault hold place acme-v-us --query 'customer:asha refund sent:2026-03' --standing --reason 'Acme v. Us, 24-cv-17'`;

export function addHold(program: Command, run: Run): void {
  const hold = program
    .command("hold")
    .description("keep tickets from being deleted by anybody until their matter ends (S3 legal hold)");
  hold
    .command("place")
    .description("put tickets under a matter, including tickets that are archived later")
    .addHelpText("after", `${BY_QUESTION}\n${AFTER_A_HOLD}`)
    .argument("<matter>", "name of the matter: letters, digits, dots, hyphens, underscores")
    .argument("[ticket...]", "ticket numbers, as 143 or #143")
    .option("--query <question>", "tickets that this question finds, as `ticketvault search` takes it")
    .option("--standing", "ask it again daily, by `sync` or `hold take-in`, and take in what it finds")
    .option("--zone <name>", "time zone of its dates, such as Asia/Kolkata [TICKETVAULT_ZONE] (default: UTC)")
    .option("--dry-run", "only show which tickets would be held")
    .requiredOption("--reason <text>", "why; kept in the hold's record")
    .option("--requested-by <name>", "who asked; kept in the record (default: your user name)")
    .action((matter: string, tickets: string[], flags: PlaceFlags, command: Command) =>
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
    .command("take-in")
    .description("ask the standing questions of all matters again, and hold what they find now")
    .argument("[matter]")
    .action((matter: string | undefined, _flags: object, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { takeInCommand } = await import("../commands/hold.ts");
        return takeInCommand(context, matter);
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
