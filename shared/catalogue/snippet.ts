/** The part of a text that shows what a question found in it, with marks on the words. */
import { widthOf } from "../text-width.ts";
import { type PlacedToken, placedTokens } from "./placed-tokens.ts";
import type { ResolvedQuestion, TextColumn } from "./question/tree.ts";
import { exactTokensOf, type Phrase, placesOf } from "./tokens.ts";

export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/** What of a question is looked for in texts; what must not stand there is not. */
export type Sought = Exclude<Extract<ResolvedQuestion, { column: TextColumn }>, { kind: "near" }>;

export function soughtIn(question: ResolvedQuestion): Sought[] {
  switch (question.kind) {
    case "and":
    case "or":
      return question.parts.flatMap(soughtIn);
    case "words":
    case "part":
      return [question];
    case "near": {
      const { column, phrases } = question;
      return phrases.map((phrase) => ({ kind: "words", column, phrase, exact: null }));
    }
    default:
      return [];
  }
}

/**
 * One line around the first mark, and its beginning where nothing is to be marked.
 * @param width places in a terminal that it takes at most
 */
export function snippetOf(text: string, sought: readonly Sought[], width: number): Piece[] {
  const line = text.replace(/[\s\p{Cc}]+/gu, " ").trim();
  const marks = marksIn(line, sought);
  const from = beginOf(line, marks[0]?.[0] ?? 0, Math.floor(width / 3));
  const to = endOf(line, from, width - 2);
  const pieces: Piece[] = [];
  let at = from;
  for (const [start, end] of marks) {
    if (start >= to) break;
    pieces.push({ text: line.slice(at, start), marked: false });
    pieces.push({ text: line.slice(Math.max(start, at), Math.min(end, to)), marked: true });
    at = Math.max(at, Math.min(end, to));
  }
  pieces.push({ text: line.slice(at, to), marked: false });
  const dots = (there: boolean): Piece => ({ text: there ? "…" : "", marked: false });
  return [dots(from > 0), ...pieces, dots(to < line.length)].filter((piece) => piece.text !== "");
}

type Mark = readonly [start: number, end: number];

/** Ascending, none within another. */
function marksIn(text: string, sought: readonly Sought[]): Mark[] {
  const placed = placedTokens(text);
  const tokens = placed.map(({ token }) => token);
  const found = sought.flatMap((each) =>
    each.kind === "part"
      ? placed.filter(({ token }) => token.includes(each.part)).map(({ start, end }): Mark => [start, end])
      : phraseMarks(text, placed, tokens, each),
  );
  const ordered = found.toSorted(([a, endA], [b, endB]) => a - b || endB - endA);
  const marks: [number, number][] = [];
  for (const [start, end] of ordered) {
    const last = marks.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else marks.push([start, end]);
  }
  return marks;
}

function phraseMarks(
  text: string,
  placed: readonly PlacedToken[],
  tokens: readonly string[],
  { phrase, exact }: Sought & { readonly kind: "words" },
): Mark[] {
  const marks = placesOf(phrase, tokens).map((place): Mark => {
    const last = placed[place + phrase.tokens.length - 1];
    return [placed[place]?.start ?? 0, last?.end ?? text.length];
  });
  if (exact === null) return marks;
  return marks.filter(([start, end]) => isExactly(exact, text.slice(start, end)));
}

function isExactly(exact: Phrase, text: string): boolean {
  return placesOf(exact, exactTokensOf(text)).length > 0;
}

/** Some words before the mark, and all of the first of them. */
function beginOf(line: string, mark: number, width: number): number {
  if (widthOfText(line.slice(0, mark)) <= width) return 0;
  const before = [...line.slice(Math.max(0, mark - width), mark)];
  while (widthOfText(before.join("")) > width) before.shift();
  const from = mark - before.join("").length;
  const blank = line.indexOf(" ", from);
  return blank >= 0 && blank < mark ? blank + 1 : from;
}

function endOf(line: string, from: number, width: number): number {
  let left = width;
  let to = from;
  for (const character of line.slice(from, from + 4 * width)) {
    left -= widthOf(character);
    if (left < 0) return to;
    to += character.length;
  }
  return to;
}

function widthOfText(text: string): number {
  return [...text].reduce((sum, character) => sum + widthOf(character), 0);
}
