/** The text of HTML that no parser should be given, in one pass: a line for each tag of a block, every other tag left out. */
import type { Breath } from "../../breath.ts";
import { BLOCKS } from "./elements.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  quot: '"',
  amp: "&",
  nbsp: "\u00a0",
  apos: "'",
};

/** Characters between two looks at the clock. */
const PIECE = 65_536;

export async function roughText(source: string, breathe: Breath): Promise<string> {
  const pieces: string[] = [];
  for (let start = 0; start < source.length; ) {
    const end = start + PIECE;
    // No tag begins in one piece and ends in the next.
    const cut = end >= source.length ? source.length : Math.max(source.lastIndexOf("<", end), start);
    pieces.push(pieceText(source.slice(start, cut === start ? end : cut)));
    start = cut === start ? end : cut;
    await breathe();
  }
  return pieces
    .join("")
    .replace(/\n[ \n]*/g, "\n")
    .trim();
}

function pieceText(piece: string): string {
  return piece
    .replace(/\s+/g, " ")
    .replace(/<\/?([a-z][a-z0-9]*)?[^<>]*>/gi, (_, name = "") => (breaksLine(name) ? "\n" : ""))
    .replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, decoded);
}

function breaksLine(name: string): boolean {
  return name.toLowerCase() === "br" || name.toLowerCase() === "blockquote" || BLOCKS.has(name.toLowerCase());
}

function decoded(entity: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name] ?? entity;
  const point = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : entity;
}
