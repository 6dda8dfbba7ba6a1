/** Reads one term of a question: words, a part of a word, or a field's value. */
import { MATTER } from "../../holds/record.ts";
import { nearest } from "../../settings/nearest.ts";
import { parseTicketId } from "../../ticket/ids.ts";
import { type FactKind, factOf, factOfTokens } from "../facts.ts";
import { exactPhraseOf, isPaired, type Phrase, phraseOf } from "../tokens.ts";
import { spanOf } from "./dates.ts";
import { type FieldName, fieldOf } from "./fields.ts";
import type { Question, TextColumn } from "./tree.ts";

/** A term as it stands in the question. */
export interface Term {
  readonly text: string;
  /** Undefined for words without a field. */
  readonly field: FieldName | undefined;
  readonly quoted: boolean;
  /** Whether a star follows the quotation mark. */
  readonly star: boolean;
  /** IANA name. */
  readonly zone: string;
}

/** What a term is, or what is wrong with it, in a sentence. */
export type ReadTerm = Question | { readonly kind: "mistake"; readonly what: string };

export function readTerm(term: Term): ReadTerm {
  const { field } = term;
  if (field === undefined) return wordsIn(term, null);
  const { kind, choices = [] } = fieldOf(field);
  const value = term.text;
  switch (kind) {
    case "text":
      return wordsIn(term, field as TextColumn);
    case "date": {
      const span = spanOf(value, term.zone);
      return span ? { kind: "span", field: field as "sent" | "archived", ...span } : mistake(NO_DATE);
    }
    case "choice":
    case "held": {
      const chosen = value.toLowerCase();
      if (!choices.includes(chosen)) return mistake(noChoice(field, chosen, choices));
      if (kind === "held") return { kind: "held", matter: null, held: chosen === "yes" };
      return { kind: "fact", fact: factOfTokens(field as FactKind, [chosen]), prefix: false };
    }
    case "matter":
      return MATTER.test(value) ? { kind: "held", matter: value, held: true } : mistake(NO_MATTER);
    case "ticket":
      return ticketIn(value);
    case "digest":
      return digestIn(value);
    case "person":
    case "fact":
      return valueIn(term, field, kind);
  }
}

/** Words, each with what its stars and its `=` mean. */
function wordsIn(term: Term, column: TextColumn): ReadTerm {
  const { text, quoted, star } = term;
  if (quoted) return inRow(text, column, star);
  if (text.startsWith("=")) return exactly(text.slice(1), column);
  if (/^-./u.test(text))
    return mistake("A minus means nothing here: write NOT before a word, or put it in quotation marks.");
  const stars = text.split("*").length - 1;
  if (stars === 0) return inRow(text, column, false);
  if (/^\*[^*]+\*$/u.test(text)) return partIn(text.slice(1, -1), column);
  if (/^[^*]+\*$/u.test(text)) return inRow(text.slice(0, -1), column, true);
  return mistake("A star stands at the end of a word (refund*), or at both of its ends (*fund*).");
}

function inRow(text: string, column: TextColumn, star: boolean): ReadTerm {
  const phrase = phraseOf(text);
  return phrase ? { kind: "words", column, phrase: begun(phrase, star), exact: null } : mistake(NO_WORD);
}

/** Words with their accents and their case. */
export function exactly(text: string, column: TextColumn): ReadTerm {
  if (text.includes("*")) return mistake("A word behind = is exact: it takes no star.");
  const phrase = phraseOf(text);
  return phrase ? { kind: "words", column, phrase, exact: exactPhraseOf(text) ?? null } : mistake(NO_WORD);
}

function partIn(text: string, column: TextColumn): ReadTerm {
  const phrase = phraseOf(text);
  if (phrase === undefined) return mistake(NO_WORD);
  // Wherever a Chinese or Japanese word stands, it is found: as a part too.
  if (phrase.tokens.every(isPaired)) return { kind: "words", column, phrase, exact: null };
  const [part = "", ...more] = phrase.tokens;
  if (more.length > 0)
    return mistake("Between two stars stands a part of one word: letters and digits alone.");
  if ([...part].length < 2) return mistake("Between two stars stand two letters or more.");
  return { kind: "part", column, part };
}

/** A phrase whose last word may go on. */
export function begun(phrase: Phrase, star: boolean): Phrase {
  return star ? { ...phrase, open: true } : phrase;
}

function valueIn({ text, quoted, star }: Term, field: FieldName, kind: "person" | "fact"): ReadTerm {
  const isBegun = star || (!quoted && text.endsWith("*"));
  const value = isBegun && !star ? text.slice(0, -1) : text;
  if (!quoted && value.includes("*")) return mistake(`A value of ${field}: takes a star at its end only.`);
  const phrase = phraseOf(value);
  if (phrase === undefined) return mistake(NO_WORD);
  if (kind === "person") {
    return { kind: "person", field: field as "from", phrase: begun(phrase, isBegun), text: value };
  }
  const fact = isBegun ? factOfTokens(field as FactKind, phrase.tokens) : factOf(field as FactKind, value);
  return { kind: "fact", fact: fact ?? "", prefix: isBegun };
}

function ticketIn(value: string): ReadTerm {
  try {
    return { kind: "fact", fact: factOfTokens("ticket", [String(parseTicketId(value))]), prefix: false };
  } catch {
    return mistake("A ticket is asked for by its number, such as ticket:143.");
  }
}

function digestIn(value: string): ReadTerm {
  const [, digits, star] = /^([0-9a-f]{8,64})(\*?)$/i.exec(value) ?? [];
  if (digits === undefined || (digits.length < 64 && star === "")) {
    return mistake("A SHA-256 has 64 digits of 0-9 and a-f, or 8 or more and a star.");
  }
  return { kind: "fact", fact: factOfTokens("sha256", [digits.toLowerCase()]), prefix: star !== "" };
}

function noChoice(field: string, chosen: string, choices: readonly string[]): string {
  const near = nearest(chosen.slice(0, 40), choices);
  const all = choices.map((each) => `${field}:${each}`).join(", ");
  return near === undefined ? `${field}: takes ${all}.` : `Did you mean ${field}:${near}? There are ${all}.`;
}

const NO_WORD = "There is no letter or digit here to look for.";
const NO_MATTER = "A matter is 1 to 100 letters, digits, dots, hyphens and underscores.";
const NO_DATE =
  "A date is 2026, 2026-03, 2026-03-31 or 2026-03-31T09:30; a span is 2026-03-01..2026-03-15, >=2026-03-01 or <2026-04.";

function mistake(what: string): ReadTerm {
  return { kind: "mistake", what };
}
