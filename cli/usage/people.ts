/** Usage of `ticketvault people`: who the people behind LeadSquared's ids are. */
import type { Command } from "commander";
import type { FetchPeopleFlags } from "../commands/people.ts";
import type { GlobalFlags, Run } from "./global.ts";

export function addPeople(program: Command, run: Run): void {
  program
    .command("people")
    .description("look up the names of the account's users, for exports and transcripts")
    .command("fetch")
    .description(
      "ask LeadSquared for the account's users, and write their ids, names and addresses into a file",
    )
    .requiredOption(
      "--crm-url <url>",
      "LeadSquared's CRM API of the account, which is another host than the Service CRM's",
    )
    .option("--out <file>", "where to write them; replaced when it is there", "people.json")
    .addHelpText(
      "after",
      "\nThe names go into what people read, marked with the day of the look-up; archives and e-mail files never have them.\n\nExample:\n  ticketvault people fetch --crm-url https://api-in21.leadsquared.com --out people.json\n  ticketvault export … --people people.json",
    )
    .action((flags: FetchPeopleFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { fetchPeopleCommand } = await import("../commands/people.ts");
        return fetchPeopleCommand(context, flags);
      }),
    );
}
