/** Counts what each of a list of questions finds: the figures that two sides of a dispute agree on. */
import type { ResolvedQuestion } from "./question/tree.ts";
import type { SearchIndex } from "./search-index.ts";

export interface Term {
  readonly question: string;
  readonly resolved: ResolvedQuestion;
}

interface Found {
  /** Wordings of messages, of descriptions and of titles that fulfil the question. */
  readonly hits: number;
  /** Tickets with a hit. */
  readonly tickets: number;
}

interface TermCount extends Found {
  readonly question: string;
  /** Tickets with a hit in which no other term of the list has one. */
  readonly uniqueTickets: number;
}

export interface TermCounts {
  /** In the order of the list. */
  readonly terms: readonly TermCount[];
  /** What at least one of the terms finds. */
  readonly union: Found;
}

/** @param index that nobody writes to meanwhile: within its `still` */
export function countTerms(index: Pick<SearchIndex, "ids" | "tickets">, list: readonly Term[]): TermCounts {
  const hits = new Set<number>();
  /** By ticket: how many terms find it. */
  const finders = new Map<number, number>();
  const found = list.map(({ question, resolved }) => {
    const ids = index.ids(resolved);
    const tickets = index.tickets(resolved);
    for (const id of ids) hits.add(id);
    for (const ticket of tickets) finders.set(ticket, (finders.get(ticket) ?? 0) + 1);
    return { question, hits: ids.length, tickets };
  });
  return {
    terms: found.map(({ question, hits: count, tickets }) => {
      const uniqueTickets = tickets.filter((ticket) => finders.get(ticket) === 1).length;
      return { question, hits: count, tickets: tickets.length, uniqueTickets };
    }),
    union: { hits: hits.size, tickets: finders.size },
  };
}
