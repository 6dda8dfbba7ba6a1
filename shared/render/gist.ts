/** What a ticket is about and who is in it, as far as its messages tell: LeadSquared's answer has no such fields. */
import type { TicketDocument } from "../ticket/document.ts";
import { messageText } from "./html-text.ts";
import { readableTime } from "./times.ts";

/** What people look for a ticket by. */
export interface Gist {
  /** The first subject quoted in a message, else the first words of the first message; "" when there are none. */
  readonly subject: string;
  /** E-mail addresses found in the messages, in lower case and in order, at most 50. */
  readonly people: readonly string[];
  /** The first and the last readable time, ISO; undefined when there is none. */
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** More of a message is not read for this. Characters. */
const READ = 200_000;
const MOST_PEOPLE = 50;
const LONGEST_SUBJECT = 160;

/** A subject line as mail programs quote it, in the languages that are most written. */
const SUBJECT = /^[ >*]*(?:Subject|Betreff|Objet|Asunto|Oggetto|Assunto|Onderwerp|Emne)\s*:[ *]*(\S.*)$/im;
/** What mail programs put in front, and the ticket's number, which stands beside it anyway. */
const PREFIX = /^(?:(?:re|fwd?|aw|wg|sv|tr|rv)\s*:|\[?#\d+\]?)\s*/i;
const ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu;

export function gistOf({ conversations }: TicketDocument): Gist {
  const texts = conversations.map(({ html, text, ...rest }) =>
    messageText({ ...rest, html: html?.slice(0, READ) ?? null, text: text?.slice(0, READ) ?? null }),
  );
  const times = conversations.flatMap((conversation) => readableTime(conversation) ?? []);
  const addresses = texts.flatMap((text) => text.match(ADDRESS) ?? []).map((found) => found.toLowerCase());
  return {
    subject: subjectOf(texts),
    people: [...new Set(addresses)].toSorted().slice(0, MOST_PEOPLE),
    first: times.at(0),
    last: times.at(-1),
  };
}

function subjectOf(texts: readonly string[]): string {
  const quoted = texts.map((text) => SUBJECT.exec(text)?.[1]).find((subject) => subject !== undefined);
  const subject = quoted ?? texts.find((text) => text !== "") ?? "";
  return shortened(withoutPrefixes(subject.replace(/\s+/gu, " ").trim()));
}

function withoutPrefixes(subject: string): string {
  let rest = subject;
  while (PREFIX.test(rest)) rest = rest.replace(PREFIX, "");
  return rest === "" ? subject : rest;
}

/** Cut at a word, by code points, so that no character is split. */
function shortened(text: string): string {
  const points = [...text.slice(0, 2 * LONGEST_SUBJECT)];
  if (points.length <= LONGEST_SUBJECT) return points.join("");
  const cut = points.slice(0, LONGEST_SUBJECT).join("");
  return `${cut.replace(/\s+\S*$/u, "")}…`;
}
