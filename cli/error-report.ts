/** Says an error to a person: what, where and what to do, and never a secret. */
import type { TicketOutcome } from "../shared/archive/backfill.ts";
import { TicketvaultError, UsageError } from "../shared/errors.ts";
import { MISSING } from "../shared/export/reasons.ts";
import type { Logger } from "../shared/log.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { safeLines } from "./text.ts";

export interface ErrorReport {
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
}

export function reportOf(error: unknown): ErrorReport {
  if (error instanceof UsageError) return { code: error.code, message: error.message, exitCode: EXIT.usage };
  if (error instanceof TicketvaultError) {
    // What the ledger contradicts is a finding, also where nothing is left to be exported.
    const exitCode = error.code === MISSING ? EXIT.incomplete : EXIT.failed;
    return { code: error.code, message: error.message, exitCode };
  }
  const { name, message } = error instanceof Error ? error : { name: "Error", message: String(error) };
  const [line = ""] = withoutQueries(message).split("\n", 1);
  return { code: "unexpected", message: `${name}: ${line}`, exitCode: EXIT.failed };
}

/** The stack of an error and of those underneath, for `--log-level debug`. */
export function stackOf(error: unknown): string {
  const stacks: string[] = [];
  let next = error;
  while (next instanceof Error && stacks.length < 10) {
    stacks.push(next.stack ?? next.message);
    next = next.cause;
  }
  return safeLines(withoutQueries(stacks.join("\ncaused by ")));
}

/** An error that nobody intended is looked for by its stack. */
export function logUnexpected(log: Logger, outcome: TicketOutcome): void {
  if (outcome.outcome !== "failed" || outcome.code !== "unexpected") return;
  log.debug("archive.unexpected", { ticketId: outcome.ticketId, stack: stackOf(outcome.error) });
}

/** Intended messages hold no query; those of libraries might quote a signed URL. */
function withoutQueries(text: string): string {
  return text.replaceAll(/\?[^\s"'<>]*/g, "?…");
}
