/** What the files of the table of messages have beside its rows: words and facts as text, for engines that fold nothing. */
import { column } from "../columns.ts";
import { factsOf } from "../facts.ts";
import { exactTokensOf, fileTokens, tokensOf } from "../tokens.ts";
import type { MessageRow } from "./messages.ts";
import type { TicketRow } from "./tickets.ts";

interface Entry {
  readonly message: MessageRow;
  readonly ticket: TicketRow;
}

export const WORDS = {
  subject_words: column(
    "string",
    "The words of the subject as search knows them, each between blanks; empty where there are none.",
    ({ message }: Entry) => spaced(tokensOf(message.subject ?? "")),
  ),
  body_words: column("string", "The words of the body.", ({ message }: Entry) =>
    spaced(tokensOf(message.body)),
  ),
  file_words: column(
    "string",
    "The words of the attachments' names, with `=` behind each name.",
    ({ message }: Entry) => spaced(fileTokens(message.attachment_names)),
  ),
  subject_exact: column(
    "string",
    "The words of the subject with their accents and case.",
    ({ message }: Entry) => spaced(exactTokensOf(message.subject ?? "")),
  ),
  body_exact: column("string", "The words of the body with their accents and case.", ({ message }: Entry) =>
    spaced(exactTokensOf(message.body)),
  ),
  file_exact: column(
    "string",
    "The words of the attachments' names with their accents and case.",
    ({ message }: Entry) => spaced(fileTokens(message.attachment_names, exactTokensOf)),
  ),
  facts: column(
    "string",
    "What fields of a question are compared with, such as `status=on_hold`, each between blanks.",
    ({ message, ticket }: Entry) => spaced(factsOf(message, ticket)),
  ),
};

/** So that a word is told from a part of one: each has a blank before it and behind it. */
function spaced(words: readonly string[]): string {
  return words.length === 0 ? "" : ` ${words.join(" ")} `;
}
