/** Reads a question: words and fields joined by AND, OR, NOT and brackets. AND may be left out, and binds before OR. */
import { nearest } from "../../settings/nearest.ts";
import { type Phrase, phraseOf } from "../tokens.ts";
import { FIELDS, type FieldName, fieldOf, isField } from "./fields.ts";
import { type Lexeme, LIMITS, lexemesOf } from "./lexer.ts";
import { QuestionError } from "./mistake.ts";
import { begun, exactly, type ReadTerm, readTerm } from "./terms.ts";
import { joined, type Question, type TextColumn } from "./tree.ts";

/**
 * @param zone IANA name of the zone that dates are in
 * @throws QuestionError for what is no question, with the place of the first mistake
 */
export function parseQuestion(question: string, zone: string): Question {
  return new Parser(question, zone).read();
}

/** Words between those of a NEAR without a number, and the most. */
const [USUAL_DISTANCE, MOST_DISTANCE] = [10, 1_000];

/** A field's name: letters before a colon. An address (https://…) has none. */
const NAMED = /^([\p{L}_][\p{L}\p{N}_]*):(?!\/\/)(.*)$/su;

class Parser {
  readonly #question: string;
  readonly #zone: string;
  readonly #lexemes: readonly Lexeme[];
  #next = 0;
  #depth = 0;

  constructor(question: string, zone: string) {
    this.#question = question;
    this.#zone = zone;
    this.#lexemes = lexemesOf(question);
  }

  read(): Question {
    if (this.#lexemes.length === 0)
      throw this.#mistake("Nothing is asked: give a word, or a field such as status:open.");
    const read = this.#or(undefined);
    const rest = this.#peek();
    if (rest !== undefined) throw this.#mistake("This bracket was not opened.", rest.at);
    return read;
  }

  #or(field: FieldName | undefined): Question {
    const parts: [Question, ...Question[]] = [this.#and(field)];
    while (this.#take("OR")) parts.push(this.#and(field));
    return joined("or", parts);
  }

  #and(field: FieldName | undefined): Question {
    const parts: [Question, ...Question[]] = [this.#not(field)];
    for (;;) {
      const next = this.#peek();
      if (next === undefined || next.kind === "close" || isOperator(next, "OR")) return joined("and", parts);
      this.#take("AND");
      parts.push(this.#not(field));
    }
  }

  #not(field: FieldName | undefined): Question {
    let negated = false;
    while (this.#take("NOT")) negated = !negated;
    const part = this.#one(field);
    return negated ? { kind: "not", part } : part;
  }

  /** A bracket, a phrase, a word, or a field with one of these behind it. */
  #one(field: FieldName | undefined): Question {
    const lexeme = this.#peek();
    if (
      lexeme === undefined ||
      lexeme.kind === "close" ||
      ["AND", "OR"].some((name) => isOperator(lexeme, name))
    ) {
      throw this.#mistake("A word, a field or a bracket is missing here.", lexeme?.at);
    }
    this.#next += 1;
    if (lexeme.kind === "open") return this.#group(lexeme, field);
    if (lexeme.kind === "phrase") return this.#term(lexeme, lexeme.text, field);
    if (lexeme.text === "NEAR" && this.#isGlued("open")) return this.#near(lexeme, field);
    const [, name, rest] = NAMED.exec(lexeme.text) ?? [];
    if (name !== undefined && rest !== undefined) return this.#named(lexeme, name, rest, field);
    if (lexeme.text === "=" && this.#isGlued("phrase")) return this.#exactPhrase(lexeme, field);
    return this.#term(lexeme, lexeme.text, field);
  }

  #group(open: Lexeme, field: FieldName | undefined): Question {
    this.#depth += 1;
    if (this.#depth > LIMITS.brackets)
      throw this.#mistake("A question has at most 50 brackets within brackets.", open.at);
    const read = this.#or(field);
    if (this.#peek() === undefined) throw this.#mistake("This bracket is not closed.", open.at);
    this.#next += 1;
    this.#depth -= 1;
    return read;
  }

  #named(lexeme: Lexeme, given: string, rest: string, outer: FieldName | undefined): Question {
    const name = given.toLowerCase();
    if (!isField(name)) throw this.#mistake(noField(given), lexeme.at);
    if (outer !== undefined) throw this.#mistake(`A field cannot stand within ${outer}:(…).`, lexeme.at);
    const isExact = rest === "=" && fieldOf(name).kind === "text" && this.#isGlued("phrase");
    if (isExact) return this.#exactPhrase(lexeme, name);
    if (rest === "NEAR" && this.#isGlued("open")) return this.#near(lexeme, name);
    if (rest !== "") return this.#term({ ...lexeme, at: lexeme.at + given.length + 1 }, rest, name);
    if (this.#isGlued("phrase") || this.#isGlued("open")) return this.#one(name);
    const what = `Say what to look for right behind ${name}: without a blank.`;
    throw this.#mistake(what, lexeme.at + given.length + 1);
  }

  #term(lexeme: Lexeme, text: string, field: FieldName | undefined): Question {
    const { kind, star } = lexeme;
    return this.#sound(lexeme, readTerm({ text, field, quoted: kind === "phrase", star, zone: this.#zone }));
  }

  #exactPhrase({ at }: Lexeme, field: FieldName | undefined): Question {
    const phrase = this.#peek();
    this.#next += 1;
    if (phrase?.star) throw this.#mistake("A phrase behind = is exact: it takes no star.", at);
    return this.#sound({ at }, exactly(phrase?.text ?? "", this.#column(at, field)));
  }

  /** `NEAR(refund "bank account", 5)`. */
  #near({ at }: Lexeme, field: FieldName | undefined): Question {
    const column = this.#column(at, field);
    const inside: Lexeme[] = [];
    this.#next += 1;
    for (;;) {
      const lexeme = this.#peek();
      if (lexeme === undefined) throw this.#mistake("This NEAR is not closed.", at);
      this.#next += 1;
      if (lexeme.kind === "close") break;
      if (lexeme.kind === "open") throw this.#mistake("In NEAR stand words and phrases alone.", lexeme.at);
      inside.push(lexeme);
    }
    const number = distanceIn(inside);
    const words = number === undefined ? inside : inside.slice(0, -1);
    const phrases = words.flatMap((lexeme) => this.#nearPhrase(lexeme) ?? []);
    if (phrases.length < 2) throw this.#mistake("NEAR takes two words or phrases, or more.", at);
    if ((number ?? 0) > MOST_DISTANCE) throw this.#mistake("NEAR takes at most 1,000 words between.", at);
    return { kind: "near", column, phrases, distance: number ?? USUAL_DISTANCE };
  }

  #nearPhrase({ kind, text, star, at }: Lexeme): Phrase | undefined {
    const word = text.replace(/,+$/, "");
    if (kind === "word" && word === "") return undefined;
    const isBegun = star || (kind === "word" && word.endsWith("*"));
    const plain = isBegun && !star ? word.slice(0, -1) : word;
    const phrase = phraseOf(plain);
    const isPlain = kind === "phrase" || !/[*=]|^-|^(?:AND|OR|NOT)$/.test(plain);
    if (phrase === undefined || !isPlain) throw this.#mistake("In NEAR stand words and phrases alone.", at);
    return begun(phrase, isBegun);
  }

  #column(at: number, field: FieldName | undefined): TextColumn {
    if (field === undefined) return null;
    if (fieldOf(field).kind === "text") return field as TextColumn;
    throw this.#mistake(`${field}: takes values, no words in a text.`, at);
  }

  #sound({ at }: Pick<Lexeme, "at">, read: ReadTerm): Question {
    if (read.kind === "mistake") throw this.#mistake(read.what, at);
    return read;
  }

  #peek(): Lexeme | undefined {
    return this.#lexemes[this.#next];
  }

  #isGlued(kind: Lexeme["kind"]): boolean {
    const next = this.#peek();
    return next?.kind === kind && next.glued;
  }

  #take(operator: string): boolean {
    const next = this.#peek();
    if (next === undefined || !isOperator(next, operator)) return false;
    this.#next += 1;
    return true;
  }

  #mistake(what: string, at = this.#question.length): QuestionError {
    return new QuestionError(what, this.#question, at);
  }
}

function isOperator({ kind, text }: Lexeme, name: string): boolean {
  return kind === "word" && text === name;
}

/** The number behind the last comma. */
function distanceIn(inside: readonly Lexeme[]): number | undefined {
  const [before, last] = inside.slice(-2);
  const [, comma, digits] = last?.kind === "word" ? (/^(,?)(\d{1,9})$/.exec(last.text) ?? []) : [];
  const isBehindComma = comma === "," || (before?.kind === "word" && before.text.endsWith(","));
  return digits !== undefined && isBehindComma ? Number(digits) : undefined;
}

function noField(given: string): string {
  // Two letters are near to too much.
  const near = given.length < 3 ? undefined : nearest(given.slice(0, 40), Object.keys(FIELDS));
  const hint =
    near === undefined ? `The fields are ${Object.keys(FIELDS).join(", ")}.` : `Did you mean ${near}:?`;
  return `There is no field ${given.slice(0, 40)}:. ${hint} To look for the words, put them in quotation marks.`;
}
