/** Runs docs/check.py on folders, as an auditor does. */
import { execFile, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
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

interface Answer {
  readonly code: number;
  readonly output: string;
}

/** Runs the checker with arguments. */
type Run = (given: readonly string[]) => Promise<Answer>;

/** In a process of its own. */
const runOnce: Run = (given) =>
  new Promise((resolve) => {
    execFile("python3", ["-I", CHECKER, ...given], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });

export interface Checker extends Disposable {
  readonly run: Run;
}

/** Runs it again and again in one process (many.py), some ten times as fast; one question at a time. */
export function startChecker(): Checker {
  const child = spawn("python3", ["-I", join(import.meta.dirname, "many.py"), CHECKER], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async run(given) {
      child.stdin.write(`${JSON.stringify(given)}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error("many.py has ended");
      return JSON.parse(value);
    },
    [Symbol.dispose]: () => child.stdin.end(),
  };
}

/** What the checker says of a folder. */
export async function check(folder: string, ...options: readonly string[]): Promise<Checked> {
  return await checkBy(runOnce, folder, ...options);
}

export async function checkBy(run: Run, folder: string, ...options: readonly string[]): Promise<Checked> {
  const { code, output } = await run([folder, ...options]);
  const lines = [...output.matchAll(/^(\S.*?) {2}[a-z-]+ {2}/gm)];
  return { code, places: lines.map(([, path = ""]) => path), output };
}

/** The same of a vault in memory, by the key and at the time that it was made for. */
export async function checkVault(
  files: Files,
  { pinned, now, run = runOnce }: Pick<MadeVault, "pinned" | "now"> & { readonly run?: Run },
  ...options: readonly string[]
): Promise<Checked> {
  await using folder = await inFolder(files);
  const keys = pinned.flatMap(({ id }) => ["--key", id]);
  return await checkBy(run, folder.path, ...keys, "--now", now.toISOString().slice(0, 19), ...options);
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
  return groups.filter((group) => isCovered(group) && !group.some(isNamed));
}

/** Of checkpoints, the checker looks at the documents that entries seal, and at nothing else. */
function isCovered(group: readonly string[]): boolean {
  return group.some((path) => !path.startsWith("checkpoints"));
}

/** The checker names the ticket or the entry: where in a ticket the lie is, its other files may tell as well. */
function place(path: string): string {
  return path.replace(/\.sig$/, "").replace(/^(archive\/\d+\/[^/]+)\/.*/, "$1");
}
