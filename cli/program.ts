/** The command line: commands, options and help, and which function runs each. */
import { Command, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { BackfillFlags } from "./backfill-plan.ts";
import type { ArchiveOptions } from "./commands/archive.ts";
import type { ShowOptions } from "./commands/show.ts";
import type { VerifyOptions } from "./commands/verify.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit-codes.ts";
import { LOG_LEVELS, type LogLevel } from "./logger.ts";
import { SETTINGS } from "./settings.ts";

/** The options that all commands know. */
interface GlobalFlags extends Partial<Record<keyof typeof SETTINGS, string>> {
  readonly logLevel: LogLevel;
  readonly json?: boolean;
  readonly color: boolean;
}

/** Runs a command in its context, made of the global flags. */
export type Run = (flags: GlobalFlags, command: (context: Context) => Promise<ExitCode>) => Promise<void>;

const EXAMPLES = `
Exit codes:
  0  complete (verify: valid)
  2  wrong usage: nothing was done
  3  archived, but incomplete (verify: findings)
  4  failed, interrupted, or could not be checked

Examples:
  export TICKETVAULT_ORG_ID=22824 TICKETVAULT_ACCESS_KEY=… TICKETVAULT_SECRET_KEY=…
  ticketvault archive 143
  ticketvault backfill --csv tickets.csv --store s3://my-bucket/vault
  ticketvault show 143
  ticketvault verify`;

export function createProgram(run: Run): Command {
  const program = new Command("ticketvault")
    .description(
      "Keeps LeadSquared Service CRM ticket conversations as evidence, in OCFL archives that anybody can check.",
    )
    .version(manifest.version, "-V", "the version of this program, as --version alone")
    .exitOverride()
    .showHelpAfterError("(--help shows how)")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", EXAMPLES);
  addGlobalOptions(program);
  addArchive(program, run);
  addBackfill(program, run);
  addShow(program, run);
  addVerify(program, run);
  addSandbox(program, run);
  return program;
}

function addGlobalOptions(program: Command): void {
  const setting = (name: keyof typeof SETTINGS, value: string, text: string): Option => {
    const [flag, variable] = SETTINGS[name];
    return new Option(`${flag} ${value}`, `${text} [${variable}]`);
  };
  program
    .addOption(setting("store", "<place>", "folder or s3://bucket/prefix of the archive (default: ./vault)"))
    .addOption(
      setting(
        "staging",
        "<place>",
        "where files wait on S3, unlocked (default: .staging beside the archive)",
      ),
    )
    .addOption(setting("endpoint", "<url>", "another S3 server than AWS"))
    .addOption(setting("region", "<name>", "AWS region"))
    .addOption(setting("org", "<id>", "LeadSquared account number"))
    .addOption(setting("tenant", "<id>", "tenant id, where it is not the account number"))
    .addOption(setting("baseUrl", "<url>", "LeadSquared API of your region (default: India's)"))
    .addOption(
      setting(
        "attachmentHost",
        "<pattern>",
        "hosts of attachments, comma separated or repeated (default: LeadSquared's buckets)",
      ).argParser((value: string, before: string | undefined) =>
        before === undefined ? value : `${before},${value}`,
      ),
    )
    .addOption(setting("keysFile", "<file>", 'file with {"accessKey": "…", "secretKey": "…"}'))
    .addOption(
      setting(
        "secretId",
        "<id>",
        "the same in AWS Secrets Manager; else TICKETVAULT_ACCESS_KEY, TICKETVAULT_SECRET_KEY",
      ),
    )
    .addOption(
      new Option("--log-level <level>", "log to stderr as JSON lines").choices(LOG_LEVELS).default("warn"),
    )
    .option("--json", "results as JSON on stdout")
    .option("--no-color", "no colours");
}

const REASON = ["--reason <text>", "why; stands in the version"] as const;
const REQUESTED_BY = [
  "--requested-by <name>",
  "who asked; stands in the version (default: your user name)",
] as const;

function addArchive(program: Command, run: Run): void {
  program
    .command("archive")
    .description("archive tickets: a new version where something changed, else nothing")
    .argument("<ticket...>", "ticket numbers, as 143 or #143")
    .option(...REASON, "asked for on the command line")
    .option(...REQUESTED_BY)
    .addHelpText("after", "\nExample:\n  ticketvault archive 143 '#144' --reason 'Audit 2026-07'")
    .action((tickets: string[], options: ArchiveOptions, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { archiveCommand } = await import("./commands/archive.ts");
        return archiveCommand(context, tickets, options);
      }),
    );
}

function addBackfill(program: Command, run: Run): void {
  program
    .command("backfill")
    .description("archive a range or a list of tickets; can be interrupted and goes on where it ended")
    .option("--from <n>", "first ticket number")
    .option("--to <n>", "last ticket number")
    .option("--csv <file>", "a list of tickets, with or without a heading")
    .option(
      "--column <name>",
      "heading of the column of ticket numbers (default: TicketId, Ticket, Id, …, else the first)",
    )
    .option("--concurrency <n>", "tickets at once", "8")
    .option(
      "--state <file>",
      "remembers what is done (default: .ticketvault-backfill-….jsonl here, one for each list)",
    )
    .option("--restart", "begin anew: archive again what is done")
    .option("--report <file>", "write the result of every ticket to a .csv or .json file")
    .option(...REASON, "backfill")
    .option(...REQUESTED_BY)
    .addHelpText(
      "after",
      "\nA ticket that is complete is not asked for again by a run of the same list, unless with --restart.\nWith --json each ticket is a line as it ends, and the summary is the last one.\n\nExamples:\n  ticketvault backfill --from 1 --to 5000\n  ticketvault backfill --csv tickets.csv --column 'Ticket Id' --report result.csv",
    )
    .action((flags: BackfillFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { backfillCommand } = await import("./commands/backfill.ts");
        return backfillCommand(context, flags);
      }),
    );
}

function addShow(program: Command, run: Run): void {
  program
    .command("show")
    .description("show what the archive holds of a ticket")
    .argument("<ticket>", "ticket number, as 143 or #143")
    .option("--version <vN>", "this version (default: the latest)")
    .option("--history", "list all versions, not only the latest ones")
    .action((ticket: string, options: ShowOptions, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { showCommand } = await import("./commands/show.ts");
        return showCommand(context, ticket, options);
      }),
    );
}

function addVerify(program: Command, run: Run): void {
  program
    .command("verify")
    .description("check archives: every file against its digest, by the rules of OCFL 1.0 and 1.1")
    .argument(
      "[place]",
      "a ticket number, or any folder that is an OCFL object or storage root (default: the whole store)",
    )
    .option("--quick", "do not read the files: structure, and the digests that S3 keeps")
    .addHelpText(
      "after",
      "\nFindings are lines of path, code (https://ocfl.io/1.1/spec/validation-codes.html), severity and message.\n\nExamples:\n  ticketvault verify\n  ticketvault verify 143\n  ticketvault verify ./some/other/ocfl-root --quick",
    )
    .action((place: string | undefined, options: VerifyOptions, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { verifyCommand } = await import("./commands/verify.ts");
        return verifyCommand(context, place, options);
      }),
    );
}

function addSandbox(program: Command, run: Run): void {
  program
    .command("sandbox")
    .description(
      "run a stand-in for LeadSquared on this machine, with made-up tickets (--help shows its options)",
    )
    .helpOption(false)
    .allowUnknownOption()
    .argument("[options...]")
    .action((args: string[], _options: object, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { sandboxCommand } = await import("./commands/sandbox.ts");
        return sandboxCommand(context, args);
      }),
    );
}
