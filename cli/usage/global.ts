/** The options that all commands know, and how a command is run with them. */
import { type Command, Option } from "commander";
import { LOG_LEVELS, type LogLevel } from "../../shared/json-logger.ts";
import type { Context } from "../context.ts";
import type { ExitCode } from "../exit-codes.ts";
import { ACCOUNT, CONFIG } from "../file-account.ts";
import { SETTINGS } from "../settings.ts";

/** What the options that all commands know were given as. */
export interface GlobalFlags extends Partial<Record<keyof typeof SETTINGS, string>> {
  readonly config?: string;
  readonly account?: string;
  readonly logLevel: LogLevel;
  readonly json?: boolean;
  readonly color: boolean;
}

/** Runs a command in its context, made of the global flags; `alone` reads no file of settings. */
export type Run = (
  flags: GlobalFlags,
  command: (context: Context) => Promise<ExitCode>,
  how?: { readonly alone?: boolean },
) => Promise<void>;

/** Adds the options that all commands know. */
export function addGlobalOptions(program: Command): void {
  const setting = (name: keyof typeof SETTINGS, value: string, text: string): Option => {
    const [flag, variable] = SETTINGS[name];
    return new Option(`${flag} ${value}`, `${text} [${variable}]`);
  };
  program
    .addOption(
      new Option(
        `${CONFIG[0]} <file>`,
        `settings of your own (default: ticketvault.config.json) [${CONFIG[1]}]`,
      ),
    )
    .addOption(new Option(`${ACCOUNT[0]} <name>`, `which of several accounts in it [${ACCOUNT[1]}]`))
    .addOption(setting("store", "<place>", "folder or s3://bucket/prefix of the archive (default: ./vault)"))
    .addOption(
      setting(
        "staging",
        "<place>",
        "where files are staged on S3, unlocked (default: .staging beside the archive)",
      ),
    )
    .addOption(setting("endpoint", "<url>", "an S3 server other than AWS"))
    .addOption(setting("region", "<name>", "AWS region"))
    .addOption(
      setting(
        "index",
        "<place>",
        "file or dynamodb://TABLE of the index of tickets (default: beside the vault)",
      ),
    )
    .addOption(setting("org", "<id>", "LeadSquared account number"))
    .addOption(setting("tenant", "<id>", "tenant id, if it is not the account number"))
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
    .addOption(
      setting(
        "witness",
        "<place>",
        "folder or s3:// that remembers the ledger: seal adds to it, verify compares",
      ),
    )
    .addOption(
      setting(
        "tsa",
        "<url>",
        "time-stamping authorities for seal (RFC 3161), comma separated or repeated",
      ).argParser((value: string, before: string | undefined) =>
        before === undefined ? value : `${before},${value}`,
      ),
    )
    .addOption(
      setting(
        "detailsPath",
        "<path>",
        "path of the call for a ticket's details, with {ticketId} in it, or \"off\" (default: the documented call's)",
      ),
    )
    .addOption(
      setting(
        "people",
        "<file>",
        "names of people for exports and transcripts: CSV or JSON of id, name, address",
      ),
    )
    .addOption(setting("keysFile", "<file>", 'file with {"accessKey": "…", "secretKey": "…"}'))
    .addOption(
      setting(
        "secretId",
        "<id>",
        "the same in AWS Secrets Manager (default: TICKETVAULT_ACCESS_KEY, TICKETVAULT_SECRET_KEY)",
      ),
    )
    .addOption(
      setting("callsPerWindow", "<n>", "calls in 5 s that your LeadSquared plan allows (default: 25)"),
    )
    .addOption(setting("callsPerDay", "<n>", "calls in a day that it allows (default: not counted)"))
    .addOption(setting("callsShare", "<part>", "the part of both that is used here (default: 0.8)"))
    .addOption(
      setting("pace", "<place>", "dynamodb://TABLE: keep to the pace of a stack that works beside this"),
    )
    .addOption(
      new Option("--log-level <level>", "log to stderr, with --json as JSON lines")
        .choices([...LOG_LEVELS, "silent"])
        .default("warn"),
    )
    .option("--json", "results, and what fails, as JSON on stdout")
    .option("--no-color", "no colours");
}
