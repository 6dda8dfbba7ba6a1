/** The command line: commands, options and help, and which function runs each. */
import { Command, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import { LOG_LEVELS, type LogLevel } from "../shared/json-logger.ts";
import type { BackfillFlags } from "./backfill-plan.ts";
import type { ArchiveOptions } from "./commands/archive.ts";
import type { MandateFlags } from "./commands/hold.ts";
import type { SealFlags } from "./commands/seal.ts";
import type { ShowOptions } from "./commands/show.ts";
import type { VerifyOptions } from "./commands/verify.ts";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { ExportFlags } from "./export-request.ts";
import { SETTINGS } from "./settings.ts";
import type { Outputs } from "./terminal.ts";

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

/** @param outputs take the help and what is said of wrong usage */
export function createProgram(run: Run, { stdout, stderr }: Outputs): Command {
  const program = new Command("ticketvault")
    .description(
      "Keeps LeadSquared Service CRM ticket conversations as evidence, in OCFL archives that anybody can check.",
    )
    .version(manifest.version, "-V", "the version of this program, as --version alone")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void stdout.write(text),
      writeErr: (text) => void stderr.write(text),
    })
    .showHelpAfterError("(--help shows how)")
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", EXAMPLES);
  addGlobalOptions(program);
  addArchive(program, run);
  addBackfill(program, run);
  addShow(program, run);
  addSeal(program, run);
  addVerify(program, run);
  addExport(program, run);
  addHold(program, run);
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
      new Option("--log-level <level>", "log to stderr as JSON lines")
        .choices([...LOG_LEVELS, "silent"])
        .default("warn"),
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
    .option(
      "--transcript <file>",
      "write the conversations as one HTML page, to read in a browser and to print",
    )
    .option("--zone <name>", "time zone shown beside UTC in the page, such as Asia/Kolkata", "UTC")
    .addHelpText(
      "after",
      "\nThe page holds all that it shows, inline images too, and loads nothing; no browser is opened.\n\nExample:\n  ticketvault show 143 --transcript 143.html --zone Asia/Kolkata",
    )
    .action((ticket: string, options: ShowOptions, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { showCommand } = await import("./commands/show.ts");
        return showCommand(context, ticket, options);
      }),
    );
}

function addSeal(program: Command, run: Run): void {
  program
    .command("seal")
    .description(
      "write every version that is not there yet into the signed ledger, of all accounts or of --org",
    )
    .option(
      "--key-file <file>",
      "signing key, made on first use (default: ~/.config/ticketvault/ledger-key.pem)",
    )
    .option("--kms-key <arn>", "sign with this key of AWS KMS instead (ECC_NIST_P256, SIGN_VERIFY)")
    .option("--heartbeat", "write an entry even when nothing is new; verify then expects one every hour")
    .option("--introduce-key <file>", "say that the key with this public key (PEM) signs from now on")
    .addHelpText(
      "after",
      "\nWho holds the signing key can write another history: keep it away from the vault.\n\nExamples:\n  ticketvault seal\n  ticketvault seal --store s3://my-bucket/vault --kms-key arn:aws:kms:…",
    )
    .action((flags: SealFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { sealCommand } = await import("./commands/seal.ts");
        return sealCommand(context, flags);
      }),
    );
}

function addVerify(program: Command, run: Run): void {
  program
    .command("verify")
    .description(
      "check archives, ledgers and exports: every file against its digest, every version against its seal",
    )
    .argument(
      "[place]",
      "a ticket number, an export (zip or folder), or any folder that is an OCFL object or storage root (default: the whole store)",
    )
    .option("--quick", "do not read the files: structure, ledger, and the digests that S3 keeps")
    .addOption(
      new Option(
        "--public-key <file>",
        "believe only this ledger key and those that it introduced; may be repeated",
      ).argParser((file: string, before: readonly string[] | undefined) => [...(before ?? []), file]),
    )
    .option("--head <sha256>", "the ledger must still hold the entry with this SHA-256")
    .addHelpText(
      "after",
      "\nFindings are lines of path, code, severity and message. Codes are words (missing, altered, extra, unsealed,\nrolled-back, gap, broken-chain, bad-signature, unknown-key) or OCFL's (https://ocfl.io/1.1/spec/validation-codes.html).\n\nExamples:\n  ticketvault verify\n  ticketvault verify --public-key ledger-key.pub.pem\n  ticketvault verify 143\n  ticketvault verify ./exports/0123456789abcdef\n  ticketvault verify ./some/other/ocfl-root --quick",
    )
    .action((place: string | undefined, options: VerifyOptions, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { verifyCommand } = await import("./commands/verify.ts");
        return verifyCommand(context, place, options);
      }),
    );
}

function addExport(program: Command, run: Run): void {
  program
    .command("export")
    .description(
      "pack tickets into BagIt zips for somebody else: archived files, transcripts, e-mails, tables",
    )
    .requiredOption("--matter <name>", "the legal matter or audit that it is for")
    .requiredOption("--requested-by <name>", "who asked for it")
    .requiredOption("--reason <text>", "why")
    .requiredOption("--out <folder>", "where to put it; a folder of its own comes to be in it")
    .option("--tickets <list>", "ticket numbers, as 143,144")
    .option("--csv <file>", "a list of tickets, with or without a heading")
    .option("--column <name>", "heading of its column of ticket numbers")
    .option("--from <time>", "tickets archived since then: 2026-01-31, or 2026-01-31T09:00:00+05:30 …")
    .option("--to <time>", "… and before then; dates begin at midnight UTC")
    .option("--formats <list>", "of html,eml,csv,loadfile (default: all)")
    .option("--zone <name>", "time zone shown beside UTC, as Europe/Berlin")
    .option("--part-size <size>", "a zip is no larger, unless one ticket is", "1GB")
    .addHelpText(
      "after",
      "\nRun again after an interruption, it goes on. The same request over the same versions gives the same bytes.\n\nExample:\n  ticketvault export --matter 'Smith v. Acme' --requested-by 'J. Doe' --reason 'Discovery request 12' --tickets 143,144 --out ./exports",
    )
    .action((flags: ExportFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { exportCommand } = await import("./commands/export.ts");
        return exportCommand(context, flags);
      }),
    );
}

/** What holds nobody to it: runs that began before the record was written. */
const AFTER_A_HOLD =
  "\nTickets that are being archived at the same time may get files that do not follow this change.\nRun `ticketvault hold apply` once those runs have ended: 15 minutes later in the stack.";

function addHold(program: Command, run: Run): void {
  const hold = program
    .command("hold")
    .description("keep tickets from being deleted by anybody until their matter ends (S3 legal hold)");
  hold
    .command("place")
    .description("put tickets under a matter; those that are archived later too")
    .addHelpText("after", AFTER_A_HOLD)
    .argument("<matter>", "name of the matter: letters, digits, dots, hyphens, underscores")
    .argument("<ticket...>", "ticket numbers, as 143 or #143")
    .requiredOption("--reason <text>", "why; stands in the hold's record")
    .option("--requested-by <name>", "who asked; stands in the record (default: your user name)")
    .action((matter: string, tickets: string[], flags: MandateFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { placeHoldCommand } = await import("./commands/hold.ts");
        return placeHoldCommand(context, matter, tickets, flags);
      }),
    );
  hold
    .command("release")
    .description("end a matter; its tickets are released unless another matter holds them")
    .addHelpText("after", AFTER_A_HOLD)
    .argument("<matter>")
    .requiredOption("--reason <text>", "why; stands in the hold's record")
    .option("--requested-by <name>", "who asked; stands in the record (default: your user name)")
    .action((matter: string, flags: MandateFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { releaseHoldCommand } = await import("./commands/hold.ts");
        return releaseHoldCommand(context, matter, flags);
      }),
    );
  hold
    .command("list")
    .description("show all matters, or one with its whole record")
    .argument("[matter]")
    .action((matter: string | undefined, _flags: object, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { listHoldsCommand } = await import("./commands/hold.ts");
        return listHoldsCommand(context, matter);
      }),
    );
  hold
    .command("apply")
    .description(
      "set the hold of every file to what the records say, as 15 minutes after a change, or after a run that was interrupted",
    )
    .action((_flags: object, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { applyHoldsCommand } = await import("./commands/hold.ts");
        return applyHoldsCommand(context);
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
