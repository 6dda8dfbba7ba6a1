/** A message as plain text: what changes its meaning stands in brackets, what only looks is left out. */
import type { Breath } from "../../breath.ts";
import type { Block, Format, ImageRun, Paragraph, Run, Table } from "./model.ts";
import { type Mark, Nesting } from "./nesting.ts";

/** Tells in words which picture stands in its place. */
export type DescribeImage = (image: ImageRun) => string;

/** Lines end in LF; there is no empty one at either end. */
export async function bodyText(
  blocks: readonly Block[],
  describe: DescribeImage,
  breathe: Breath,
): Promise<string> {
  const lines: string[] = [];
  for (const line of bodyLines(blocks, describe)) {
    if (line !== "" || lines.length > 0) lines.push(line);
    if (lines.length % STEPS === 0) await breathe();
  }
  return lines.slice(0, 1 + lines.findLastIndex((line) => line !== "")).join("\n");
}

/** The lines of the text one after the other. */
export function* bodyLines(blocks: readonly Block[], describe: DescribeImage): Generator<string> {
  for (const line of linesOf(blocks, describe)) yield withoutTrail(line.replaceAll("\u00a0", " "));
}

/** Lines between two looks at the clock. */
const STEPS = 1_000;

function* linesOf(blocks: readonly Block[], describe: DescribeImage): Generator<string> {
  let [spaced, blank] = [false, true];
  for (const block of blocks) {
    const own = hasRoom(block);
    if ((spaced || own) && !blank) yield "";
    for (const line of blockLines(block, describe)) {
      blank = line === "";
      yield line;
    }
    spaced = own;
  }
}

function hasRoom(block: Block): boolean {
  return block.kind === "paragraph" ? block.spaced : block.kind !== "rule";
}

function* blockLines(block: Block, describe: DescribeImage): Generator<string> {
  switch (block.kind) {
    case "paragraph":
      return yield* paragraphText(block, describe).split("\n");
    case "rule":
      return yield "";
    case "quote":
      for (const line of linesOf(block.blocks, describe)) yield `> ${line}`;
      return;
    case "history":
      return yield* linesOf(block.blocks, describe);
    case "list":
      for (const { marker, blocks } of block.items) yield* itemLines(marker, linesOf(blocks, describe));
      return;
    case "table":
      return yield* tableLines(block, describe);
  }
}

function* itemLines(marker: string, lines: Iterable<string>): Generator<string> {
  const indent = marker === "" ? "" : " ".repeat(marker.length + 1);
  let first = true;
  for (const line of lines) {
    yield first && marker !== "" ? `${marker} ${line}` : line === "" ? "" : indent + line;
    first = false;
  }
  if (first) yield marker;
}

/** A line for each row, and a tab between cells. */
function* tableLines({ caption, rows }: Table, describe: DescribeImage): Generator<string> {
  yield* linesOf(caption, describe);
  for (const cells of rows) {
    const texts = cells.map(({ blocks }) =>
      [...linesOf(blocks, describe)].filter((line) => line !== "").join("\n"),
    );
    yield* texts.join("\t").split("\n");
  }
}

/** Without the blanks at its end; a regular expression would look at each blank of a line again and again. */
function withoutTrail(line: string): string {
  let end = line.length;
  while (line[end - 1] === " ") end -= 1;
  return line.slice(0, end);
}

function paragraphText({ runs }: Paragraph, describe: DescribeImage): string {
  const nesting = new Nesting();
  const written = runs.map((run) =>
    run.kind === "break" ? "\n" : nesting.turnTo(marksOf(run.format)) + runText(run, describe),
  );
  return written.join("") + nesting.end();
}

function runText(run: Exclude<Run, { kind: "break" }>, describe: DescribeImage): string {
  switch (run.kind) {
    case "text":
      return run.text;
    case "destination":
      return ` <${run.url}>`;
    case "note":
      return `[${run.text}]`;
    case "image":
      return `[${describe(run.image)}]`;
  }
}

const known = new WeakMap<Format, readonly Mark[]>();

function marksOf(format: Format): readonly Mark[] {
  const marks = known.get(format) ?? wordsFor(format);
  known.set(format, marks);
  return marks;
}

function wordsFor({ hidden, struck, inserted, highlighted, script }: Format): Mark[] {
  const words = [
    ...(hidden ? ["hidden by the sender"] : []),
    ...(struck === undefined ? [] : [struck]),
    ...(inserted ? ["inserted"] : []),
    ...(highlighted ? ["highlighted"] : []),
  ];
  const marks = words.map((word) => ({ open: `[${word}: `, close: "]" }));
  if (script !== undefined) marks.push({ open: script === "super" ? "^(" : "_(", close: ")" });
  return marks;
}
