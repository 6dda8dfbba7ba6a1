/** The file that says who the people behind LeadSquared's ids are: read for exports and transcripts, written by `people fetch`. */
import { randomUUID } from "node:crypto";
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { UsageError } from "../shared/errors.ts";
import { jsonBytes } from "../shared/json.ts";
import type { People } from "../shared/people.ts";
import { parsePeople } from "./parse-people.ts";
import { type Given, given } from "./settings.ts";

/** A list of a million people has some 100 MB. */
const MOST_BYTES = 128 * 1024 * 1024;

/** Undefined where none is given. @throws UsageError */
export async function peopleSetting(from: Given): Promise<People | undefined> {
  const setting = given(from, "people");
  if (setting === undefined) return undefined;
  const where = `${setting.from} ${JSON.stringify(setting.text)}`;
  try {
    const stats = await stat(setting.text);
    if (!stats.isFile() || stats.size > MOST_BYTES)
      throw new UsageError(`${where} is not a regular file of at most 128 MiB.`);
    return parsePeople(await readFile(setting.text, "utf8"), where, stats.mtime);
  } catch (error) {
    throw unusable(error, `${where} cannot be read`);
  }
}

/** Whole or not at all, and for nobody else to read. @throws UsageError */
export async function writePeople(path: string, people: People): Promise<void> {
  const part = `${path}.${randomUUID()}.part`;
  try {
    await writeFile(part, jsonBytes(people), { mode: 0o600, flag: "wx" });
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw unusable(error, `--out ${JSON.stringify(path)} cannot be written`);
  }
}

function unusable(error: unknown, what: string): unknown {
  if (!(error instanceof Error && "syscall" in error)) return error;
  const code = "code" in error ? String(error.code) : "unknown";
  return new UsageError(`${what} (${code}).`, { cause: error });
}
