/** Usage of `ticketvault doctor`: whether all is there that a command needs. */
import type { Command } from "commander";
import type { GlobalFlags, Run } from "./global.ts";

export function addDoctor(program: Command, run: Run): void {
  program
    .command("doctor")
    .description("look at Node, settings, network, certificate, clock, keys and store, and say what to do")
    .addHelpText(
      "after",
      "\nMakes one call of LeadSquared. Of a store on S3 it writes a file of 19 bytes beside what is staged, and nothing into\nthe archive.\n\nExit codes: 0 nothing is in the way, 3 something is to be mended.",
    )
    .action((_flags: object, command: Command) => {
      const flags = command.optsWithGlobals<GlobalFlags>();
      return run(
        flags,
        async (context) => {
          const { doctorCommand } = await import("../commands/doctor.ts");
          return doctorCommand(context, flags);
        },
        { alone: true },
      );
    });
}
