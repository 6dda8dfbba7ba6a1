/** Usage of `ticketvault search`: what was written in the tickets. */
import type { Command } from "commander";
import { FIELDS } from "../../shared/catalogue/question/fields.ts";
import type { SearchFlags } from "../commands/search.ts";
import type { GlobalFlags, Run } from "./global.ts";

const FIELD_LINES = Object.entries(FIELDS).map(([name, { about }]) => `  ${`${name}:`.padEnd(11)} ${about}`);

const HELP = `
A question is found in a message that fulfils all of it, in any of its wordings, removed messages too. A ticket is found by
its messages, its description and its title.

  refund delay          both words (AND may be left out); OR, NOT and brackets
  "bank account"        words in a row
  refund*   *fund*      words that begin with it; words that have it within
  =Straße               with this case and these accents, which count for nothing otherwise
  NEAR(refund delay, 5) at most 5 words between them (10 unless said)

Fields, each with its value right behind the colon; status:(open OR pending) works too:
${FIELD_LINES.join("\n")}

Dates: sent:2026-03, sent:2026-03-01..2026-03-15, sent:>=2026-03-01T09:30, in the zone of --zone.

Exit codes: 0 found, 2 a mistake in the question, 3 nothing found, 4 failed.

Examples:
  ticketvault search 'refund sent:2026-03 is:removed'
  ticketvault search 'customer:asha (refund OR payment) NOT status:closed' --zone Asia/Kolkata
  ticketvault search 'file:invoice type:pdf' --csv > hits.csv
  ticketvault search --update`;

export function addSearch(program: Command, run: Run): void {
  program
    .command("search")
    .description("find messages by what was written in them, from the index of words: the vault is not read")
    .argument("[question...]", "words and fields; put it in single quotation marks for the shell")
    .option("--limit <n>", "messages that are shown, the newest first (default: 20, with --csv all)")
    .option("--open", "show what is found in a window of your browser, as `ticketvault browse` does")
    .option("--count", "only how many messages and tickets there are")
    .option("--csv", "all messages as CSV on stdout, with their whole text")
    .option("--zone <name>", "time zone of dates, such as Asia/Kolkata [TICKETVAULT_ZONE] (default: UTC)")
    .option("--update", "first bring the index level with the vault; needs no question")
    .addHelpText("after", HELP)
    .action((question: string[], flags: SearchFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        if (flags.open === true) {
          const { browseCommand } = await import("../commands/browse.ts");
          return browseCommand(context, question.join(" ").trim(), { ...flags, browser: true });
        }
        const { searchCommand } = await import("../commands/search.ts");
        return searchCommand(context, question.join(" "), flags);
      }),
    );
}
