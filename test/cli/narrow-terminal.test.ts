/** A terminal of 50 columns, and Ctrl-C under a progress bar: nothing runs over, nothing is garbled. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { table } from "../../cli/table.ts";
import { terminalOn } from "../../cli/terminal.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, inTerminal } from "./command.ts";

let sandbox: Sandbox;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 200 });
  folder = await tempFolder();
});
afterAll(async () => {
  await sandbox.close();
  await folder[Symbol.asyncDispose]();
});

/** Begins what moves a terminal's cursor. */
const ESC = "\u001b";

const stdout = { write: () => {}, isTTY: true, columns: 50 };
const narrow = terminalOn({ stdout, stderr: stdout }, false);

// U5
test("a table that is too wide has a block for each row", () => {
  const head = ["ticket", "result", "version", "conversations", "attachments", "what is new"];
  const rows = [["#143", "archived", "v1", "12", "3, 1.2 MiB downloaded", "First version: 12 conversations"]];

  expect(table(narrow, head, rows).split("\n")).toEqual([
    "ticket #143",
    "  result         archived",
    "  version        v1",
    "  conversations  12",
    "  attachments    3, 1.2 MiB downloaded",
    "  what is new    First version: 12 conversations",
  ]);
});

// U5
test("a table that fits stays one, cut to the terminal", () => {
  const shown = table(narrow, ["result", "tickets"], [["archived", "7 ".repeat(60)]]);
  expect(shown.split("\n")).toHaveLength(2);
  expect(Math.max(...shown.split("\n").map((line) => line.length))).toBeLessThanOrEqual(50);
});

// U5
test("Ctrl-C under a bar: what is said stands on lines of its own, and the cursor is back", async () => {
  const args = ["backfill", "--from", "1000", "--to", "1199"];
  const given = { cwd: folder.path, env: envOf(sandbox) };
  const { code, stdout: shown } = await inTerminal(args, [[" of 200 tickets", "\u0003"]], given, 50);

  expect(code).toBe(4);
  // The terminal itself shows ^C where the cursor is; then the bar's line is taken away.
  expect(shown).toMatch(new RegExp(`\\r${ESC}\\[K\\s*Stopping; Ctrl-C again stops at once\\.\\r?\\n`));
  expect(shown.lastIndexOf(`${ESC}[?25h`)).toBeGreaterThan(shown.lastIndexOf(`${ESC}[?25l`));
  const escapes = new RegExp(`${ESC}(\\[[0-9;?]*[a-zA-Z]|[78])`, "g");
  const end = shown.slice(shown.lastIndexOf(`${ESC}[?25h`)).replaceAll(escapes, "");
  expect(end).not.toMatch(/[█░]/);
  expect(end).toMatch(/^result +tickets\r?$/m);
});
