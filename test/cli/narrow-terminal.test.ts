/** Tables on a terminal of 50 columns: nothing runs over. */
import { expect, test } from "vitest";
import { table } from "../../cli/table.ts";
import { terminalOn } from "../../cli/terminal.ts";

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
