/** Usage of `ticketvault sandbox`: the stand-in for LeadSquared. */
import type { Command } from "commander";
import type { GlobalFlags, Run } from "./global.ts";

export function addSandbox(program: Command, run: Run): void {
  program
    .command("sandbox")
    .description(
      "run a stand-in for LeadSquared on this machine, with made-up tickets (--help shows its options)",
    )
    .helpOption(false)
    .allowUnknownOption()
    .argument("[options...]")
    .action((args: string[], _options: object, command: Command) =>
      run(
        command.optsWithGlobals<GlobalFlags>(),
        async (context) => {
          const { sandboxCommand } = await import("../commands/sandbox.ts");
          return sandboxCommand(context, args);
        },
        { alone: true },
      ),
    );
}
