/** Finds the account of the file of settings that a command is for. */
import { accountOf, readSettingsFile, SETTINGS_FILE } from "../shared/settings/file.ts";
import { ConfigError } from "../shared/settings/mistakes.ts";
import { type Environment, type Given, typed } from "./settings.ts";

export const CONFIG = ["--config", "TICKETVAULT_CONFIG"] as const;
export const ACCOUNT = ["--account", "TICKETVAULT_ACCOUNT"] as const;

/** What says which file, and which account of it. */
export interface FileFlags {
  readonly config?: string;
  readonly account?: string;
}

/**
 * The settings of a command. Which of several accounts is meant is asked only when one of its settings is.
 * @throws UsageError for a file that cannot be used
 */
export async function settingsFrom(flags: FileFlags & Given["flags"], env: Environment): Promise<Given> {
  const name = flags.account ?? (env[ACCOUNT[1]] || undefined);
  const file = await readSettingsFile(flags.config ?? (env[CONFIG[1]] || undefined));
  if (file === undefined) {
    if (name === undefined) return { flags, env };
    throw new ConfigError([`there is no ${SETTINGS_FILE} here with an account ${JSON.stringify(name)}`]);
  }
  const account = () => {
    const orgId = Number(typed({ flags, env }, "org")?.text.replace(/^#/, ""));
    const [chosen, settings] = accountOf(file, { name, by: ACCOUNT.join(" NAME or "), orgId });
    return { file: file.path, name: chosen, settings: settings as object };
  };
  return { flags, env, account };
}
