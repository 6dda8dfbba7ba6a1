/** The words of a text as every engine of search gets them: no engine splits or folds text itself, so that all agree. */

/** Words can be in what is no sign of ASCII but a letter or digit: the other signs are in no word, in no form of Unicode. */
const RUN = /[a-zA-Z0-9\P{ASCII}]+/gu;
const ASCII = /^\p{ASCII}*$/u;
const ASCII_WORD = /[a-z0-9]+/g;
const EXACT_ASCII_WORD = /[a-zA-Z0-9]+/g;
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu;

/** What a reader does not see: joiners, soft hyphens, marks of direction, selectors of variants; and Arabic's tatweel. */
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\u0640]/gu;

/** Of these scripts, and of digits, readers search without marks; of all others a mark is a letter: Hindi's vowel signs. */
const MARKED = /([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Arabic}\p{sc=Hebrew}\p{N}])\p{M}+/gu;

/** Chinese and Japanese put no blanks between words. */
const PAIRED = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]+/u;
/** Takes a word apart into what is in pairs and what is not. */
export const PIECES =
  /(?:[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]\p{M}*)+|[^\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}]+/gu;
const CHARACTER = /\P{M}\p{M}*/gu;

/** SQLite cuts a word of more than 32 KiB without a word: a longer one than this (characters) is several in a row here. */
const LONGEST = /.{1,128}/gsu;

/** What a person asks for as words in a row. */
export interface Phrase {
  /** At least one. */
  readonly tokens: readonly string[];
  /** Whether the last token is only the beginning of one. */
  readonly open: boolean;
}

/** The words of a text, in order; what differs by case, accents or forms of the same letter is the same word. */
export function tokensOf(text: string): string[] {
  if (ASCII.test(text)) return cut(text.toLowerCase().match(ASCII_WORD) ?? []);
  return (text.match(RUN) ?? []).flatMap((run) => wordsIn(run).flatMap(tokensOfWord));
}

/**
 * The words that a phrase stands for. Of Chinese and Japanese at its end only the pairs count: a text may go on there.
 * Undefined where there is no letter or digit.
 */
export function phraseOf(text: string): Phrase | undefined {
  return asPhrase(tokensOf(text));
}

/** The same with accents and case, for who asks for exactly these. */
export function exactPhraseOf(text: string): Phrase | undefined {
  return asPhrase(exactTokensOf(text));
}

function asPhrase(tokens: readonly string[]): Phrase | undefined {
  const last = tokens.at(-1);
  if (last === undefined) return undefined;
  if (!PAIRED.test(last)) return { tokens, open: false };
  const before = tokens.at(-2);
  const isOfPair = before !== undefined && PAIRED.test(before) && before.length > last.length;
  return isOfPair ? { tokens: tokens.slice(0, -1), open: false } : { tokens, open: true };
}

/** Where a phrase begins among tokens, ascending. */
export function placesOf({ tokens: wanted, open }: Phrase, tokens: readonly string[]): number[] {
  const [first = "", ...rest] = wanted;
  const last = wanted.length - 1;
  const places: number[] = [];
  for (let place = 0; place + last < tokens.length; place += 1) {
    const at = (index: number, token: string): boolean => {
      const there = tokens[place + index] ?? "";
      return open && index === last ? there.startsWith(token) : there === token;
    };
    if (at(0, first) && rest.every((token, index) => at(index + 1, token))) places.push(place);
  }
  return places;
}

/** Whether a token is of Chinese or Japanese. */
export function isPaired(token: string): boolean {
  return PAIRED.test(token);
}

/** The words with their accents and their case. */
export function exactTokensOf(text: string): string[] {
  if (ASCII.test(text)) return cut(text.match(EXACT_ASCII_WORD) ?? []);
  const seen = text.normalize("NFC").replace(UNSEEN, "");
  return (seen.match(WORD) ?? []).flatMap(tokensOfWord);
}

/** Stands behind the name of each file, so that no phrase goes over into the next one; no token of a text has it. */
const GAP = "=";

/** The words of several names. */
export function fileTokens(names: readonly string[], words = tokensOf): string[] {
  return names.flatMap((name) => [...words(name), GAP]);
}

/** Folded, but not cut and not in pairs. */
function wordsIn(run: string): string[] {
  if (ASCII.test(run)) return [run.toLowerCase()];
  const plain = run.normalize("NFKD").replace(UNSEEN, "");
  return (plain.match(WORD) ?? []).map(folded);
}

function folded(word: string): string {
  // Up and down again: so ß is ss, as in capitals. JavaScript writes a sigma at the end of a word in another way.
  const lower = word.replace(MARKED, "$1").toUpperCase().toLowerCase().replaceAll("ς", "σ");
  return lower.normalize("NFC");
}

function tokensOfWord(word: string): string[] {
  if (!PAIRED.test(word)) return cut([word]);
  return (word.match(PIECES) ?? []).flatMap((piece) => (PAIRED.test(piece) ? pairs(piece) : cut([piece])));
}

/** Each two neighbours, and the last character alone: so each character begins a token, and can be asked for alone. */
function pairs(text: string): string[] {
  const characters: readonly string[] = text.match(CHARACTER) ?? [];
  return characters.map((character, index) => character + (characters[index + 1] ?? ""));
}

function cut(words: string[]): string[] {
  return words.some((word) => word.length > 128) ? words.flatMap((word) => word.match(LONGEST) ?? []) : words;
}
