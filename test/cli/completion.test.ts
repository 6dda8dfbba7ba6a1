/** `ticketvault completion`: the shell completes what the program's own table of commands and options has. */
import { execFileSync } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createProgram } from "../../cli/program.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { runHere } from "./command.ts";

let folder: TempFolder;
let script: string;
beforeAll(async () => {
  folder = await tempFolder();
  script = join(folder.path, "completion.bash");
  const { code, stdout } = await runHere(["completion", "bash"], { cwd: folder.path });
  expect(code).toBe(0);
  await writeFile(script, stdout);
});
afterAll(() => folder[Symbol.asyncDispose]());

/** What a real bash offers behind these words; the last one is being typed. */
function offered(...words: string[]): string[] {
  const typed = `source "$0"; COMP_WORDS=(ticketvault "$@"); COMP_CWORD=$#; _ticketvault; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const given = execFileSync("bash", ["--norc", "-euc", typed, script, ...words], { encoding: "utf8" });
  return given.split("\n").filter((word) => word !== "");
}

const program = createProgram(async () => {}, { stdout: process.stdout, stderr: process.stderr });

test("bash offers all commands, and those that begin with what is typed", () => {
  expect(offered("")).toEqual(program.commands.map((each) => each.name()));
  expect(offered("ver")).toEqual(["verify"]);
});

test("bash offers the commands below a command, past options and their values", () => {
  const hold = program.commands.find((each) => each.name() === "hold");
  expect(offered("hold", "")).toEqual(hold?.commands.map((each) => each.name()));
  expect(offered("--store", "archive", "hold", "pl")).toEqual(["place"]);
});

test("bash offers a command's options and the program's, and the values that an option takes", () => {
  expect(offered("backfill", "--dry")).toEqual(["--dry-run"]);
  expect(offered("show", "143", "--st")).toEqual(["--store", "--staging"]);
  expect(offered("archive", "--log-level", "de")).toEqual(["debug"]);
  expect(offered("completion", "")).toEqual(["bash", "zsh", "fish"]);
});

test("where any value is taken, bash is left to its files", () => {
  expect(offered("verify", "--store", "")).toEqual([]);
  expect(offered("get", "143", "--out", "a")).toEqual([]);
});

test.each(["zsh", "fish"])("%s is told of every command", async (shell) => {
  const { code, stdout } = await runHere(["completion", shell], { cwd: folder.path });
  expect(code).toBe(0);
  for (const each of program.commands) expect(stdout).toContain(` ${each.name()}`);
});

test("another shell is refused", async () => {
  const { code, stderr } = await runHere(["completion", "tcsh"], { cwd: folder.path });
  expect(code).toBe(2);
  expect(stderr).toContain("Allowed choices are bash, zsh, fish");
});
