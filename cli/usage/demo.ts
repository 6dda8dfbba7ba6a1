/** Usage of `ticketvault demo`: what Ticketvault does, shown against the sandbox. */
import type { Command } from "commander";
import type { GlobalFlags, Run } from "./global.ts";

export function addDemo(program: Command, run: Run): void {
  program
    .command("demo")
    .description("show the whole main job with made-up tickets, in ./vault; nothing leaves this machine")
    .action((_flags: object, command: Command) =>
      run(
        command.optsWithGlobals<GlobalFlags>(),
        async () => {
          const { demoCommand } = await import("../commands/demo.ts");
          return demoCommand();
        },
        { alone: true },
      ),
    );
}
