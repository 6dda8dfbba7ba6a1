/** The command line: its commands, each with its usage, and what is said of all of them. */
import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import { formatItem } from "./help-item.ts";
import { columnsOf, type Outputs } from "./terminal.ts";
import { addAccept } from "./usage/accept.ts";
import { addArchive } from "./usage/archive.ts";
import { addBackfill } from "./usage/backfill.ts";
import { addBrowse } from "./usage/browse.ts";
import { addCensus } from "./usage/census.ts";
import { addCompletion } from "./usage/completion.ts";
import { addDemo } from "./usage/demo.ts";
import { addDiff } from "./usage/diff.ts";
import { addDoctor } from "./usage/doctor.ts";
import { addExport } from "./usage/export.ts";
import { addGet } from "./usage/get.ts";
import { addGlobalOptions, type Run } from "./usage/global.ts";
import { addHold } from "./usage/hold.ts";
import { addIndex } from "./usage/index-rebuild.ts";
import { addInit } from "./usage/init.ts";
import { addList } from "./usage/list.ts";
import { addPeople } from "./usage/people.ts";
import { addRetry } from "./usage/retry.ts";
import { addSandbox } from "./usage/sandbox.ts";
import { addSeal } from "./usage/seal.ts";
import { addSearch } from "./usage/search.ts";
import { addShow } from "./usage/show.ts";
import { addSync } from "./usage/sync.ts";
import { addTerms } from "./usage/terms.ts";
import { addVerify } from "./usage/verify.ts";
import { wrapped } from "./wrap.ts";

/** In the order of the help. */
const COMMANDS = [
  addInit,
  addDoctor,
  addArchive,
  addBackfill,
  addSync,
  addRetry,
  addList,
  addSearch,
  addTerms,
  addBrowse,
  addCensus,
  addShow,
  addDiff,
  addGet,
  addSeal,
  addVerify,
  addExport,
  addHold,
  addAccept,
  addIndex,
  addPeople,
  addCompletion,
  addSandbox,
  addDemo,
];

const EXAMPLES = `
Exit codes:
  0  complete, or what is missing is accepted (verify: valid)
  2  wrong usage: nothing was done
  3  archived, but incomplete, or a number that has nothing (verify: findings;
     census: numbers that are not archived, accepted or empty)
  4  failed, interrupted, or could not be checked

Examples:
  export TICKETVAULT_ORG_ID=22824 TICKETVAULT_ACCESS_KEY=… TICKETVAULT_SECRET_KEY=…
  ticketvault archive 143
  ticketvault backfill --csv tickets.csv --store s3://my-bucket/vault
  ticketvault show 143
  ticketvault verify`;

/** Of help in a pipe. */
const USUAL_COLUMNS = 80;

/** @param outputs take the help and what is said of wrong usage */
export function createProgram(run: Run, { stdout, stderr }: Outputs): Command {
  const program = new Command("ticketvault")
    .description(
      "Keeps LeadSquared Service CRM ticket conversations as evidence, in OCFL archives that anybody can check.",
    )
    .version(manifest.version, "-V", "the version of this program, as --version alone")
    .exitOverride()
    .configureOutput({
      getOutHelpWidth: () => columnsOf(stdout) ?? USUAL_COLUMNS,
      getErrHelpWidth: () => columnsOf(stderr) ?? USUAL_COLUMNS,
      writeOut: (text) => void stdout.write(wrapped(text, columnsOf(stdout))),
      writeErr: (text) => void stderr.write(wrapped(text, columnsOf(stderr))),
    })
    .showHelpAfterError("(--help shows how)")
    .configureHelp({ showGlobalOptions: true, formatItem })
    .addHelpText("after", EXAMPLES);
  addGlobalOptions(program);
  for (const add of COMMANDS) add(program, run);
  return program;
}
