/** The settings of the CLI by name: a flag comes before its environment variable, that before the file, that before the default. */
import { dirname, isAbsolute, join } from "node:path";
import { UsageError } from "../shared/errors.ts";
import { SETTINGS_FILE } from "../shared/settings/file.ts";

/** Flag, environment variable and name in the file of each setting. */
export const SETTINGS = {
  store: ["--store", "TICKETVAULT_STORE", "cli.store"],
  staging: ["--staging", "TICKETVAULT_STAGING", "cli.staging"],
  endpoint: ["--endpoint", "TICKETVAULT_ENDPOINT", "cli.endpoint"],
  region: ["--region", "AWS_REGION", "cli.region"],
  index: ["--index", "TICKETVAULT_INDEX", "cli.index"],
  org: ["--org", "TICKETVAULT_ORG_ID", "orgId"],
  tenant: ["--tenant", "TICKETVAULT_TENANT_ID", "tenantId"],
  baseUrl: ["--base-url", "TICKETVAULT_BASE_URL", "baseUrl"],
  attachmentHost: ["--attachment-host", "TICKETVAULT_ATTACHMENT_HOSTS", "attachmentHosts"],
  witness: ["--witness", "TICKETVAULT_WITNESS", "cli.witness"],
  tsa: ["--tsa", "TICKETVAULT_TSA", "tsa"],
  detailsPath: ["--details-path", "TICKETVAULT_DETAILS_PATH", "detailsPath"],
  people: ["--people", "TICKETVAULT_PEOPLE", "cli.people"],
  keysFile: ["--keys-file", "TICKETVAULT_KEYS_FILE", "cli.keysFile"],
  secretId: ["--secret-id", "TICKETVAULT_SECRET_ID", "cli.secretId"],
  callsPerWindow: ["--calls-per-window", "TICKETVAULT_CALLS_PER_WINDOW", "calls.perWindow"],
  callsPerDay: ["--calls-per-day", "TICKETVAULT_CALLS_PER_DAY", "calls.perDay"],
  callsShare: ["--calls-share", "TICKETVAULT_CALLS_SHARE", "calls.share"],
  pace: ["--pace", "TICKETVAULT_PACE", "cli.pace"],
  zone: ["--zone", "TICKETVAULT_ZONE", "cli.zone"],
} as const;

export type SettingName = keyof typeof SETTINGS;

/** Paths in the file are those of its folder, from wherever the command is called. */
export const PATHS: ReadonlySet<SettingName> = new Set(["store", "witness", "index", "people", "keysFile"]);

/** What belongs to one store, account or place of keys: the file's counts with the file's own only. */
const BELONGS_TO: Readonly<Partial<Record<SettingName, readonly SettingName[]>>> = {
  staging: ["store"],
  endpoint: ["store"],
  index: ["store", "org"],
  tenant: ["org"],
  keysFile: ["keysFile", "secretId"],
  secretId: ["keysFile", "secretId"],
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** An account of the file of settings. */
interface FileAccount {
  /** The path of the file. */
  readonly file: string;
  readonly name: string;
  readonly settings: object;
}

/** Where settings come from. */
export interface Given {
  readonly flags: Readonly<Partial<Record<SettingName, string>>>;
  readonly env: Environment;
  /** The account of the file that is meant, where there is a file. @throws UsageError where that is not said */
  readonly account?: () => FileAccount | undefined;
}

export interface Setting {
  readonly text: string;
  /** The flag, variable or place in the file that it came from. */
  readonly from: string;
}

/** What was given of a setting; an empty variable counts as none. @throws UsageError for an empty flag */
export function given(from: Given, name: SettingName): Setting | undefined {
  return typed(from, name) ?? inFile(from, name);
}

/** What was given for this command, by a flag or the environment. */
export function typed({ flags, env }: Pick<Given, "flags" | "env">, name: SettingName): Setting | undefined {
  const [flag, variable] = SETTINGS[name];
  const fromFlag = flags[name];
  if (fromFlag === "") throw new UsageError(`${flag} is empty: give a value or leave it out.`);
  if (fromFlag !== undefined) return { text: fromFlag, from: flag };
  const fromEnv = env[variable]?.trim();
  return fromEnv ? { text: fromEnv, from: variable } : undefined;
}

function inFile(from: Given, name: SettingName): Setting | undefined {
  const account = from.account?.();
  if (account === undefined) return undefined;
  if (BELONGS_TO[name]?.some((owner) => isTypedOtherwise(from, account, owner))) return undefined;
  const [, , setting] = SETTINGS[name];
  const value = valueAt(account.settings, setting);
  if (value === undefined) return undefined;
  const text = PATHS.has(name) ? pathFrom(account.file, String(value)) : String(value);
  return { text, from: `accounts.${account.name}.${setting} in ${account.file}` };
}

/** Whether the command was told another one than the file has. */
function isTypedOtherwise(from: Given, { settings }: FileAccount, name: SettingName): boolean {
  const given = typed(from, name);
  return given !== undefined && given.text !== String(valueAt(settings, SETTINGS[name][2]));
}

function valueAt(settings: object, name: string): unknown {
  return name
    .split(".")
    .reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], settings);
}

function pathFrom(file: string, path: string): string {
  return isAbsolute(path) || path.includes("://") ? path : join(dirname(file), path);
}

/** `--org, TICKETVAULT_ORG_ID or orgId in ticketvault.config.json`. */
export function howToSet(name: SettingName): string {
  const [flag, variable, setting] = SETTINGS[name];
  return `${flag}, ${variable} or ${setting} in ${SETTINGS_FILE}`;
}
