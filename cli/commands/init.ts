/** `ticketvault init`: writes a first file of settings, tries one call with it, and says what to do next. */
import { access, writeFile } from "node:fs/promises";
import { TicketvaultError, UsageError } from "../../shared/errors.ts";
import { jsonBytes } from "../../shared/json.ts";
import { SETTINGS_FILE } from "../../shared/settings/file.ts";
import { checkedBy } from "../../shared/settings/mistakes.ts";
import { fileSchema } from "../../shared/settings/schema.ts";
import { systemCode } from "../../shared/store/disk.ts";
import { askerOn } from "../ask.ts";
import type { Context } from "../context.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { settingsFrom } from "../file-account.ts";
import {
  accountOfFile,
  askSettings,
  type FirstFlags,
  type FirstSettings,
  givenSettings,
} from "../first-settings.ts";
import { keySettings } from "../key-settings.ts";
import { safeLines } from "../text.ts";
import { tryCall } from "../try-call.ts";

export interface InitFlags extends FirstFlags {
  readonly config?: string;
  readonly account?: string;
}

const DEFAULT_NAME = "main";

export async function initCommand(context: Context, flags: InitFlags): Promise<ExitCode> {
  const { settings, terminal, json } = context;
  const file = flags.config ?? (settings.env["TICKETVAULT_CONFIG"] || SETTINGS_FILE);
  await refuseExisting(file);
  const [name, chosen] = await chosenSettings(context, flags);
  const content = { accounts: { [name]: accountOfFile(chosen, file) } };
  checkedBy(fileSchema, content, { of: "what was given" });
  await write(file, jsonBytes(content));
  const { env } = settings;
  const call = await triedCall({
    ...context,
    settings: await settingsFrom({ config: file, account: name }, env),
  });
  const hasStack = chosen.allowedRegions !== undefined;
  if (json) terminal.json({ file, account: name, call });
  else tell(context, { file, name, call, hasStack });
  return call.outcome === "failed" ? EXIT.failed : EXIT.complete;
}

async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return;
  throw new UsageError(
    `${file} is there already and stays as it is: edit it, or give another file with --config.`,
  );
}

/** The account's name and settings; asked for where somebody sits at a terminal. */
async function chosenSettings(
  { settings, terminal, signal, json }: Context,
  flags: InitFlags,
): Promise<readonly [string, FirstSettings]> {
  const given = givenSettings(settings, flags);
  if (json || !process.stdin.isTTY) {
    if (given.org !== undefined) return [flags.account ?? DEFAULT_NAME, given];
    throw new UsageError(
      "Without a terminal nobody is asked: give --org, and what else shall stand in the file.",
    );
  }
  using asker = askerOn(terminal, signal);
  const name =
    flags.account ?? (await asker.ask({ text: "A name for the account", otherwise: DEFAULT_NAME }));
  return [name, await askSettings(asker, given, settings)];
}

async function write(file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(file, bytes, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    throw new UsageError(`${file} cannot be written (${systemCode(cause)}).`, { cause });
  }
}

interface Call {
  readonly outcome: "answered" | "failed" | "not tried";
  /** Why it failed or was not tried. */
  readonly reason?: string;
}

async function triedCall(context: Context): Promise<Call> {
  try {
    await keySettings(context.settings);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { outcome: "not tried", reason: error.message };
  }
  try {
    await tryCall(context);
    return { outcome: "answered" };
  } catch (error) {
    context.signal.throwIfAborted();
    if (!(error instanceof TicketvaultError)) throw error;
    return { outcome: "failed", reason: error.message };
  }
}

interface Told {
  readonly file: string;
  readonly name: string;
  readonly call: Call;
  readonly hasStack: boolean;
}

function tell({ terminal }: Context, { file, name, call, hasStack }: Told): void {
  const elsewhere = file === SETTINGS_FILE ? "" : ` --config ${file}`;
  terminal.print(`${file} is written, with the account ${name}.`);
  terminal.print(callInWords(call));
  terminal.print(`
Not in the file:
  LeadSquared's keys, which stay where they are
  limits of calls and all else that has a default: docs/settings.md lists it${hasStack ? "" : "\n  settings of a stack on AWS"}

Next:
  ticketvault doctor${elsewhere}
  ticketvault archive 143${elsewhere}`);
  if (hasStack)
    terminal.print(
      `  npx cdk deploy${file === SETTINGS_FILE ? "" : ` -c config=${file}`}, in a clone (docs/deploy.md)`,
    );
}

function callInWords({ outcome, reason = "" }: Call): string {
  const why = safeLines(reason);
  if (outcome === "answered") return "LeadSquared answered: host, account number and keys are right.";
  if (outcome === "failed") return `A call was tried, and failed: ${why}`;
  return `No call was tried, as there are no keys yet: ${why}`;
}
