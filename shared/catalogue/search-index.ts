/** The port of the index of words: what a question finds in the newest versions of tickets. Never evidence. */
import type { ResolvedQuestion } from "./question/tree.ts";
import type { TicketRows } from "./rows/ticket-rows.ts";

/** A wording of a message, or a title of a ticket, that a question found. Times are in ms since 1970. */
export interface Hit {
  readonly ticket: number;
  /** The message's key; `description` and `title` for the ticket's own. */
  readonly message: string;
  readonly wording: number;
  readonly isCurrent: boolean;
  readonly removed: boolean;
  readonly sent: number | null;
  readonly direction: string | null;
  readonly channel: string | null;
  readonly author: string | null;
  readonly attachments: number;
  readonly files: readonly string[];
  readonly status: string | null;
  /** LeadSquared's id of the ticket's customer. */
  readonly customer: string | null;
  readonly subject: string | null;
  readonly body: string;
}

/** What the index holds, and so what an answer is about. */
interface SearchState {
  readonly tickets: number;
  readonly messages: number;
  /** When the newest of the versions in it was archived, in ms since 1970; null for none. */
  readonly newest: number | null;
  /** Tickets of which something is missing. */
  readonly incomplete: number;
  /** Attachments, whose names are searched and whose content is not, and the tickets that they are of. */
  readonly attachments: number;
  readonly withAttachments: number;
}

interface Counts {
  readonly messages: number;
  readonly tickets: number;
}

export interface FacetCount {
  readonly value: string;
  /** Of messages. */
  readonly count: number;
}

/** How many of the messages found are of which kind; of each kind the most frequent, months the newest first. */
export interface Facets {
  readonly status: readonly FacetCount[];
  /** `2026-03`. */
  readonly month: readonly FacetCount[];
  readonly customer: readonly FacetCount[];
  /** Of incomplete tickets. */
  readonly incomplete: number;
  readonly removed: number;
}

export interface FacetsWanted {
  /** IANA zone of the months. */
  readonly zone: string;
  /** Where too many messages are found to look at each, these customers are counted, and no others. */
  readonly customers: readonly string[];
}

/** Failures are TicketvaultErrors: `index-unavailable` (retryable), `index-damaged`. */
export interface SearchIndex extends Disposable {
  /** The place in words a person knows. */
  readonly location: string;
  /** Number of the version that is in it; undefined for none. */
  headOf(ticket: number): number | undefined;
  /** All tickets in it, by number, with the numbers of their versions. */
  heads(): ReadonlyMap<number, number>;
  /** Puts tickets in, all at once; one of an older version than is in it already is left out. */
  write(tickets: readonly TicketRows[]): void;
  remove(tickets: readonly number[]): void;
  state(): SearchState;
  /** The newest first, read as they are taken. @param limit may be infinite */
  find(question: ResolvedQuestion, limit: number): IterableIterator<Hit>;
  count(question: ResolvedQuestion): Counts;
  facets(question: ResolvedQuestion, wanted: FacetsWanted): Facets;
  /** Numbers that name what is found, for as long as nothing is written. */
  ids(question: ResolvedQuestion): number[];
  /** All that `look` asks is answered of one state, whatever others write meanwhile; it writes nothing. */
  still<T>(look: () => T): T;
  /** The tickets of all that is found, by number. */
  tickets(question: ResolvedQuestion): number[];
}
