/** Usage of `ticketvault diff`: what a version has that an earlier one has not. */
import type { Command } from "commander";
import type { GlobalFlags, Run } from "./global.ts";

export function addDiff(program: Command, run: Run): void {
  program
    .command("diff")
    .description("show what changed between two versions of a ticket, word by word")
    .argument("<ticket>", "ticket number, as 143 or #143")
    .argument("[from]", "the earlier version, as v1 (default: the one before)")
    .argument("[to]", "the later version (default: the latest)")
    .addHelpText(
      "after",
      "\nWords that were deleted stand in [-…-], those that were inserted in {+…+}.\n\nExamples:\n  ticketvault diff 143\n  ticketvault diff 143 v1 v3 --json",
    )
    .action(
      (ticket: string, from: string | undefined, to: string | undefined, _flags: object, command: Command) =>
        run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
          const { diffCommand } = await import("../commands/diff.ts");
          return diffCommand(context, ticket, { from, to });
        }),
    );
}
