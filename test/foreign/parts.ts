/** Installs the programs of a part, runs its tests, and collects what the programs said. */
import { spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rowsOf } from "./page.ts";
import { TOLD_VARIABLE } from "./told.ts";

const HERE = import.meta.dirname;
const VITEST = new URL("../../node_modules/vitest/vitest.mjs", import.meta.url).pathname;

/** The part whose tests stand beside those that need no program. */
const TOOLS = "tools";

export interface Outcome {
  readonly part: string;
  /** Why it failed. */
  readonly problem: string | undefined;
  /** What installer and tests wrote. */
  readonly output: string;
  readonly seconds: number;
  /** Of its folder of programs; what Debian's packages take is not counted. */
  readonly megabytes: number;
  /** Of the page. */
  readonly rows: readonly string[];
}

export async function allParts(): Promise<string[]> {
  const entries = await readdir(HERE, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name);
}

export async function runPart(part: string): Promise<Outcome> {
  const started = performance.now();
  const folder = await mkdtemp(join(tmpdir(), "ticketvault-foreign-"));
  const told = join(folder, "told");
  const installed = await run("bash", [join(HERE, part, "install.sh")]);
  const config = join(HERE, "vitest.config.ts");
  const args = [
    VITEST,
    "run",
    "--config",
    config,
    part === TOOLS ? `.${TOOLS}.test.ts` : `test/foreign/${part}/`,
  ];
  const tested =
    installed.code === 0 ? await run(process.execPath, args, { [TOLD_VARIABLE]: told }) : undefined;
  const lines = (await readFile(told, "utf8").catch(() => "")).split("\n").filter((line) => line !== "");
  await rm(folder, { recursive: true });
  return {
    part,
    problem: problemOf(installed.code, tested?.code),
    output: installed.output + (tested?.output ?? ""),
    seconds: Math.round((performance.now() - started) / 1000),
    megabytes: Math.round((await bytesIn(join(HERE, ".installed", part))) / 1e6),
    rows: rowsOf(lines.map((line) => JSON.parse(line))),
  };
}

function problemOf(installed: number | null, tested: number | null | undefined): string | undefined {
  if (installed !== 0) return "its programs could not be installed";
  return tested === 0 ? undefined : "its tests failed";
}

async function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(1));
    child.on("close", resolve);
  });
  return { code, output };
}

async function bytesIn(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  let bytes = 0;
  for (const entry of entries)
    if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name))).size;
  return bytes;
}
