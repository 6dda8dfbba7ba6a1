/** What is said of a publication that is not finished, by all commands in the same words. */
import { finding } from "../findings.ts";
import { isBeingPublished } from "./grace.ts";
import type { TicketCheck } from "./ticket-check.ts";
import type { Unfinished } from "./unfinished.ts";

interface Checks {
  /** Of all that is there. */
  readonly whole: TicketCheck;
  /** Of the object but for the publication, in which there is no error. */
  readonly rest: TicketCheck;
}

/** A warning in place of all errors; when the time of grace is over, an error beside them. */
export function tellUnfinished(
  { path, message, created }: Unfinished,
  { whole, rest }: Checks,
  now: Date,
): TicketCheck {
  const since = Number.isNaN(created) ? "a time that nobody can read" : new Date(created).toISOString();
  const words = `being published since ${since}: not valid OCFL until finished (${message})`;
  if (isBeingPublished(created, now)) {
    const findings = [...rest.findings, finding("unfinished", path, words, "warning")];
    return { result: rest.result ?? whole.result, findings };
  }
  const late = finding("unfinished", path, `${words}; archive the ticket again to finish it`);
  return { ...whole, findings: [...whole.findings, late] };
}
