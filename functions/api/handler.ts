/** The `api` function: finds the route, and makes every failure a problem document. */
import type { Context } from "aws-lambda";
import { TicketvaultError } from "../../shared/errors.ts";
import { errorFields } from "../common/error-fields.ts";
import type { Answer } from "../common/http/answer.ts";
import type { HttpEvent } from "../common/http/event.ts";
import { inLogContext } from "../common/lambda-log.ts";
import { archiveTicketRoute } from "./archive-ticket.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { showExport, startExport } from "./exports.ts";
import { listHolds, placeHold, releaseHold, showHold } from "./holds.ts";
import { showOpenapi } from "./openapi.ts";
import { ProblemError, problemAnswer } from "./problems.ts";
import { findRoute, type Route } from "./router.ts";
import { showTicket } from "./show-ticket.ts";

const ROUTES: readonly Route[] = [
  { method: "POST", path: "/tickets/{id}/archive", handle: archiveTicketRoute },
  { method: "GET", path: "/tickets/{id}", handle: showTicket },
  { method: "GET", path: "/holds", handle: listHolds },
  { method: "GET", path: "/holds/{matter}", handle: showHold },
  { method: "POST", path: "/holds/{matter}", handle: placeHold },
  { method: "DELETE", path: "/holds/{matter}", handle: releaseHold },
  { method: "POST", path: "/exports", handle: startExport },
  { method: "GET", path: "/exports/{id}", handle: showExport },
  { method: "GET", path: "/openapi.json", handle: showOpenapi },
];

/** Answers every call, and throws nothing. */
export function handleApi(
  dependencies: ApiDependencies,
  event: HttpEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<Answer> {
  const { requestId } = event.requestContext;
  return inLogContext({ requestId }, () => handleCall(dependencies, event, context));
}

async function handleCall(
  dependencies: ApiDependencies,
  event: HttpEvent,
  context: Parameters<typeof handleApi>[2],
): Promise<Answer> {
  const { log } = dependencies;
  const { requestId, http } = event.requestContext;
  const started = performance.now();
  // The path is the caller's: the log has the route's template instead.
  let route = "none";
  let answer: Answer;
  try {
    const found = findRoute(ROUTES, http.method, event.rawPath);
    route = found.route.path;
    const remainingMs = () => context.getRemainingTimeInMillis();
    answer = await found.route.handle(dependencies, { event, path: found.path, remainingMs });
  } catch (error) {
    const problem = problemOf(error);
    if (problem !== error) log.error("api.failed", { route, ...errorFields(error) });
    answer = problemAnswer(problem, requestId);
  }
  const durationMs = Math.round(performance.now() - started);
  log.info("api.answered", { method: http.method, route, status: answer.statusCode, durationMs });
  return answer;
}

/** What the caller is told: of what nobody intended, only that it happened. */
function problemOf(error: unknown): ProblemError {
  if (error instanceof ProblemError) return error;
  if (error instanceof TicketvaultError && error.retryable) {
    const detail = "A service that this needs did not answer. Nothing was promised: ask again in a while.";
    return new ProblemError("unavailable", detail, { cause: error });
  }
  const detail = "This call failed. Whoever runs Ticketvault finds it in the log by the instance named here.";
  return new ProblemError("unexpected", detail, { cause: error });
}
