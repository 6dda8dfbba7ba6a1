/** Finds who answers a call: by the route that API Gateway found, which lets no others through. */
import { API_ROUTES } from "../../shared/names.ts";
import type { Answer } from "../common/http/answer.ts";
import type { HttpEvent } from "../common/http/event.ts";
import { acceptGapsRoute } from "./accept-gaps.ts";
import { archiveTicketRoute } from "./archive-ticket.ts";
import type { ApiDependencies, Call } from "./dependencies.ts";
import { showExport, startExport } from "./exports.ts";
import { listHolds, placeHold, releaseHold, showHold } from "./holds.ts";
import { showOpenapi } from "./openapi.ts";
import { showTicket } from "./show-ticket.ts";

type Handler = (dependencies: ApiDependencies, call: Call) => Promise<Answer>;

const HANDLERS: Readonly<Record<keyof typeof API_ROUTES, Handler>> = {
  archiveTicket: archiveTicketRoute,
  acceptGaps: acceptGapsRoute,
  showTicket,
  listHolds,
  showHold,
  placeHold,
  releaseHold,
  startExport,
  showExport,
  showOpenapi,
};

/** By route key. */
const ROUTES = new Map<string, Handler>(
  Object.entries(HANDLERS).map(([operation, handler]) => [
    API_ROUTES[operation as keyof typeof API_ROUTES],
    handler,
  ]),
);

/** Answers the call. @throws ProblemError, and what handlers throw */
export function route(
  dependencies: ApiDependencies,
  event: HttpEvent,
  remainingMs: () => number,
): Promise<Answer> {
  const handler = ROUTES.get(event.routeKey);
  if (handler === undefined) throw new TypeError("API Gateway has a route that this function does not know.");
  const places = Object.entries(event.pathParameters ?? {});
  const path = Object.fromEntries(places.map(([name, text]) => [name, decoded(text ?? "")]));
  return handler(dependencies, { event, path, remainingMs });
}

/** API Gateway has decoded the path already, or not: `#143` and `%23143` are both seen. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
