/**
 * `npm run test:foreign [-- --only NAME]…`: asks other people's programs. A part is a folder here, with `install.sh` beside
 * its tests. A part whose programs cannot be had is named and fails the run.
 */
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

const HERE = import.meta.dirname;
const VITEST = new URL("../../node_modules/vitest/vitest.mjs", import.meta.url).pathname;

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: "string", multiple: true } } });
  const entries = await readdir(HERE, { withFileTypes: true });
  const all = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const unknown = (values.only ?? []).filter((name) => !all.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`There is no part ${unknown.join(", ")}. Parts: ${all.join(", ")}\n`);
    return 2;
  }
  const failed: string[] = [];
  for (const part of values.only ?? all) {
    const started = performance.now();
    const problem = await runPart(part);
    if (problem !== undefined) failed.push(`${part}: ${problem}`);
    process.stdout.write(
      `${part}: ${problem ?? "passed"} in ${Math.round((performance.now() - started) / 1000)} s\n`,
    );
  }
  process.stdout.write(failed.length === 0 ? "All parts passed.\n" : `Failed:\n${failed.join("\n")}\n`);
  return failed.length === 0 ? 0 : 1;
}

async function runPart(part: string): Promise<string | undefined> {
  const installed = await exitCode("bash", [join(HERE, part, "install.sh")]);
  if (installed !== 0) return "its programs could not be installed";
  const config = join(HERE, "vitest.config.ts");
  const folder = `test/foreign/${part}/`;
  const tested = await exitCode(process.execPath, [VITEST, "run", "--config", config, folder]);
  return tested === 0 ? undefined : "its tests failed";
}

function exitCode(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
  return new Promise((resolve) => {
    child.on("error", () => resolve(1));
    child.on("close", (code) => resolve(code ?? 1));
  });
}

process.exitCode = await main();
