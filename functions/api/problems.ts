/** The problems that the API answers with, as RFC 9457 documents. */
import { TicketvaultError } from "../../shared/errors.ts";
import { type Answer, jsonAnswer } from "../common/http/answer.ts";

interface Kind {
  readonly status: number;
  readonly title: string;
}

/** Every kind by the last part of its `type`, which stays as it is for ever. */
export const PROBLEMS = {
  "bad-ticket-id": { status: 400, title: "The ticket id is not one" },
  "bad-query": { status: 400, title: "The query cannot be used" },
  "bad-body": { status: 400, title: "The body cannot be used" },
  "body-too-large": { status: 413, title: "The body is too large" },
  "not-archived": { status: 404, title: "The ticket is not archived" },
  "nothing-missing": { status: 409, title: "Nothing is missing of the ticket's archive" },
  "ticket-empty": { status: 404, title: "LeadSquared has nothing under this number" },
  "no-such-version": { status: 404, title: "The ticket has no such version" },
  "bad-matter": { status: 400, title: "The matter's name cannot be used" },
  "no-such-matter": { status: 404, title: "There is no such legal hold" },
  "cannot-export": { status: 422, title: "The export cannot be made as it is asked for" },
  "no-such-export": { status: 404, title: "There is no such export" },
  "ticket-refused": { status: 422, title: "LeadSquared does not take this ticket number" },
  "leadsquared-refused": { status: 502, title: "LeadSquared did not give the ticket" },
  unavailable: { status: 503, title: "Try again later" },
  unexpected: { status: 500, title: "Something unexpected happened" },
} as const satisfies Record<string, Kind>;

export type ProblemCode = keyof typeof PROBLEMS;

export const PROBLEM_TYPE = "urn:ticketvault:problem:";

/** Ends a call with a problem. `message` becomes its `detail`, so it is for the caller's eyes. */
export class ProblemError extends TicketvaultError {
  readonly problem: ProblemCode;

  constructor(problem: ProblemCode, detail: string, options?: ErrorOptions) {
    super(problem, detail, options);
    this.problem = problem;
  }
}

/** @param requestId stands in the log too, so that whoever is asked for help finds the call */
export function problemAnswer({ problem, message }: ProblemError, requestId: string): Answer {
  const { status, title } = PROBLEMS[problem];
  const instance = `urn:ticketvault:request:${encodeURIComponent(requestId)}`;
  return jsonAnswer(
    status,
    { type: `${PROBLEM_TYPE}${problem}`, title, status, detail: message, instance },
    { "content-type": "application/problem+json" },
  );
}
