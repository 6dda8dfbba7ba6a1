/** Runs docs/check.py on folders, as an auditor does. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import type { Files } from "../ocfl/fixtures.ts";
import { inFolder } from "../temp.ts";
import type { MadeVault } from "../verify/sealed-vault.ts";

export const CHECKER = join(import.meta.dirname, "../../docs/check.py");

export interface Checked {
  readonly code: number;
  /** The places that lines name, in their order. */
  readonly places: readonly string[];
  readonly output: string;
}

/** What the checker says of a folder. */
export async function check(folder: string, ...options: readonly string[]): Promise<Checked> {
  const { code, output } = await new Promise<{ code: number; output: string }>((resolve) => {
    execFile("python3", ["-I", CHECKER, folder, ...options], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
  const lines = [...output.matchAll(/^(\S.*?) {2}[a-z-]+ {2}/gm)];
  return { code, places: lines.map(([, path = ""]) => path), output };
}

/** The same of a vault in memory, by the key and at the time that it was made for. */
export async function checkVault(
  files: Files,
  { pinned, now }: Pick<MadeVault, "pinned" | "now">,
  ...options: readonly string[]
): Promise<Checked> {
  await using folder = await inFolder(files);
  const keys = pinned.flatMap(({ id }) => ["--key", id]);
  return await check(folder.path, ...keys, "--now", now.toISOString().slice(0, 19), ...options);
}

/** Of groups of places at least one of which should be named, those that are not. */
export function unnamedByChecker(
  groups: readonly (readonly string[])[],
  found: readonly string[],
): readonly (readonly string[])[] {
  const named = new Set(found.map(place));
  // What was cut off at the end of a ledger, the entry that was noted down tells.
  const isNamed = (path: string): boolean =>
    named.has(place(path)) || (path.startsWith("ledger/") && named.has("ledger/22824"));
  return groups.filter((group) => !group.some(isNamed));
}

/** The checker names the ticket or the entry: where in a ticket the lie is, its other files may tell as well. */
function place(path: string): string {
  return path.replace(/\.sig$/, "").replace(/^(archive\/\d+\/[^/]+)\/.*/, "$1");
}
