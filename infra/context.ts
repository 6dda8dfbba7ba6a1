/** Finds the settings of a stack: an account of the file that `-c config=FILE` names, and single ones given as `-c ticketvault.orgId=22824`. */
import { accountOf, readSettingsFile, SETTINGS_FILE, type SettingsFile } from "../shared/settings/file.ts";
import { ConfigError } from "../shared/settings/mistakes.ts";
import { nearest } from "../shared/settings/nearest.ts";
import { accountSchema } from "../shared/settings/schema.ts";

const NAME = "ticketvault";

/** What `-c` may begin with. */
const OURS = [NAME, "config", "account"];

type CdkContext = Readonly<Record<string, unknown>>;

/**
 * The settings, single ones above the file's; `readConfig` checks them.
 * @throws ConfigError for what is wrong in the file, for a key that looks like ours and is none, and where there are no settings
 */
export async function settingsIn(context: CdkContext): Promise<unknown> {
  refuseOthers(context);
  const file = await readSettingsFile(textAt(context, "config"));
  const account = textAt(context, "account");
  if (file === undefined && account !== undefined)
    throw new ConfigError([`there is no ${SETTINGS_FILE} with an account ${account}`]);
  let settings = file && stackOf(file, account);
  for (const [key, value] of Object.entries(context)) {
    const [first, ...path] = key.split(".");
    if (first === NAME && path.length > 0) settings = withSetting(settings, path, given(value));
  }
  if (settings !== undefined) return settings;
  throw new ConfigError([
    `there is no ${SETTINGS_FILE} here: \`npx ticketvault init\` makes one, or give -c config=FILE`,
  ]);
}

function refuseOthers(context: CdkContext): void {
  const mistaken = Object.keys(context).flatMap((key) => {
    const [first = "", ...path] = key.split(".");
    if (first === NAME)
      return path.length > 0 ? [] : `${NAME} in the CDK's context: settings stand in ${SETTINGS_FILE}`;
    const meant = OURS.includes(first) ? undefined : nearest(first, OURS);
    return meant === undefined ? [] : `${key} is no setting: did you mean ${[meant, ...path].join(".")}?`;
  });
  if (mistaken.length > 0) throw new ConfigError(mistaken);
}

/** The settings of an account whose stack is no other account's: deploying it would take that one's place. */
function stackOf(file: SettingsFile, account: string | undefined): unknown {
  const [name, settings] = accountOf(file, { name: account, by: "-c account=NAME" });
  const stackName = stackNameOf(settings);
  const others = [...file.accounts].flatMap(([other, each]) =>
    other !== name && stackNameOf(each) === stackName ? [other] : [],
  );
  if (others.length === 0) return settings;
  const message = `accounts.${name} and accounts.${others[0]} have the same stackName, ${stackName}: give each its own`;
  throw new ConfigError([message], file.path);
}

function stackNameOf(settings: unknown): string {
  return accountSchema.parse(settings).stackName;
}

function textAt(context: CdkContext, key: string): string | undefined {
  return context[key] === undefined ? undefined : String(context[key]);
}

function withSetting(settings: unknown, [key = "", ...below]: readonly string[], value: unknown): unknown {
  const others = typeof settings === "object" && settings !== null ? settings : {};
  const before = Object.entries(others).find(([name]) => name === key)?.[1];
  return { ...others, [key]: below.length === 0 ? value : withSetting(before, below, value) };
}

/** The command line gives every value as text: what is JSON is read as JSON. */
function given(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
