/** Tells word by word how one text differs from another, in bounded time and always alike. */
import { diffArrays } from "diff";

/** The pieces without those inserted are the text before, those without the deleted ones the text after. */
export interface Piece {
  readonly kind: "same" | "deleted" | "inserted";
  readonly text: string;
}

/** What differs is compared word by word up to so many characters of each text. */
const LONGEST_COMPARED = 500_000;
/** Words that may differ, and steps for finding them: their number is what bounds the time. */
const MOST_CHANGES = 1_000;
const MOST_STEPS = 10_000_000;

/** Where too much differs to be told word by word, all from the first difference to the last is one. */
export function wordDifference(before: string, after: string): readonly Piece[] {
  const start = sharedStart(before, after);
  const end = sharedEnd(before.slice(start), after.slice(start));
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  return joined([
    { kind: "same", text: before.slice(0, start) },
    ...(comparedByWord(old, now) ?? replaced(old, now)),
    { kind: "same", text: before.slice(before.length - end) },
  ]);
}

/** Characters that both begin with, up to a blank: no word is taken apart. */
function sharedStart(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[length] === other[length]) length += 1;
  if (length === one.length && length === other.length) return length;
  while (length > 0 && !isBlank(one[length - 1])) length -= 1;
  return length;
}

function sharedEnd(one: string, other: string): number {
  const most = Math.min(one.length, other.length);
  let length = 0;
  while (length < most && one[one.length - 1 - length] === other[other.length - 1 - length]) length += 1;
  while (length > 0 && !isBlank(one[one.length - length])) length -= 1;
  return length;
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\n" || character === "\t";
}

/** A number with its separators is one word; scripts without blanks are compared by character. */
const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[\p{L}\p{M}\p{N}]+(?:[.,:'’_@/-][\p{L}\p{M}\p{N}]+)*|\s+|./gsu;

function comparedByWord(before: string, after: string): readonly Piece[] | undefined {
  if (Math.max(before.length, after.length) > LONGEST_COMPARED) return undefined;
  const [old, now] = [before.match(WORDS) ?? [], after.match(WORDS) ?? []];
  const maxEditLength = Math.min(MOST_CHANGES, Math.ceil(MOST_STEPS / (old.length + now.length + 1)));
  return diffArrays(old, now, { maxEditLength })?.map(({ value, added, removed }) => ({
    kind: added ? "inserted" : removed ? "deleted" : "same",
    text: value.join(""),
  }));
}

function replaced(before: string, after: string): readonly Piece[] {
  return [
    { kind: "deleted", text: before },
    { kind: "inserted", text: after },
  ];
}

/** Neighbours of one kind as one piece, and changed words with nothing but blanks between them as one change. */
function joined(pieces: readonly Piece[]): readonly Piece[] {
  const found: { kind: Piece["kind"]; text: string }[] = [];
  let [deleted, inserted, blanks] = ["", "", ""];
  const add = (kind: Piece["kind"], text: string): void => {
    const last = found.at(-1);
    if (last?.kind === kind) last.text += text;
    else if (text !== "") found.push({ kind, text });
  };
  const endChange = (): void => {
    add("deleted", deleted);
    add("inserted", inserted);
    add("same", blanks);
    [deleted, inserted, blanks] = ["", "", ""];
  };
  for (const { kind, text } of pieces) {
    const isBetween = kind === "same" && deleted !== "" && inserted !== "" && text.trim() === "";
    if (isBetween) blanks += text;
    else if (kind === "same") {
      endChange();
      add("same", text);
    } else {
      deleted += blanks + (kind === "deleted" ? text : "");
      inserted += blanks + (kind === "inserted" ? text : "");
      blanks = "";
    }
  }
  endChange();
  return found;
}
