/** Looks up who and what a question means: people by their names, and the tickets of legal holds. */
import { UsageError } from "../../errors.ts";
import type { People } from "../../people.ts";
import { type FactKind, factOf, factOfTokens } from "../facts.ts";
import { placesOf, tokensOf } from "../tokens.ts";
import { joined, type Person, type Question, type ResolvedQuestion } from "./tree.ts";

export interface LookUps {
  /** Undefined where no names were looked up: people are asked for by LeadSquared's ids then. */
  readonly people: People | undefined;
  /** The names of the matters that each held ticket is under; asked for only where a question wants it. */
  readonly holds: () => Promise<ReadonlyMap<number, readonly string[]>>;
}

/** More people are not one somebody. */
const MOST_PEOPLE = 1_000;

/** @throws UsageError for a name that more than 1,000 people have; what `holds` throws */
export async function resolveQuestion(question: Question, lookUps: LookUps): Promise<ResolvedQuestion> {
  switch (question.kind) {
    case "and":
    case "or": {
      const parts: ResolvedQuestion[] = [];
      for (const part of question.parts) parts.push(await resolveQuestion(part, lookUps));
      return { ...question, parts };
    }
    case "not":
      return { ...question, part: await resolveQuestion(question.part, lookUps) };
    case "person":
      return personIn(question, lookUps.people);
    case "held": {
      const { matter, held } = question;
      const holds = [...(await lookUps.holds())];
      const under = holds.filter(([, matters]) => matter === null || matters.includes(matter));
      const tickets = under.map(([ticket]) => ticket).toSorted((a, b) => a - b);
      const set = { kind: "tickets", tickets } as const;
      return held ? set : { kind: "not", part: set };
    }
    default:
      return question;
  }
}

/**
 * LeadSquared gives no sender and no recipient: who made a message, the customer, and its direction tell what can be told.
 */
function personIn(person: Person, people: People | undefined): ResolvedQuestion {
  const { field } = person;
  const ids = idsOf(person, people);
  const customer = factsOf("customer", person, ids);
  if (field === "customer") return customer;
  const direction = field === "from" ? "inbound" : "outbound";
  const way = { kind: "fact", fact: factOfTokens("direction", [direction]), prefix: false } as const;
  const byWay = { kind: "and", parts: [way, customer] } as const;
  return field === "to" ? byWay : { kind: "or", parts: [factsOf("author", person, ids), byWay] };
}

function factsOf(kind: FactKind, { phrase, text }: Person, ids: readonly string[]): ResolvedQuestion {
  const { open: prefix, tokens } = phrase;
  const typed = prefix ? factOfTokens(kind, tokens) : (factOf(kind, text) ?? "");
  const others = ids.flatMap((id) => factOf(kind, id) ?? []).filter((fact) => fact !== typed);
  const facts = others.map((fact) => ({ kind: "fact", fact, prefix: false }) as const);
  return joined<ResolvedQuestion>("or", [{ kind: "fact", fact: typed, prefix }, ...facts]);
}

function idsOf({ phrase, text }: Person, people: People | undefined): string[] {
  const named = (people?.people ?? []).filter(({ name, address }) =>
    [name, address ?? ""].some((words) => placesOf(phrase, tokensOf(words)).length > 0),
  );
  if (named.length <= MOST_PEOPLE) return named.map(({ id }) => id);
  const message = `${JSON.stringify(text.slice(0, 40))} is in the names of ${named.length} people: give more of the name.`;
  throw new UsageError(message);
}
