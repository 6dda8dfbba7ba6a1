/** Tells blocks that say something from room between others. */
import type { Block, Run } from "./model.ts";

/** Whether any of the blocks has something to see, not only blanks and rules. */
export function saysSomething(blocks: readonly Block[]): boolean {
  return blocks.some((block) => {
    switch (block.kind) {
      case "rule":
        return false;
      case "paragraph":
        return block.runs.some(isSeen);
      case "list":
        return block.items.some(({ marker, blocks: item }) => marker !== "" || saysSomething(item));
      case "table":
        return saysSomething(block.caption) || block.rows.flat().some((cell) => saysSomething(cell.blocks));
      default:
        return saysSomething(block.blocks);
    }
  });
}

function isSeen(run: Run): boolean {
  return run.kind === "text" ? /[^\s\u200b-\u200f\u2060]/.test(run.text) : run.kind !== "break";
}
