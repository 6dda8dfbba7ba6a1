/** Counts the outcomes of a run, each ticket once, and knows the exit code that they make. */
import type { TicketOutcome } from "../shared/archive/backfill.ts";
import type { ArchivedReceipt } from "../shared/archive/receipt.ts";
import { refusalInWords } from "../shared/leadsquared/url-guard.ts";
import type { SourceChanges } from "../shared/ticket/changes.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { counted } from "./text.ts";

/** What became of a ticket; the first two are complete, and what `accepted` ones lack is accepted. */
export type Standing = ArchivedReceipt["outcome"] | "accepted" | "incomplete" | "empty" | "failed";

/** One ticket in a report. */
export interface TallyRow {
  readonly ticketId: number;
  readonly standing: Standing;
  /** The head version, `""` when the run failed. */
  readonly version: string;
  /** Why it is incomplete, accepted, empty or failed, else `""`. */
  readonly reason: string;
  /** What was edited or removed at the source, else `""`. */
  readonly warning: string;
}

export class Tally {
  readonly rows: TallyRow[] = [];
  readonly counts: Record<Standing, number> = {
    archived: 0,
    unchanged: 0,
    accepted: 0,
    incomplete: 0,
    empty: 0,
    failed: 0,
  };

  add(outcome: TicketOutcome): TallyRow {
    const row = rowOf(outcome);
    this.rows.push(row);
    this.counts[row.standing] += 1;
    return row;
  }

  /** What somebody should look at. */
  troubles(): TallyRow[] {
    return this.rows.filter(({ reason }) => reason !== "");
  }

  /** Tickets of which something was edited or removed at the source, or is back. */
  changedAtSource(): TallyRow[] {
    return this.rows.filter(({ warning }) => warning !== "");
  }

  /** @param emptyAllowed whether some of the numbers may have no ticket, as those of a range */
  exitCode(emptyAllowed = false): ExitCode {
    const { failed, incomplete, empty } = this.counts;
    if (failed > 0) return EXIT.failed;
    return incomplete > 0 || (empty > 0 && !emptyAllowed) ? EXIT.incomplete : EXIT.complete;
  }
}

function rowOf(outcome: TicketOutcome): TallyRow {
  const { ticketId } = outcome;
  if (outcome.outcome === "failed") {
    const reason = `${outcome.code}: ${outcome.message}`;
    return { ticketId, standing: "failed", version: "", reason, warning: "" };
  }
  if (outcome.outcome === "empty") {
    return { ticketId, standing: "empty", version: "", reason: outcome.message, warning: "" };
  }
  const missing = outcome.problems.filter(({ severity }) => severity === "missing");
  const [first] = missing;
  const more = missing.length > 1 ? ` (and ${missing.length - 1} more)` : "";
  const { completeness, accepted } = outcome;
  const gaps = accepted && `${counted(accepted.problems, "gap")} accepted at ${accepted.version}`;
  return {
    ticketId,
    standing: completeness === "complete" ? outcome.outcome : completeness,
    version: outcome.version,
    reason: first === undefined ? (gaps ?? "") : `${described(first)}${more}`,
    warning: outcome.changedAtSource === null ? "" : changedInWords(outcome.changedAtSource),
  };
}

function changedInWords(changes: SourceChanges): string {
  const { edited, removed, restored, attachmentsRemoved, attachmentsRestored } = changes;
  const messages = (what: string, keys: readonly string[]): string =>
    keys.length === 0 ? "" : `${counted(keys.length, "message")} ${what} (${listed(keys)})`;
  const attachments = (what: string, n: number): string =>
    n === 0 ? "" : `${counted(n, "attachment")} ${what}`;
  const parts = [
    messages("edited", edited),
    messages("removed", removed),
    messages("back", restored),
    attachments("removed", attachmentsRemoved),
    attachments("back", attachmentsRestored),
  ];
  return `at the source: ${parts.filter((part) => part !== "").join(", ")}. All that was archived is kept.`;
}

const NAMED = 5;

function listed(keys: readonly string[]): string {
  return `${keys.slice(0, NAMED).join(", ")}${keys.length > NAMED ? ", …" : ""}`;
}

function described({ code, detail, conversation, attachment }: ArchivedReceipt["problems"][number]): string {
  const where = [
    attachment === null ? [] : `attachment ${attachment}`,
    conversation === null ? [] : `conversation ${conversation}`,
  ].flat();
  const place = where.length > 0 ? ` (${where.join(" of ")})` : "";
  // What somebody can set right is said where they look.
  const refused = refusalInWords(detail);
  return `${code}: ${detail}${place}${refused === undefined ? "" : `. ${refused}`}`;
}

/** An outcome as JSON shows it. */
export function outcomeJson(outcome: TicketOutcome): object {
  if (outcome.outcome !== "failed") return outcome;
  const { error: _, ...shown } = outcome;
  return shown;
}
