/** The port of the index of tickets: what is known of each number, and when it is to be asked for. Never evidence. */

/**
 * The lines in which numbers wait to be asked for: those never asked for, the highest number first; those that changed
 * lately; and all others. Both of the latter by the time at which they are due.
 */
export const LINES = ["never", "young", "older"] as const;

export type Line = (typeof LINES)[number];

/** What is known of one number. Times are in ms since 1970. */
export interface TicketEntry {
  readonly ticketId: number;
  /** As the archive has it; null before LeadSquared first answered for it. */
  readonly status: "complete" | "incomplete" | "accepted" | "empty" | null;
  /** Code of the failure with which the last try ended; null when it did not fail. */
  readonly failure: string | null;
  /** When the first of the tries failed that have all failed since; null when the last one did not. */
  readonly failedSince: number | null;
  /** When somebody was told that it fails for so long; null for not yet. */
  readonly failureTold: number | null;
  /** The head version, such as `v2`; null without an archive. */
  readonly head: string | null;
  readonly title: string | null;
  /** When LeadSquared last answered for it; null for never. */
  readonly asked: number | null;
  /** When its head version was made; of a number without an archive, when the number came to be known. */
  readonly changed: number;
  /** In which line it waits; null for a number beyond the highest ticket. */
  readonly line: Line | null;
  /** When it is to be asked for, if in a line; of those never asked for, below every time, the lower the higher the number. */
  readonly due: number | null;
  /** Until when it is with somebody who asks for it; null for nobody. */
  readonly leased: number | null;
}

/** A number that is due. */
export interface DueNumber {
  readonly ticketId: number;
  readonly due: number;
}

/** A span of numbers, both ends included. */
export interface Numbers {
  readonly from: number;
  readonly to: number;
}

/**
 * Where entries are kept. It can be lost: it is made anew from the vault, and what is lost is time. Failures are
 * TicketvaultErrors: `index-unavailable` (retryable), `index-damaged`, or UsageErrors for a place that cannot be used.
 */
export interface TicketIndex extends Disposable {
  /** The place in words a person knows. */
  readonly location: string;
  /** Undefined for a number that is not known. */
  read(ticketId: number): Promise<TicketEntry | undefined>;
  /** Entries in order of their numbers, all unless given. */
  entries(numbers?: Numbers): AsyncIterable<TicketEntry>;
  /** At most `limit` of a line that are due at `now`, in order of `due`. */
  due(line: Line, now: number, limit: number): Promise<readonly DueNumber[]>;
  /** Puts entries in place of those of the same numbers. */
  write(entries: readonly TicketEntry[]): Promise<void>;
  /**
   * Takes numbers for who asks for them: until then they are not due, and nobody else gets them. A number that was not
   * known becomes known, in no line.
   * @returns those that nobody else had at `now`
   */
  lease(ticketIds: readonly number[], lease: Lease): Promise<readonly number[]>;
  /** Makes numbers due at `now` that were leased and will not be asked for after all. */
  giveBack(ticketIds: readonly number[], now: number): Promise<void>;
  /** The highest number that has an archive; 0 for none. */
  highest(): Promise<number>;
  /** What `sync` remembers between its turns, as JSON; undefined before the first. */
  memory(): Promise<string | undefined>;
  remember(memory: string): Promise<void>;
}

export interface Lease {
  readonly now: number;
  readonly until: number;
}
