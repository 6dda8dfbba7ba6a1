/** A question as a small tree: parsed once, and compiled for each engine. */
import type { Phrase } from "../tokens.ts";

export type Tree<Leaf> =
  | Leaf
  | { readonly kind: "and" | "or"; readonly parts: readonly Tree<Leaf>[] }
  | { readonly kind: "not"; readonly part: Tree<Leaf> };

/** Where words are looked for; null is the subject and the body. */
export type TextColumn = "subject" | "body" | "file" | null;

/** Words in a row, in one column. */
interface Words {
  readonly kind: "words";
  readonly column: TextColumn;
  readonly phrase: Phrase;
  /** The same with accents and case, which have to stand there like this; null where they do not matter. */
  readonly exact: Phrase | null;
}

/** Letters within one word. */
interface Part {
  readonly kind: "part";
  readonly column: TextColumn;
  readonly part: string;
}

/** Words in any order, in one column, with at most `distance` words between the end of any and the begin of the last. */
interface Near {
  readonly kind: "near";
  readonly column: TextColumn;
  readonly phrases: readonly Phrase[];
  readonly distance: number;
}

/** A fact of the message or of its ticket: one of its values is, or begins with, what was asked for. */
interface Fact {
  readonly kind: "fact";
  /** As `facts.ts` writes it, such as `status=on_hold`. */
  readonly fact: string;
  readonly prefix: boolean;
}

/** A span of time in ms since 1970, without its end; null is open. */
interface Span {
  readonly kind: "span";
  readonly field: "sent" | "archived";
  readonly from: number | null;
  readonly until: number | null;
}

/** One of these tickets. */
interface TicketSet {
  readonly kind: "tickets";
  readonly tickets: readonly number[];
}

/** Somebody, by LeadSquared's id or, where names were looked up, by name or address. */
export interface Person {
  readonly kind: "person";
  readonly field: "from" | "to" | "customer";
  readonly phrase: Phrase;
  /** As it was typed, without its star. */
  readonly text: string;
}

/** Whether the ticket is under a legal hold: of this matter, or of any. */
interface Held {
  readonly kind: "held";
  readonly matter: string | null;
  readonly held: boolean;
}

/** As it was asked. */
export type Question = Tree<Words | Part | Near | Fact | Span | Person | Held>;

/** With people and holds looked up: what engines answer. */
export type ResolvedQuestion = Tree<Words | Part | Near | Fact | Span | TicketSet>;

/** All of these, or any: one alone is itself. */
export function joined<Leaf>(kind: "and" | "or", parts: readonly [Tree<Leaf>, ...Tree<Leaf>[]]): Tree<Leaf> {
  return parts.length === 1 ? parts[0] : { kind, parts };
}
