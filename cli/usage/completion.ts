/** Usage of `ticketvault completion`: completion of commands and options in a shell. */
import { Argument, type Command } from "commander";
import type { Shell } from "../commands/completion.ts";
import type { GlobalFlags, Run } from "./global.ts";

export function addCompletion(program: Command, run: Run): void {
  program
    .command("completion")
    .description("print what makes a shell complete commands and options")
    .addArgument(new Argument("<shell>", "the shell").choices(["bash", "zsh", "fish"]))
    .addHelpText(
      "after",
      "\nFor this shell, or in its start-up file for all:\n  source <(ticketvault completion bash)\n  source <(ticketvault completion zsh)\n  ticketvault completion fish | source",
    )
    .action((shell: Shell, _flags: object, command: Command) =>
      run(
        command.optsWithGlobals<GlobalFlags>(),
        async (context) => {
          const { completionCommand } = await import("../commands/completion.ts");
          return completionCommand(context, shell, program);
        },
        { alone: true },
      ),
    );
}
