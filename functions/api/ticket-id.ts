/** The ticket that a path names. */
import { parseTicketId } from "../../shared/ticket/ids.ts";
import type { Call } from "./dependencies.ts";
import { ticketPath } from "./inputs.ts";
import { ProblemError } from "./problems.ts";

/** @throws ProblemError `bad-ticket-id`: keys are made of the number, so nothing else passes */
export function ticketIdOf({ path }: Call): number {
  const given = ticketPath.safeParse(path["ticketId"]);
  if (given.success) return parseTicketId(given.data);
  throw new ProblemError(
    "bad-ticket-id",
    "The path has no ticket number. Give the one in the ticket page's address, such as 143 or %23143.",
  );
}
