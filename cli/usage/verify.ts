/** Usage of `ticketvault verify`: archives, ledgers and exports. */
import { type Command, Option } from "commander";
import type { VerifyOptions } from "../commands/verify.ts";
import type { GlobalFlags, Run } from "./global.ts";

export function addVerify(program: Command, run: Run): void {
  program
    .command("verify")
    .description(
      "check archives, ledgers and exports: every file against its digest, every version against its seal",
    )
    .argument(
      "[place]",
      "a ticket number, an export (zip or folder), or any folder that is an OCFL object or storage root (default: the whole store)",
    )
    .option("--quick", "check structure, ledger and the digests that S3 keeps, without reading the files")
    .addOption(
      new Option(
        "--public-key <file>",
        "trust only this ledger key and keys that it introduced; may be repeated",
      ).argParser((file: string, before: readonly string[] | undefined) => [...(before ?? []), file]),
    )
    .option("--head <sha256>", "the ledger must still contain the entry with this SHA-256")
    .option(
      "--rebuild",
      "of an export, make pages, e-mails, texts and tables again and compare them, also above 1 GiB",
    )
    .addOption(
      new Option(
        "--tsa-ca <file>",
        "certificates (PEM) that vouch for the authorities of the ledger's time stamps; may be repeated",
      ).argParser((file: string, before: readonly string[] | undefined) => [...(before ?? []), file]),
    )
    .addHelpText(
      "after",
      "\nFindings are lines of path, code, severity and message. Codes are words (missing, altered, extra, unsealed,\nrolled-back, hidden, sealed-but-missing, gap, broken-chain, bad-signature, unknown-key,\nretired-key, revoked-key, newer, not-checked) or OCFL's (https://ocfl.io/1.1/spec/validation-codes.html).\n\nExamples:\n  ticketvault verify\n  ticketvault verify --public-key ledger-key.pub.pem\n  ticketvault verify 143\n  ticketvault verify ./exports/0123456789abcdef\n  ticketvault verify ./some/other/ocfl-root --quick",
    )
    .action((place: string | undefined, options: VerifyOptions, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { verifyCommand } = await import("../commands/verify.ts");
        return verifyCommand(context, place, options);
      }),
    );
}
