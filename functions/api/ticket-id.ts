/** The ticket that a path names. */
import { UsageError } from "../../shared/errors.ts";
import { parseTicketId } from "../../shared/ticket/ids.ts";
import type { Call } from "./dependencies.ts";
import { ProblemError } from "./problems.ts";

/** @throws ProblemError `bad-ticket-id`: keys are made of the number, so nothing else passes */
export function ticketIdOf({ path }: Call): number {
  try {
    return parseTicketId(path["id"]);
  } catch (cause) {
    if (cause instanceof UsageError) throw new ProblemError("bad-ticket-id", cause.message, { cause });
    throw cause;
  }
}
