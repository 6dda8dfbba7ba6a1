/** A copy of the tree that may be broken: the sources, with the installed packages of the original. */
import { execFile } from "node:child_process";
import { cp, readFile, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { tempFolder } from "../temp.ts";
import type { Patch } from "./patch.ts";

const ROOT = join(import.meta.dirname, "../..");
const LEFT_OUT = new Set([".git", ".installed", "node_modules", "cdk.out", "coverage", "vault"]);
const VITEST = join(ROOT, "node_modules/vitest/vitest.mjs");
const CONFIG = "test/patches/vitest.config.ts";

/** Of Vitest's JSON report. */
const reportSchema = z.object({
  numTotalTests: z.number(),
  testResults: z.array(
    z.object({ name: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

export interface Copy extends AsyncDisposable {
  /** Runs `work` on the patched tree, which is whole again afterwards. @throws Error when the patch does not apply */
  patched<T>(patch: Patch, work: () => Promise<T>): Promise<T>;
  /**
   * Those of the test files in which a test fails.
   * @throws Error when a file has no tests, or cannot be run
   */
  failing(testFiles: readonly string[]): Promise<readonly string[]>;
}

export async function copyOfTree(): Promise<Copy> {
  const folder = await tempFolder();
  const path = (file: string): string => join(folder.path, file);
  const filter = (source: string): boolean => !LEFT_OUT.has(basename(source));
  await cp(ROOT, folder.path, { recursive: true, filter });
  await symlink(join(ROOT, "node_modules"), path("node_modules"));
  return {
    async patched({ file, from, to }, work) {
      const whole = await readFile(path(file), "utf8");
      const times = whole.split(from).length - 1;
      if (times !== 1) throw new Error(`${file} has ${times} times: ${from}`);
      await writeFile(
        path(file),
        whole.replace(from, () => to),
      );
      try {
        return await work();
      } finally {
        await writeFile(path(file), whole);
      }
    },
    async failing(testFiles) {
      const report = path("report.json");
      const args = [
        VITEST,
        "run",
        "--config",
        CONFIG,
        "--reporter=json",
        `--outputFile=${report}`,
        ...testFiles,
      ];
      await writeFile(report, "");
      // Its exit code says the same as the report, but not whether a test failed or none could be run.
      await promisify(execFile)(process.execPath, args, { cwd: folder.path }).catch(() => {});
      const { testResults } = reportSchema.parse(JSON.parse(await readFile(report, "utf8")));
      const tests = new Map(testResults.map(({ name, assertionResults }) => [name, assertionResults]));
      return testFiles.filter((file) => {
        const results = tests.get(path(file)) ?? [];
        if (results.length === 0) throw new Error(`${file} has no test that could be run`);
        return results.some(({ status }) => status === "failed");
      });
    },
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
