/** Counts the outcomes of a run, each ticket once, and knows the exit code that they make. */
import type { TicketOutcome } from "../shared/archive/backfill.ts";
import type { Receipt } from "../shared/archive/receipt.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** What became of a ticket; the first two are complete. */
export type Standing = "archived" | "unchanged" | "incomplete" | "failed";

/** One ticket in a report. */
export interface TallyRow {
  readonly ticketId: number;
  readonly standing: Standing;
  /** The head version, `""` when the run failed. */
  readonly version: string;
  /** Why it is incomplete or failed, else `""`. */
  readonly reason: string;
}

export class Tally {
  readonly rows: TallyRow[] = [];
  readonly counts: Record<Standing, number> = { archived: 0, unchanged: 0, incomplete: 0, failed: 0 };

  add(outcome: TicketOutcome): TallyRow {
    const row = rowOf(outcome);
    this.rows.push(row);
    this.counts[row.standing] += 1;
    return row;
  }

  /** What somebody should look at. */
  troubles(): TallyRow[] {
    return this.rows.filter(({ standing }) => standing === "incomplete" || standing === "failed");
  }

  exitCode(): ExitCode {
    if (this.counts.failed > 0) return EXIT.failed;
    return this.counts.incomplete > 0 ? EXIT.incomplete : EXIT.complete;
  }
}

function rowOf(outcome: TicketOutcome): TallyRow {
  const { ticketId } = outcome;
  if (outcome.outcome === "failed") {
    return { ticketId, standing: "failed", version: "", reason: `${outcome.code}: ${outcome.message}` };
  }
  const missing = outcome.problems.filter(({ severity }) => severity === "missing");
  const [first] = missing;
  const more = missing.length > 1 ? ` (and ${missing.length - 1} more)` : "";
  const complete = outcome.completeness === "complete";
  return {
    ticketId,
    standing: complete ? outcome.outcome : "incomplete",
    version: outcome.version,
    reason: complete || first === undefined ? "" : `${described(first)}${more}`,
  };
}

function described({ code, detail, conversation, attachment }: Receipt["problems"][number]): string {
  const where = [
    attachment === null ? [] : `attachment ${attachment}`,
    conversation === null ? [] : `conversation ${shownId(conversation)}`,
  ].flat();
  return `${code}: ${detail}${where.length > 0 ? ` (${where.join(" of ")})` : ""}`;
}

/** Whatever LeadSquared gives as an id is kept, but only a number is sure to be no formula in a spreadsheet. */
function shownId(conversation: string): string {
  return /^\d{1,19}$/.test(conversation) ? conversation : "unnumbered";
}

/** An outcome as JSON shows it. */
export function outcomeJson(outcome: TicketOutcome): object {
  if (outcome.outcome !== "failed") return outcome;
  const { error: _, ...shown } = outcome;
  return shown;
}
