/** The settings of the CLI by name: a flag comes before its environment variable, that before the default. */

import { UsageError } from "../shared/errors.ts";

/** Flag and environment variable of each setting. */
export const SETTINGS = {
  store: ["--store", "TICKETVAULT_STORE"],
  staging: ["--staging", "TICKETVAULT_STAGING"],
  endpoint: ["--endpoint", "TICKETVAULT_ENDPOINT"],
  region: ["--region", "AWS_REGION"],
  index: ["--index", "TICKETVAULT_INDEX"],
  org: ["--org", "TICKETVAULT_ORG_ID"],
  tenant: ["--tenant", "TICKETVAULT_TENANT_ID"],
  baseUrl: ["--base-url", "TICKETVAULT_BASE_URL"],
  attachmentHost: ["--attachment-host", "TICKETVAULT_ATTACHMENT_HOSTS"],
  detailsPath: ["--details-path", "TICKETVAULT_DETAILS_PATH"],
  people: ["--people", "TICKETVAULT_PEOPLE"],
  keysFile: ["--keys-file", "TICKETVAULT_KEYS_FILE"],
  secretId: ["--secret-id", "TICKETVAULT_SECRET_ID"],
  callsPerWindow: ["--calls-per-window", "TICKETVAULT_CALLS_PER_WINDOW"],
  callsPerDay: ["--calls-per-day", "TICKETVAULT_CALLS_PER_DAY"],
  callsShare: ["--calls-share", "TICKETVAULT_CALLS_SHARE"],
  pace: ["--pace", "TICKETVAULT_PACE"],
} as const;

type SettingName = keyof typeof SETTINGS;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where settings come from. */
export interface Given {
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
  readonly env: Environment;
}

export interface Setting {
  readonly text: string;
  /** The flag or variable that it came from. */
  readonly from: string;
}

/** What was given of a setting; an empty variable counts as none. @throws UsageError for an empty flag */
export function given({ flags, env }: Given, name: SettingName): Setting | undefined {
  const [flag, variable] = SETTINGS[name];
  const fromFlag = flags[name];
  if (fromFlag === "") throw new UsageError(`${flag} is empty: give a value or leave it out.`);
  if (fromFlag !== undefined) return { text: fromFlag, from: flag };
  const fromEnv = env[variable]?.trim();
  return fromEnv ? { text: fromEnv, from: variable } : undefined;
}

/** `--org or TICKETVAULT_ORG_ID`. */
export function howToSet(name: SettingName): string {
  return SETTINGS[name].join(" or ");
}
