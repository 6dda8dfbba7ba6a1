/** A mistake in a question, shown at its place. */
import { UsageError } from "../../errors.ts";
import { widthOf } from "../../text-width.ts";

/** Characters that are shown before and behind the place. */
const BEFORE = 50;
const BEHIND = 25;

/** Its message has the question's part in a line of its own, and a caret below the place. */
export class QuestionError extends UsageError {
  /** What is wrong, in a sentence. */
  readonly what: string;
  /** Where, in UTF-16 units from 0. */
  readonly at: number;

  constructor(what: string, question: string, at: number) {
    super(question.trim() === "" ? what : `${what}\n${shownAt(question, at)}`);
    this.what = what;
    this.at = at;
  }
}

function shownAt(question: string, at: number): string {
  const before = lineOf([...question.slice(0, at)], -BEFORE);
  const behind = lineOf([...question.slice(at)], BEHIND);
  const width = [...before].reduce((sum, character) => sum + widthOf(character), 0);
  return `  ${before}${behind}\n  ${" ".repeat(width)}^`;
}

/** The first characters, or the last ones if negative; what ends a line or moves a cursor is a blank. */
function lineOf(characters: readonly string[], count: number): string {
  const kept = count < 0 ? characters.slice(count) : characters.slice(0, count);
  const line = kept.join("").replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\t]/gu, " ");
  if (kept.length === characters.length) return line;
  return count < 0 ? `…${line}` : `${line}…`;
}
