/** The `api` function: answers a call by its route, and makes every failure a problem document. */
import type { Context } from "aws-lambda";
import { TicketvaultError } from "../../shared/errors.ts";
import { errorFields } from "../common/error-fields.ts";
import type { Answer } from "../common/http/answer.ts";
import type { HttpEvent } from "../common/http/event.ts";
import { inLogContext } from "../common/lambda-log.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { ProblemError, problemAnswer } from "./problems.ts";
import { route } from "./router.ts";

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
  const { requestId } = event.requestContext;
  const started = performance.now();
  let answer: Answer;
  try {
    answer = await route(dependencies, event, () => context.getRemainingTimeInMillis());
  } catch (error) {
    const problem = problemOf(error);
    if (problem !== error) log.error("api.failed", { route: event.routeKey, ...errorFields(error) });
    answer = problemAnswer(problem, requestId);
  }
  const durationMs = Math.round(performance.now() - started);
  // The path is the caller's: the log has the route's template instead.
  log.info("api.answered", { route: event.routeKey, status: answer.statusCode, durationMs });
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
