/** Reads a list of questions: a file with one in each line. */
import { QuestionError } from "../shared/catalogue/question/mistake.ts";
import { parseQuestion } from "../shared/catalogue/question/parse.ts";
import { UsageError } from "../shared/errors.ts";
import { encodingOf } from "../shared/text-encoding.ts";

export interface ListOfTerms {
  readonly questions: readonly string[];
}

/** More are no list that people agree on. */
const MOST_TERMS = 1_000;
const MISTAKES_SHOWN = 20;

/** Empty lines and lines that begin with `#` are none. @throws UsageError with all mistakes, by their lines */
export function readTerms(bytes: Uint8Array, name: string, zone: string): ListOfTerms {
  const lines = new TextDecoder(encodingOf(bytes)).decode(bytes).split(/\r\n|[\r\n]/);
  const terms = lines
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter(({ text }) => text !== "" && !text.startsWith("#"));
  if (terms.length === 0) throw new UsageError(`${name} has no terms: write one question in each line.`);
  if (terms.length > MOST_TERMS)
    throw new UsageError(`${name} has ${terms.length} terms, and ${MOST_TERMS} are the most.`);
  const mistakes = terms.flatMap(({ text, number }) => {
    try {
      parseQuestion(text, zone);
      return [];
    } catch (error) {
      if (!(error instanceof QuestionError)) throw error;
      return [`${name}, line ${number}: ${error.message}`];
    }
  });
  if (mistakes.length > 0) throw new UsageError(mistakes.slice(0, MISTAKES_SHOWN).join("\n"));
  return { questions: terms.map(({ text }) => text) };
}
