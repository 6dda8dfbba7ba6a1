/** Usage of `ticketvault census`: what is known of every number. */
import type { Command } from "commander";
import type { CensusFlags } from "../commands/census.ts";
import type { GlobalFlags, Run } from "./global.ts";

export function addCensus(program: Command, run: Run): void {
  program
    .command("census")
    .description(
      "state of every ticket number, from 1 to the highest, whether it is archived; kept in the vault",
    )
    .option("--latest", "show the latest census of the vault, and take none")
    .option("--out <file>", "also write it as one HTML page, to read in a browser and to print")
    .option("--requested-by <name>", "who asked; stands in the census (default: your user name)")
    .addHelpText(
      "after",
      "\nThe index of tickets is read, and the names of the ticket folders in the vault are listed; no ticket is read.\n`ticketvault seal` seals the census, and `verify` checks it.\nExit code 3: some numbers are not archived, accepted or empty.\n\nExamples:\n  ticketvault census --out census.html\n  ticketvault census --latest --json --store s3://my-bucket",
    )
    .action((flags: CensusFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { censusCommand } = await import("../commands/census.ts");
        return censusCommand(context, flags);
      }),
    );
}
