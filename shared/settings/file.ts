/** Reads the file of settings, in which several accounts stand side by side by name. */
import { readFileSync, statSync } from "node:fs";
import { JsonError, readJson } from "../read-json.ts";
import { ConfigError, checkedBy } from "./mistakes.ts";
import { nearest } from "./nearest.ts";
import { fileSchema } from "./schema.ts";

/** Where the settings stand when no other file is named. */
export const SETTINGS_FILE = "ticketvault.config.json";

const MOST_BYTES = 1024 * 1024;

export interface SettingsFile {
  readonly path: string;
  /** The settings of each account by its name, as they were written and as the schema takes them. */
  readonly accounts: ReadonlyMap<string, unknown>;
}

/**
 * Reads and checks the file that was named, or else `ticketvault.config.json` in the working folder.
 * @returns undefined where none was named and none is there
 * @throws ConfigError with all mistakes of all accounts
 */
export async function readSettingsFile(named: string | undefined): Promise<SettingsFile | undefined> {
  const path = named ?? SETTINGS_FILE;
  const bytes = bytesOf(path);
  if (bytes === undefined) {
    if (named === undefined) return undefined;
    throw new ConfigError(["there is no such file"], path);
  }
  const given = await parsed(bytes, path);
  checkedBy(fileSchema, given, { of: path });
  const { accounts } = given as { readonly accounts: Readonly<Record<string, unknown>> };
  return { path, accounts: new Map(Object.entries(accounts)) };
}

/** What tells which account of a file is meant. */
export interface Wanted {
  readonly name?: string | undefined;
  /** How to name it, such as `--account NAME`. */
  readonly by: string;
  /** Tells as well where no name was given. */
  readonly orgId?: number | undefined;
}

/**
 * The account of that name, or with that number; the only one of a file needs neither.
 * @returns its name and settings @throws ConfigError
 */
export function accountOf(
  { path, accounts }: SettingsFile,
  { name, by, orgId }: Wanted,
): readonly [string, unknown] {
  const names = [...accounts.keys()];
  if (name !== undefined) {
    if (accounts.has(name)) return [name, accounts.get(name)];
    const meant = nearest(name, names);
    const hint = meant === undefined ? `it has ${names.join(", ")}` : `did you mean ${meant}?`;
    throw new ConfigError([`there is no account ${JSON.stringify(name)}: ${hint}`], path);
  }
  const fitting = [...accounts].filter(([, each]) => names.length === 1 || numberOf(each) === orgId);
  if (fitting.length === 1 && fitting[0] !== undefined) return fitting[0];
  throw new ConfigError([`there are the accounts ${names.join(", ")}: choose one with ${by}`], path);
}

function numberOf(account: unknown): unknown {
  return (account as { readonly orgId: number }).orgId;
}

/** Undefined where there is no file. */
function bytesOf(path: string): Buffer | undefined {
  try {
    const found = statSync(path);
    if (!found.isFile() || found.size > MOST_BYTES)
      throw new ConfigError(["give a file of JSON of up to 1 MiB"], path);
    return readFileSync(path);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new ConfigError([`the file cannot be read (${code})`], path);
  }
}

async function parsed(bytes: Buffer, path: string): Promise<unknown> {
  try {
    const { value, repeated } = await readJson(bytes);
    const twice = [...repeated.values()].flatMap((names) => [...names.keys()]);
    if (twice.length === 0) return value;
    throw new ConfigError(
      twice.map((name) => `${name} stands twice in one object`),
      path,
    );
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw new ConfigError([`${cause.message}${lineOf(bytes)}`], path);
  }
}

/** Where Node's own parser gives up, if it says so; the rest of what it says quotes the file. */
function lineOf(bytes: Buffer): string {
  try {
    JSON.parse(bytes.toString());
    return "";
  } catch (error) {
    const [, line, column] = /\(line (\d+) column (\d+)\)/.exec(String(error)) ?? [];
    return line === undefined ? "" : ` at line ${line}, column ${column}`;
  }
}
