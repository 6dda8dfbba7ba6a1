/** Cuts a question into brackets, phrases and words, each with its place. */
import { QuestionError } from "./mistake.ts";

export interface Lexeme {
  readonly kind: "open" | "close" | "phrase" | "word";
  /** Without the quotation marks of a phrase. */
  readonly text: string;
  /** In UTF-16 units from 0. */
  readonly at: number;
  /** Whether no blank is between it and the one before. */
  readonly glued: boolean;
  /** Whether a star follows the phrase. */
  readonly star: boolean;
}

/** Signs of a question; lexemes of a question; brackets within brackets. */
export const LIMITS = { characters: 20_000, words: 2_000, brackets: 50 } as const;

/** Word processors make curved marks of straight ones. */
const LEXEME = /(\()|(\))|["“”„]([^"“”„]*)(["“”„]\*?)?|[^\s()"“”„]+/gu;

/** @throws QuestionError for a phrase that does not end, and beyond the limits */
export function lexemesOf(question: string): Lexeme[] {
  if (question.length > LIMITS.characters) {
    throw mistake("A question has at most 20,000 characters.", question, LIMITS.characters);
  }
  const lexemes: Lexeme[] = [];
  let end = 0;
  for (const found of question.matchAll(LEXEME)) {
    const [whole, open, close, phrase, mark] = found;
    const { index: at } = found;
    const isPhrase = phrase !== undefined;
    if (isPhrase && mark === undefined) throw mistake("This quotation mark is not closed.", question, at);
    if (lexemes.length === LIMITS.words) throw mistake("A question has at most 2,000 words.", question, at);
    const kind = open ? "open" : close ? "close" : isPhrase ? "phrase" : "word";
    const star = mark?.endsWith("*") === true;
    lexemes.push({ kind, text: phrase ?? whole, at, glued: at === end && at > 0, star });
    end = at + whole.length;
  }
  return lexemes;
}

function mistake(what: string, question: string, at: number): QuestionError {
  return new QuestionError(what, question, at);
}
