/** Where the words of a text stand in it, to mark those that a question found. */
import { isPaired, PIECES, tokensOf } from "./tokens.ts";

export interface PlacedToken {
  readonly token: string;
  /** In UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** As the tokenizer's words, but on the text as it was written, with what is not seen within them. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\p{Default_Ignorable_Code_Point}\u0640]*/gu;
const CHARACTER = /\P{M}\p{M}*/gu;

/** The words in their order. Of a sign that is several words, such as ½, each stands where the sign does. */
export function placedTokens(text: string): PlacedToken[] {
  const pieces = [...text.matchAll(WORD)].flatMap(({ 0: word, index }) =>
    [...word.matchAll(PIECES)].map((piece) => [piece[0], index + piece.index] as const),
  );
  return pieces.flatMap(([word, index]) => {
    const tokens = tokensOf(word);
    const ends = tokens.some(isPaired) ? charactersOf(word, tokens.length) : undefined;
    return tokens.map((token, at) => ({
      token,
      start: index + (ends?.[at - 1] ?? 0),
      end: index + (ends === undefined ? word.length : (ends[at + [...token].length - 1] ?? word.length)),
    }));
  });
}

/** Where each character ends, of a word of Chinese or Japanese alone, each character of which begins a token. */
function charactersOf(word: string, count: number): number[] | undefined {
  const ends = [...word.matchAll(CHARACTER)].map(({ 0: character, index }) => index + character.length);
  return ends.length === count ? ends : undefined;
}
