/** Usage of `ticketvault terms`: what each question of a list finds. */
import type { Command } from "commander";
import type { TermsFlags } from "../commands/terms.ts";
import type { GlobalFlags, Run } from "./global.ts";

const HELP = `
FILE has one question in each line, as \`ticketvault search\` takes it; empty lines and lines that begin with # are left out.
The index of words is brought level with the vault first.

  hits     wordings of messages, of descriptions and of titles that fulfil the term
  tickets  tickets with a hit
  unique   tickets with a hit, and with none of any other term in the list

Examples:
  ticketvault terms terms.txt --out report.html
  ticketvault terms terms.txt --csv --zone Asia/Kolkata > report.csv`;

export function addTerms(program: Command, run: Run): void {
  program
    .command("terms")
    .description("search terms report: how many messages and tickets each question of a list finds")
    .argument("<file>", "the list")
    .option("--csv", "as CSV on stdout")
    .option("--out <file>", "also write it as one HTML page, to read in a browser and to print")
    .option("--zone <name>", "time zone of dates, such as Asia/Kolkata [TICKETVAULT_ZONE] (default: UTC)")
    .addHelpText("after", HELP)
    .action((file: string, flags: TermsFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { termsCommand } = await import("../commands/terms.ts");
        return termsCommand(context, file, flags);
      }),
    );
}
