/** Usage of `ticketvault index`: the index of tickets, made anew. */
import type { Command } from "commander";
import type { GlobalFlags, Run } from "./global.ts";

export function addIndex(program: Command, run: Run): void {
  const index = program
    .command("index")
    .description("the index of tickets, by which they are listed and found");
  index
    .command("rebuild")
    .description(
      "make the index anew from the vault; asking for tickets starts as if none had been asked for",
    )
    .action((_flags: object, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { rebuildIndexCommand } = await import("../commands/index-rebuild.ts");
        return rebuildIndexCommand(context);
      }),
    );
}
