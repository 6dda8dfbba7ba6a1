/** Goes through the index and the archive's folders together, and puts every number into its class; both are read once, in order. */
import type { Census } from "../census-record.ts";
import { Ranges } from "../ranges.ts";
import type { TicketEntry } from "../sync/ticket-index.ts";

type CensusClass = keyof Census["numbers"];

export interface Numbered {
  /** The highest number. */
  readonly highest: number;
  /** Numbers up to it that the index knows, in order. */
  readonly entries: AsyncIterable<TicketEntry>;
  /** Numbers that have a folder in the archive, ascending. */
  readonly folders: readonly number[];
  /** When the census was begun, in ms since 1970. */
  readonly at: number;
  /** Looks again at a number on which both differ; undefined where that is not to be done. */
  readonly lookAgain: (ticketId: number) => Promise<Seen | undefined>;
  readonly signal: AbortSignal;
}

/** What index and vault say of one number. */
export interface Seen {
  readonly entry: TicketEntry | undefined;
  readonly isInVault: boolean;
}

export type Counted = Pick<Census, "numbers" | "due" | "failing" | "answers"> & {
  /** Numbers that the index knows. */
  readonly entries: number;
};

/** Numbers that neither index nor vault knows take no time, however many they are. @throws the signal's reason */
export async function countNumbers(numbered: Numbered): Promise<Counted> {
  const { highest, entries, folders, at, lookAgain, signal } = numbered;
  const sums = new Sums(at);
  let next = 1;
  let folder = 0;
  let known = 0;
  const judge = async (ticketId: number, seen: Seen): Promise<void> => {
    const settled = isAgreed(seen) ? seen : ((await lookAgain(ticketId)) ?? seen);
    sums.add(classOf(settled), ticketId);
    if (settled.entry !== undefined) sums.note(settled.entry);
    next = ticketId + 1;
  };
  const unknownUntil = async (end: number): Promise<void> => {
    while (next < end) {
      const found = Math.min(folders[folder] ?? end, end);
      if (found > next) sums.add("neverAsked", next, found - 1);
      next = found;
      if (found === end) return;
      folder += 1;
      await judge(found, { entry: undefined, isInVault: true });
    }
  };
  for await (const entry of entries) {
    signal.throwIfAborted();
    known += 1;
    await unknownUntil(entry.ticketId);
    const isInVault = folders[folder] === entry.ticketId;
    if (isInVault) folder += 1;
    await judge(entry.ticketId, { entry, isInVault });
  }
  await unknownUntil(highest + 1);
  return { entries: known, ...sums.result() };
}

function hasArchive(entry: TicketEntry | undefined): boolean {
  return (entry?.head ?? null) !== null;
}

function isAgreed({ entry, isInVault }: Seen): boolean {
  return hasArchive(entry) === isInVault;
}

function classOf(seen: Seen): CensusClass {
  const { entry, isInVault } = seen;
  if (!isAgreed(seen)) return isInVault ? "notInIndex" : "notInVault";
  const status = entry?.status ?? null;
  if (status === null) return "neverAsked";
  return status === "complete" ? "archived" : status;
}

/** What is collected of all numbers. */
class Sums {
  readonly #at: number;
  readonly #numbers: Record<CensusClass, Ranges> = {
    archived: new Ranges(),
    incomplete: new Ranges(),
    accepted: new Ranges(),
    empty: new Ranges(),
    neverAsked: new Ranges(),
    notInVault: new Ranges(),
    notInIndex: new Ranges(),
  };
  readonly #failing = new Ranges();
  #due = 0;
  #dueSince = Number.POSITIVE_INFINITY;
  #failingSince = Number.POSITIVE_INFINITY;
  #oldestAnswer = Number.POSITIVE_INFINITY;
  #unknownAnswers = 0;

  constructor(at: number) {
    this.#at = at;
  }

  add(name: CensusClass, from: number, to = from): void {
    this.#numbers[name].add(from, to);
  }

  note({ ticketId, due, failure, failedSince, asked, head }: TicketEntry): void {
    // Below 0 it is no time: such a number was never asked for.
    if (due !== null && due >= 0 && due <= this.#at) {
      this.#due += 1;
      this.#dueSince = Math.min(this.#dueSince, due);
    }
    if (failure !== null) {
      this.#failing.add(ticketId);
      this.#failingSince = Math.min(this.#failingSince, failedSince ?? Number.POSITIVE_INFINITY);
    }
    if (asked !== null) this.#oldestAnswer = Math.min(this.#oldestAnswer, asked);
    else if (head !== null) this.#unknownAnswers += 1;
  }

  result(): Omit<Counted, "entries"> {
    const { archived, incomplete, accepted, empty, neverAsked, notInVault, notInIndex } = this.#numbers;
    return {
      numbers: {
        archived: listed(archived),
        incomplete: listed(incomplete),
        accepted: listed(accepted),
        empty: listed(empty),
        neverAsked: listed(neverAsked),
        notInVault: listed(notInVault),
        notInIndex: listed(notInIndex),
      },
      due: { count: this.#due, since: timeOrNull(this.#dueSince) },
      failing: { ...listed(this.#failing), since: timeOrNull(this.#failingSince) },
      answers: { oldest: timeOrNull(this.#oldestAnswer), unknown: this.#unknownAnswers },
    };
  }
}

function listed(ranges: Ranges): { readonly count: number; ranges: string[] } {
  return { count: ranges.count, ranges: ranges.all() };
}

function timeOrNull(time: number): string | null {
  return Number.isFinite(time) ? new Date(time).toISOString() : null;
}
