/** An aligned table of thousands of rows, of which cli-table3, behind `table.ts`, would draw 1,000 a second. */
import { widthOf } from "../shared/text-width.ts";
import { blocks } from "./table.ts";
import type { Terminal } from "./terminal.ts";

const GAP = 2;
const LEAST_LAST_COLUMN = 20;

/** Cells are safe text of one line; no cell but the last, which is cut on a terminal, has wide characters. */
export function longTable(
  terminal: Terminal,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const { before, last } = widths(terminal, head, rows);
  if (last < LEAST_LAST_COLUMN) return blocks(terminal, head, rows);
  const line = (cells: readonly string[], painted = (text: string) => text): string =>
    cells
      .map((cell, index) => {
        const width = before[index];
        if (width === undefined) return painted(cut(cell, last - GAP));
        return `${painted(cell)}${" ".repeat(width - cell.length)}`;
      })
      .join("")
      .trimEnd();
  return [line(head, (title) => terminal.paint("bold", title)), ...rows.map((row) => line(row))].join("\n");
}

/** Of all columns but the last, and what is left to that one. */
function widths(terminal: Terminal, head: readonly string[], rows: readonly (readonly string[])[]) {
  const before = head.slice(0, -1).map((title, index) => {
    const widest = rows.reduce((most, row) => Math.max(most, row[index]?.length ?? 0), title.length);
    return widest + GAP;
  });
  const used = before.reduce((sum, width) => sum + width, 0);
  const { columns = Number.POSITIVE_INFINITY } = terminal;
  return { before, last: columns - used };
}

/** As much of a text as fits into so many places, with dots where it does not. */
export function cut(text: string, width: number): string {
  if (text.length * 2 <= width) return text;
  let used = 0;
  let end = 0;
  for (const character of text) {
    used += widthOf(character);
    if (used > width) return `${text.slice(0, end)}…`;
    if (used < width) end += character.length;
  }
  return text;
}
