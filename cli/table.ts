/** Aligned tables without lines; the last column is cut to the width of the terminal, and not in a pipe. Too narrow a terminal has a block for each row. */
import Table from "cli-table3";
import type { Terminal } from "./terminal.ts";

const GAP = 2;
const LEAST_LAST_COLUMN = 20;
const NO_LINES = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "",
};

/** Cells are safe text of one line; all columns but the last should be short. */
export function table(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const before = head.slice(0, -1).map((title, index) => {
    return Math.max(title.length, ...rows.map((row) => row[index]?.length ?? 0)) + GAP;
  });
  const used = before.reduce((sum, width) => sum + width, 0);
  const { columns } = terminal;
  if (columns !== undefined && used + LEAST_LAST_COLUMN > columns) return blocks(terminal, head, rows);
  // As wide as what is in it, where there is no terminal.
  const last = columns === undefined ? null : columns - used;
  const drawn = new Table({
    head: head.map((title) => terminal.paint("bold", title)),
    colWidths: [...head.slice(1).map(() => null), last],
    chars: NO_LINES,
    style: { "padding-left": 0, "padding-right": GAP, head: [], border: [] },
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** A line for each cell with something in it, behind the title of its column; the first is the block's own. */
export function blocks(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const width = Math.max(...head.map((title) => title.length)) + GAP;
  const lines = (row: readonly string[]): string[] =>
    row.flatMap((cell, index) => {
      if (index === 0) return [terminal.paint("bold", `${head[0]} ${cell}`.trim())];
      return cell === "" ? [] : [`  ${(head[index] ?? "").padEnd(width)}${cell}`];
    });
  return rows.flatMap(lines).join("\n");
}
