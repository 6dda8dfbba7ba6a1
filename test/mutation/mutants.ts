/** Runs Stryker on an area, and says how many of its mutants the tests noticed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { tempFolder } from "../temp.ts";
import type { Area } from "./areas.ts";
import { TESTS_VARIABLE } from "./vitest.config.ts";

const ROOT = join(import.meta.dirname, "../..");
const STRYKER = join(import.meta.dirname, ".installed/node_modules/@stryker-mutator/core/bin/stryker.js");

const NOTICED = ["Killed", "Timeout"];
const MISSED = ["Survived", "NoCoverage"];
/** Changes that stop the tests from loading: nobody could miss one, and it counts for neither. */
const UNLOADABLE = ["RuntimeError", "CompileError"];

/** From 1. */
const position = z.object({ line: z.number(), column: z.number() });

const reportSchema = z.object({
  files: z.record(
    z.string(),
    z.object({
      mutants: z.array(
        z.object({
          replacement: z.string().default(""),
          status: z.string(),
          location: z.object({ start: position, end: position }),
        }),
      ),
      source: z.string(),
    }),
  ),
});

export interface Mutants {
  readonly noticed: number;
  /** `file: what stood there → what took its place`, on one line. */
  readonly missed: readonly string[];
  /** How many changes stop the tests from loading. */
  readonly unloadable: number;
}

/** @throws Error when Stryker fails, as it does where the tests fail without any mutant */
export async function mutantsOf({ files, tests }: Area): Promise<Mutants> {
  await using folder = await tempFolder();
  const report = join(folder.path, "report.json");
  const config = join(folder.path, "stryker.json");
  await writeFile(config, JSON.stringify(configOf(files, report, folder.path)));
  const child = spawn(process.execPath, [STRYKER, "run", config], {
    cwd: ROOT,
    env: { ...process.env, [TESTS_VARIABLE]: tests.join(" ") },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`Stryker ended with ${code}`);
  const read = reportSchema.parse(JSON.parse(await readFile(report, "utf8")));
  const all = Object.entries(read.files).flatMap(([file, { mutants, source }]) =>
    mutants.map(({ status, location, replacement }) => ({
      status,
      change: `${file}: ${onOneLine(textAt(source, location))} → ${onOneLine(replacement)}`,
    })),
  );
  return {
    noticed: all.filter(({ status }) => NOTICED.includes(status)).length,
    missed: all.filter(({ status }) => MISSED.includes(status)).map(({ change }) => change),
    unloadable: all.filter(({ status }) => UNLOADABLE.includes(status)).length,
  };
}

function textAt(source: string, { start, end }: Record<"start" | "end", z.infer<typeof position>>): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const until = lines.with(last, lines[last]?.slice(0, end.column - 1) ?? "");
  return until.join("\n").slice(start.column - 1);
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}

function configOf(files: readonly string[], report: string, folder: string): object {
  return {
    mutate: files,
    testRunner: "vitest",
    vitest: { configFile: "test/mutation/vitest.config.ts", related: false },
    coverageAnalysis: "perTest",
    // Several tests of files start servers: one after the other they meet no foreign load.
    concurrency: 1,
    timeoutMS: 20_000,
    reporters: ["json", "progress-append-only"],
    jsonReporter: { fileName: report },
    tempDirName: join(folder, "sandbox"),
    // Stryker would rewrite it with an older TypeScript's functions; Vite needs none of it.
    tsconfigFile: "none",
    ignorePatterns: ["test/foreign/.installed", "test/mutation/.installed", "docs/images", "dist", "cdk.out"],
    allowConsoleColors: false,
    logLevel: "warn",
  };
}
