/** The truth for tests: which tickets a question finds, message by message, over rows and without any engine. */
import { factsOf } from "../../shared/catalogue/facts.ts";
import type { ResolvedQuestion, TextColumn } from "../../shared/catalogue/question/tree.ts";
import type { MessageRow } from "../../shared/catalogue/rows/messages.ts";
import type { TicketRows } from "../../shared/catalogue/rows/ticket-rows.ts";
import type { TicketRow } from "../../shared/catalogue/rows/tickets.ts";
import { exactTokensOf, fileTokens, type Phrase, tokensOf } from "../../shared/catalogue/tokens.ts";

/** By number. */
export function ticketsFound(question: ResolvedQuestion, all: readonly TicketRows[]): number[] {
  const found = all.filter(({ ticket, messages }) =>
    messages.some((message) => isFound(question, message, ticket)),
  );
  return found.map(({ ticket }) => ticket.ticket).toSorted((a, b) => a - b);
}

export function messagesFound(question: ResolvedQuestion, all: readonly TicketRows[]): number {
  return all.flatMap(({ ticket, messages }) =>
    messages.filter((message) => isFound(question, message, ticket)),
  ).length;
}

function isFound(question: ResolvedQuestion, message: MessageRow, ticket: TicketRow): boolean {
  switch (question.kind) {
    case "and":
      return question.parts.every((part) => isFound(part, message, ticket));
    case "or":
      return question.parts.some((part) => isFound(part, message, ticket));
    case "not":
      return !isFound(question.part, message, ticket);
    case "words": {
      const { column, phrase, exact } = question;
      const stands = textsOf(column, message).some((text) => begins(phrase, text).length > 0);
      const exactly =
        exact === null ||
        textsOf(column, message, exactTokensOf).some((text) => begins(exact, text).length > 0);
      return stands && exactly;
    }
    case "part":
      return textsOf(question.column, message)
        .flat()
        .some((token) => token.includes(question.part));
    case "near":
      return textsOf(question.column, message).some((text) =>
        areNear(question.phrases, question.distance, text),
      );
    case "fact": {
      const { fact, prefix } = question;
      return factsOf(message, ticket).some((each) => (prefix ? each.startsWith(fact) : each === fact));
    }
    case "span": {
      const time = question.field === "sent" ? message.sent : ticket.archived;
      const { from, until } = question;
      return time !== null && !(from !== null && time < from) && !(until !== null && time >= until);
    }
    case "tickets":
      return question.tickets.includes(message.ticket);
  }
}

/** The words of each text in which all words of a phrase have to stand. */
function textsOf(column: TextColumn, message: MessageRow, words = tokensOf): string[][] {
  const { subject, body, attachment_names: names } = message;
  if (column === "file") return words === tokensOf ? [fileTokens(names)] : names.map((name) => words(name));
  const texts = {
    subject: [remembered(message, "subject", subject ?? "", words)],
    body: [remembered(message, "body", body, words)],
  };
  return column === null ? [...texts.subject, ...texts.body] : texts[column];
}

/** Each text is cut into words once for hundreds of questions. */
const known = new WeakMap<MessageRow, Map<string, string[]>>();

function remembered(message: MessageRow, column: string, text: string, words: typeof tokensOf): string[] {
  const own = known.get(message) ?? new Map<string, string[]>();
  known.set(message, own);
  const name = `${column} ${words.name}`;
  const tokens = own.get(name) ?? words(text);
  own.set(name, tokens);
  return tokens;
}

/** The places of a phrase, found in the text as one line. */
function begins({ tokens, open }: Phrase, text: readonly string[]): number[] {
  const line = ` ${text.join(" ")} `;
  const wanted = ` ${tokens.join(" ")}${open ? "" : " "}`;
  const places: number[] = [];
  for (let at = line.indexOf(wanted); at >= 0; at = line.indexOf(wanted, at + 1)) {
    places.push(line.slice(0, at).split(" ").length - 1);
  }
  return places;
}

/** As SQLite's FTS5 documents NEAR: at most so many words between the end of each phrase and the beginning of the last. */
function areNear(phrases: readonly Phrase[], distance: number, text: readonly string[]): boolean {
  const all = phrases.map((phrase) => ({ length: phrase.tokens.length, places: begins(phrase, text) }));
  return all
    .flatMap(({ places }) => places)
    .some((last) =>
      all.every(({ length, places }) =>
        places.some((place) => place <= last && last - (place + length) <= distance),
      ),
    );
}
