/** Usage of `ticketvault seal`: the signed ledger. */
import type { Command } from "commander";
import type { SealFlags } from "../commands/seal.ts";
import type { GlobalFlags, Run } from "./global.ts";

export function addSeal(program: Command, run: Run): void {
  program
    .command("seal")
    .description("seal every version that the signed ledger does not have yet, of all accounts or of --org")
    .option(
      "--key-file <file>",
      "signing key, made on first use (default: ~/.config/ticketvault/ledger-key.pem)",
    )
    .option("--kms-key <arn>", "sign with this key of AWS KMS instead (ECC_NIST_P256, SIGN_VERIFY)")
    .option("--heartbeat", "write an entry even if nothing is new; verify then expects one every hour")
    .option(
      "--introduce-key <file>",
      "say that the key with this public key (PEM) signs from now on, and the present one no more",
    )
    .option("--revoke-key <sha256>", "say that what this key signed does not count, from --revoke-from on")
    .option("--revoke-from <entry>", "number of the first entry of that key that does not count")
    .addHelpText(
      "after",
      "\nWhoever has the signing key can write another history: keep it away from the vault.\n\nExamples:\n  ticketvault seal\n  ticketvault seal --store s3://my-bucket/vault --kms-key arn:aws:kms:…\n  ticketvault seal --key-file new.pem --revoke-key 9f86d081… --revoke-from 512",
    )
    .action((flags: SealFlags, command: Command) =>
      run(command.optsWithGlobals<GlobalFlags>(), async (context) => {
        const { sealCommand } = await import("../commands/seal.ts");
        return sealCommand(context, flags);
      }),
    );
}
