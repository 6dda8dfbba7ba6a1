/** Where the index of words is, and the zone in which questions are asked. */
import { closeSync, mkdirSync, openSync } from "node:fs";
import { access } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { SearchIndex } from "../shared/catalogue/search-index.ts";
import { sqliteSearch } from "../shared/catalogue/sqlite/sqlite-search.ts";
import { UsageError } from "../shared/errors.ts";
import { clockOf } from "../shared/render/times.ts";
import { unless } from "../shared/store/disk.ts";
import { type Given, given } from "./settings.ts";

/** Opens the index, and makes it where there is none. @throws UsageError */
export function openSearch(file: string): SearchIndex {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  // It holds what customers wrote: for nobody else to read. SQLite gives the files beside it the same rights.
  closeSync(openSync(file, "a", 0o600));
  return sqliteSearch(file);
}

/** Opens an index that is there. @throws UsageError where there is none */
export async function openExistingSearch(file: string): Promise<SearchIndex> {
  const found = await unless(
    ["ENOENT", "ENOTDIR"],
    access(file).then(() => true),
  );
  if (found === true) return sqliteSearch(file);
  const message = `There is no index of words at ${file}: \`ticketvault search --update\` makes it from the vault. \`archive\`, \`backfill\` and \`sync\` keep it up to date.`;
  throw new UsageError(message);
}

/** The zone of dates in questions and answers: the one that is set, or else UTC. @throws UsageError */
export async function zoneSetting(from: Given): Promise<string> {
  const setting = given(from, "zone");
  return setting === undefined ? "UTC" : clockOf(setting.text).zone;
}
