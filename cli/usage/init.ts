/** Usage of `ticketvault init`: a first file of settings. */
import type { Command } from "commander";
import type { InitFlags } from "../commands/init.ts";
import type { GlobalFlags, Run } from "./global.ts";

export function addInit(program: Command, run: Run): void {
  program
    .command("init")
    .description("write a first file of settings, and try one call with it")
    .option("--allowed-region <name...>", "AWS regions in which a stack may keep the data")
    .option("--alarm-email <address>", "who is told of a stack's alarms")
    .addHelpText(
      "after",
      "\nOn a terminal it asks for what is not given; without one it takes what options and environment give. A file that is\nthere is never changed. Keys are not written: the file says where they are.\n\nExamples:\n  ticketvault init\n  ticketvault init --account acme --org 22824 --keys-file keys.json --store ./vault",
    )
    .action((_flags: object, command: Command) => {
      const flags = command.optsWithGlobals<GlobalFlags & InitFlags>();
      return run(
        flags,
        async (context) => {
          const { initCommand } = await import("../commands/init.ts");
          return initCommand(context, flags);
        },
        { alone: true },
      );
    });
}
