/** Lines that are longer than the terminal is wide, broken between words: a terminal itself breaks within them. */
import { stripVTControlCharacters } from "node:util";
import { widthOf } from "../shared/text-width.ts";

/** A line to be copied into a shell stays one line, whatever the terminal makes of it. */
const COMMAND = /^\s+(?:ticketvault|npx|npm|node|export|curl|grep) /;

/** A label or bullets, with two blanks or more before the text that belongs to them. */
const LABEL = /^\s*\S(?:.*?\S)?\s{2,}(?=\S)|^\s*/;

/** @param columns undefined where nothing is to be broken, as in a pipe */
export function wrapped(text: string, columns: number | undefined): string {
  if (columns === undefined) return text;
  return text
    .split("\n")
    .flatMap((line) => brokenLine(line, columns))
    .join("\n");
}

/** What follows stands under the text, not under its label, where there is room for it. */
function brokenLine(line: string, columns: number): string[] {
  if (placesOf(line) <= columns || COMMAND.test(line)) return [line];
  const [label = ""] = LABEL.exec(line) ?? [];
  const hanging = placesOf(label) * 2 <= columns ? placesOf(label) : 2;
  const lines: string[] = [];
  let current = "";
  for (const [word] of line.matchAll(/\s*\S+/g)) {
    // A digest or a path that no line can hold begins where it is.
    const isTooLong = hanging + placesOf(word.trimStart()) > columns;
    if (current === "" || isTooLong || placesOf(current) + placesOf(word) <= columns) current += word;
    else {
      lines.push(current);
      current = " ".repeat(hanging) + word.trimStart();
    }
  }
  return [...lines, current];
}

/** The places that a text takes in a terminal, without its colours. */
export function placesOf(text: string): number {
  return [...stripVTControlCharacters(text)].reduce((sum, character) => sum + widthOf(character), 0);
}
