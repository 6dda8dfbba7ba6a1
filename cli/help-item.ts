/** A line of help: a command or an option, and what it does; below each other where the terminal is too narrow. */
import { Help } from "commander";

const INDENT = 2;
const BELOW = 6;

/** In the place of commander's, which leaves descriptions as they are where few columns are left to them. */
export function formatItem(term: string, termWidth: number, description: string, helper: Help): string {
  const columns = helper.helpWidth ?? Number.POSITIVE_INFINITY;
  const isBeside = columns - termWidth - 2 * INDENT >= helper.minWidthToWrap;
  if (isBeside || description === "")
    return Help.prototype.formatItem.call(helper, term, termWidth, description, helper);
  const lines = helper.boxWrap(description, columns - BELOW).split("\n");
  return [`${" ".repeat(INDENT)}${term}`, ...lines.map((line) => " ".repeat(BELOW) + line)].join("\n");
}
