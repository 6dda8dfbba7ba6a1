/** `POST /tickets/{ticketId}/archive`: queues the ticket, or archives it within the call for a caller who would wait. */
import type { Receipt } from "../../shared/archive/receipt.ts";
import type { ArchiveRequest } from "../../shared/archive/request.ts";
import { LeadSquaredError, TicketvaultError } from "../../shared/errors.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { errorFields } from "../common/error-fields.ts";
import { type Answer, jsonAnswer } from "../common/http/answer.ts";
import { workingTime } from "../common/working-time.ts";
import { readArchiveBody } from "./archive-body.ts";
import type { ApiDependencies, Call } from "./dependencies.ts";
import { waitPreference } from "./prefer.ts";
import { ProblemError } from "./problems.ts";
import type { QueuedAnswer } from "./ticket-answers.ts";
import { ticketIdOf } from "./ticket-id.ts";

/** API Gateway waits 30 s for a function; queueing and answering take their part of it. */
const MAX_WAIT_SECONDS = 25;
const KEPT_FOR_ANSWERING_MS = 3_000;

/** @throws ProblemError; what the queue throws */
export async function archiveTicketRoute(dependencies: ApiDependencies, call: Call): Promise<Answer> {
  const { event } = call;
  const ticketId = ticketIdOf(call);
  const { reason = "asked for over HTTP" } = readArchiveBody(event);
  const requestedBy = event.requestContext.authorizer?.iam?.userArn ?? "api";
  const request = { orgId: dependencies.orgId, ticketId, reason, requestedBy, byHand: true };

  const asked = waitPreference(event.headers["prefer"]);
  if (asked === undefined) return queued(dependencies, request, "The request is queued.");
  const seconds = Math.min(asked, MAX_WAIT_SECONDS);
  const applied = { "preference-applied": `wait=${seconds}` };
  const result = await archiveWithin(seconds, dependencies, request, call);
  if ("receipt" in result) return receiptOf(result.receipt, applied);
  return queued(dependencies, request, `${result.why} The request is queued.`, applied);
}

function receiptOf(receipt: Receipt, headers: Readonly<Record<string, string>>): Answer {
  if (receipt.outcome === "empty") throw new ProblemError("ticket-empty", receipt.message);
  return jsonAnswer(200, receipt, headers);
}

async function queued(
  { queue }: ApiDependencies,
  request: ArchiveRequest,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  await queue.send(request);
  const ticket = `/tickets/${request.ticketId}`;
  const { orgId, ticketId, reason, requestedBy } = request;
  const answer: QueuedAnswer = {
    status: "queued",
    ...{ orgId, ticketId, reason, requestedBy },
    ticket,
    detail: `${detail} GET ${ticket} shows what is archived.`,
  };
  return jsonAnswer(202, answer, { ...headers, location: ticket });
}

/**
 * A receipt, or why there is none yet. What was begun is stopped, and what it has staged serves the next try.
 * @throws ProblemError when LeadSquared refuses for good; other errors as they are
 */
async function archiveWithin(
  seconds: number,
  { archiveNow, log }: ApiDependencies,
  request: ArchiveRequest,
  { remainingMs }: Call,
): Promise<{ readonly receipt: Receipt } | { readonly why: string }> {
  const leftMs = Math.min(seconds * 1000, remainingMs() - KEPT_FOR_ANSWERING_MS);
  using time = workingTime({ getRemainingTimeInMillis: () => leftMs }, 0);
  try {
    return { receipt: await time.within(() => archiveNow(request, time)) };
  } catch (error) {
    const again = error instanceof TicketvaultError && error.retryable;
    const { orgId, ticketId } = request;
    log[again ? "warn" : "error"](LOG_EVENTS.failed, {
      orgId,
      ticketId,
      ...errorFields(error),
      final: !again,
    });
    if (again) return { why: error.message };
    if (!(error instanceof LeadSquaredError)) throw error;
    if (error.code === "unauthorized") log.error(LOG_EVENTS.unauthorized, { orgId, ticketId });
    throw refused(error);
  }
}

/**
 * LeadSquared's 400 is about the request, of which the caller gave the ticket number and nothing else. All else, its 404
 * (a wrong address, or an API that is switched off) too, is for whoever runs this to mend.
 */
function refused(cause: LeadSquaredError): ProblemError {
  const problem = cause.code === "bad-request" ? "ticket-refused" : "leadsquared-refused";
  return new ProblemError(problem, cause.message, { cause });
}
