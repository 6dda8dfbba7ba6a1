/** The rules of the house: which folder may import which, by the table in docs/architecture.md, and what sizes hold. */
import { dirname, join } from "node:path/posix";

/** Path and text of each file, by paths from the project's root. */
export type Files = ReadonlyMap<string, string>;

/** One row of the table: a folder, and what its files may import beside each other. */
export interface Room {
  /** `shared/ticket/`; of `shared/` itself only the files directly in it are meant. */
  readonly folder: string;
  /** Folders (`shared/ticket/`), files (`shared/names.ts`), `shared` for all of it, or `everything`. */
  readonly imports: readonly string[];
}

const MOST_LINES = 250;
const MEDIAN_LINES = 80;
/** Of all lines, those in one folder at most. */
const LARGEST_FOLDER = 0.1;

/** Reads the table that begins with "| folder |". Rows go from the bottom up: none may name one below it. */
export function readRooms(markdown: string): Room[] {
  const table = markdown.slice(markdown.indexOf("| folder |")).split("\n\n", 1)[0] ?? "";
  return table
    .split("\n")
    .slice(2)
    .map((row) => {
      const [, folder = "", , imports = ""] = row.split("|");
      const named = quoted(imports);
      if (imports.includes("everything")) named.push("everything");
      return { folder: quoted(folder)[0] ?? "", imports: named };
    });
}

function quoted(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
}

/** What breaks the table, as `file imports file`, and rows that name one that is not above them. */
export function wrongDirections(rooms: readonly Room[], files: Files): string[] {
  const wrong = rooms.flatMap(({ folder, imports }, index) =>
    imports
      .filter((name) => name.endsWith("/") && !rooms.slice(0, index).some((above) => above.folder === name))
      .map((name) => `the row of ${folder} names ${name}, which is not above it`),
  );
  for (const [path, text] of files) {
    const room = roomOf(rooms, path);
    for (const target of importsOf(path, text)) {
      if (!mayImport(rooms, room, target)) wrong.push(`${path} imports ${target}`);
    }
  }
  return wrong;
}

function mayImport(rooms: readonly Room[], room: Room | undefined, target: string): boolean {
  if (room === undefined) return false;
  const there = roomOf(rooms, target);
  if (there === room || room.imports.includes("everything") || room.imports.includes(target)) return true;
  if (target.startsWith("shared/") && room.imports.includes("shared")) return true;
  return there !== undefined && room.imports.includes(there.folder);
}

/** The room with the longest folder that the path lies in. */
function roomOf(rooms: readonly Room[], path: string): Room | undefined {
  const fitting = rooms.filter(({ folder }) =>
    folder === "shared/" ? `${dirname(path)}/` === folder : path.startsWith(folder),
  );
  return fitting.toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

/** Files that a source imports, at once or late, by paths from the root; packages are Biome's to judge. */
function importsOf(path: string, text: string): string[] {
  const specifiers = text.matchAll(/\b(?:from|import|require)\s*\(?\s*"(\.[^"\n]+)"/g);
  return [...specifiers].map(([, specifier = ""]) => join(dirname(path), specifier));
}

/** What breaks the rules of size and of the first line. */
export function wrongSizes(files: Files): string[] {
  const wrong: string[] = [];
  const counts: number[] = [];
  const folders = new Map<string, number>();
  for (const [path, text] of files) {
    const lines = text.split("\n").length - 1;
    counts.push(lines);
    folders.set(dirname(path), (folders.get(dirname(path)) ?? 0) + lines);
    if (lines > MOST_LINES) wrong.push(`${path} has ${lines} lines; ${MOST_LINES} are the most`);
    if (!/^(#!.*\n)?\/\*\*/.test(text)) wrong.push(`${path} does not say its job in its first line`);
  }
  const total = counts.reduce((sum, lines) => sum + lines, 0);
  for (const [folder, lines] of folders) {
    if (lines > LARGEST_FOLDER * total) wrong.push(`${folder} has ${lines} of ${total} lines, over a tenth`);
  }
  const median = counts.toSorted((a, b) => a - b)[Math.floor(counts.length / 2)] ?? 0;
  if (median > MEDIAN_LINES) wrong.push(`the median file has ${median} lines; ${MEDIAN_LINES} are the most`);
  return wrong;
}
