/** What a placement adds to a matter's record: the tickets that are not under it yet, and the question that found them. */
import { type HoldEntry, type HoldQuestion, type Matter, standingEntries } from "./record.ts";

/** The question that found the tickets to be held. */
export interface PlacingQuestion extends Omit<HoldQuestion, "standing"> {
  /** Whether the matter shall ask it again and again. */
  readonly standing: boolean;
}

/** Undefined where the record says all of it already. */
export function placing(
  matter: Matter,
  wanted: ReadonlySet<number>,
  question: PlacingQuestion | undefined,
): Pick<HoldEntry, "action" | "tickets" | "question"> | undefined {
  const held = new Set(matter.tickets);
  const tickets = [...wanted].filter((ticket) => !held.has(ticket)).toSorted((a, b) => a - b);
  if (question === undefined) return tickets.length === 0 ? undefined : { action: "place", tickets };
  const begun = standingEntries(matter).find(
    (entry) => entry.question?.text === question.text && entry.question.zone === question.zone,
  );
  if (tickets.length === 0 && (begun !== undefined || !question.standing)) return undefined;
  const standing = begun?.sequence ?? (question.standing ? matter.entries.length + 1 : null);
  return { action: "place", tickets, question: { ...question, standing } };
}
