/** What a ticket is about and who is in it: its title where the details tell one, and what its messages tell. */
import type { TicketDocument } from "../ticket/document.ts";
import type { ReadMessage } from "./read-message.ts";
import { readableTime } from "./times.ts";

/** What people look for a ticket by. */
export interface Summary {
  /** In one line, as the ticket's details have it; "" where they are not known. */
  readonly title: string;
  /** As the details have it; "" where it is not known. */
  readonly status: string;
  /** The first words of the first message that has any; "" when none has. LeadSquared's answer has no subject. */
  readonly beginning: string;
  /** E-mail addresses found in the messages, in lower case and in order, at most 50. */
  readonly people: readonly string[];
  /** The first and the last readable time, ISO; undefined when there is none. */
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** More of a message is not read for this. Characters. */
const READ = 200_000;
const MOST_PEOPLE = 50;
const LONGEST_BEGINNING = 160;

const ADDRESS = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,5}/gu;

/** What the index, the tables and the load files say of a ticket, from its document and its messages in their order. */
export function summaryOf(
  { conversations, ticket }: TicketDocument,
  messages: readonly ReadMessage[],
): Summary {
  const times = conversations.flatMap((conversation) => readableTime(conversation) ?? []);
  const addresses = messages.flatMap(({ text }) => addressesIn(text));
  return {
    title: oneLine(ticket.title),
    status: oneLine(ticket.status),
    beginning: shortened(
      messages.find(({ beginning }) => beginning !== "")?.beginning ?? "",
      LONGEST_BEGINNING,
    ),
    people: [...new Set(addresses)].toSorted().slice(0, MOST_PEOPLE),
    first: times.at(0),
    last: times.at(-1),
  };
}

function oneLine(text: string | null): string {
  return (text ?? "").replace(/\s+/gu, " ").trim();
}

/** The e-mail addresses in a text, in lower case and in order, at most 50. */
export function addressesIn(text: string): string[] {
  const found = text.slice(0, READ).match(ADDRESS) ?? [];
  return [...new Set(found.map((each) => each.toLowerCase()))].toSorted().slice(0, MOST_PEOPLE);
}

/** At most so many characters: cut at a word where there is one, and never within a character. */
export function shortened(text: string, longest: number): string {
  const points = [...text.slice(0, 2 * longest)];
  if (points.length <= longest) return points.join("");
  const cut = points.slice(0, longest).join("");
  return `${cut.replace(/\s+\S*$/u, "")}…`;
}
