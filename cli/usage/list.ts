/** Usage of `ticketvault list`: what is archived, without asking the vault. */
import type { Command } from "commander";
import type { ListFlags } from "../commands/list.ts";
import type { GlobalFlags, Run } from "./global.ts";

export function addList(program: Command, run: Run): void {
  program
    .command("list")
    .description("list the archived tickets with titles, from the index of tickets: the vault is not read")
    .option("--incomplete", "only tickets of which something is missing, or whose last try failed")
    .option(
      "--changed-since <time>",
      "only tickets with a new version since: 2026-01-31, or 2026-01-31T09:00:00+05:30",
    )
    .addHelpText(
      "after",
      "\nExamples:\n  ticketvault list --incomplete\n  ticketvault list --changed-since 2026-01-31 --json",
    )
    .action((flags: ListFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { listCommand } = await import("../commands/list.ts");
        return listCommand(context, flags);
      }),
    );
}
