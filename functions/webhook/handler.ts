/** The `webhook` function: lets in who knows the secret, queues the tickets named, and only then says so. */
import type { Context } from "aws-lambda";
import type { ArchiveRequest } from "../../shared/archive/request.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { errorFields } from "../common/error-fields.ts";
import { type Answer, emptyAnswer, jsonAnswer } from "../common/http/answer.ts";
import { BodyError, bodyBytes } from "../common/http/body.ts";
import type { HttpEvent } from "../common/http/event.ts";
import { inLogContext } from "../common/lambda-log.ts";
import { type WorkingTime, workingTime } from "../common/working-time.ts";
import { textOf } from "./body.ts";
import type { WebhookDependencies } from "./dependencies.ts";
import { readPayload, UnusableError } from "./payload.ts";
import { type NamedTickets, ticketsIn } from "./tickets.ts";

/** API Gateway lets 10 MB through; the ids of a thousand tickets take a tenth of this. */
const MAX_BYTES = 256 * 1024;
/** Kept (ms) for naming the tickets in the log and answering, before Lambda's kill. */
const RESERVE_MS = 1_000;

/**
 * Answers every event, and throws nothing.
 *
 * LeadSquared advises to answer 200 always, with an error in the body, since it switches a webhook off that fails; and
 * it tries again, up to three times, what fails. So:
 * - what is authentic but names no ticket that can be read gets 200 and `Error`: trying again would change nothing, and
 *   the webhook stays on. It is kept as received, since nobody sends it again, and is an alarm;
 * - what is authentic but could not be queued gets 503: the next tries may save it, which a 200 would forgo. It is an
 *   alarm too, and the log names the tickets, so that they can be asked for by hand if all tries fail;
 * - who does not know the secret gets 401: this is nobody's business but LeadSquared's, and if it is LeadSquared, then a
 *   wrong secret has to be seen there. Three are an alarm here too, as many as LeadSquared tries, unless others come with
 *   the right one; of calls without any secret only many are one, as strangers make those.
 */
export function handleWebhook(
  dependencies: WebhookDependencies,
  event: HttpEvent,
  context: Pick<Context, "getRemainingTimeInMillis">,
): Promise<Answer> {
  const { requestId } = event.requestContext;
  return inLogContext({ requestId }, () => handleCall(dependencies, event, context));
}

async function handleCall(
  dependencies: WebhookDependencies,
  event: HttpEvent,
  context: Parameters<typeof handleWebhook>[2],
): Promise<Answer> {
  using time = workingTime(context, RESERVE_MS);
  const { log, header, isAuthentic } = dependencies;
  const { http } = event.requestContext;
  // Asked when a webhook is set up, without its headers.
  if (http.method === "HEAD") return emptyAnswer(200);
  // API Gateway writes the names of headers in lower case.
  const presented = event.headers[header.toLowerCase()];
  try {
    if (await time.within(() => isAuthentic(presented))) return await take(dependencies, event, time);
  } catch (error) {
    log.error(LOG_EVENTS.webhookNotQueued, errorFields(error));
    return refusal(503, "The webhook could not be handled. Send it again.");
  }
  const refused = presented ? LOG_EVENTS.webhookWrongSecret : LOG_EVENTS.webhookRefused;
  log.warn(refused, { sourceIp: http.sourceIp });
  return refusal(401, "The secret is missing or wrong.");
}

/** Takes an authentic webhook. */
async function take(dependencies: WebhookDependencies, event: HttpEvent, time: WorkingTime): Promise<Answer> {
  const { orgId, paths, queue, log } = dependencies;
  let named: NamedTickets;
  try {
    named = ticketsIn(await readPayload(textOf(bodyBytes(event), MAX_BYTES)), paths, orgId);
  } catch (error) {
    if (!(error instanceof UnusableError || error instanceof BodyError)) throw error;
    await keep(dependencies, event, time, error);
    return refusal(200, error.message);
  }
  const { ids, unreadable } = named;
  try {
    const requests = ids.map((ticketId) => requestFor(orgId, ticketId));
    await time.within(() => queue.sendAll(requests));
  } catch (error) {
    log.error(LOG_EVENTS.webhookNotQueued, { ...errorFields(error), ticketIds: ids.join(",") });
    return refusal(503, "The tickets could not be queued. Send the webhook again.");
  }
  log.info(LOG_EVENTS.webhookQueued, { tickets: ids.length, unreadable });
  if (unreadable === 0) return jsonAnswer(200, { Status: "Success", StatusReason: "" });
  const message = `${ids.length} tickets are queued; ${unreadable} values are no ticket ids and were left out.`;
  await keep(dependencies, event, time, new UnusableError("partly", message));
  return refusal(200, message);
}

/** @throws what keeping throws: the webhook is then not acknowledged, and may come again */
async function keep(
  { unread, log }: WebhookDependencies,
  event: HttpEvent,
  time: WorkingTime,
  why: UnusableError | BodyError,
): Promise<void> {
  const { code } = why;
  const contentType = event.headers["content-type"];
  await time.within(() => unread.keep({ body: bodyBytes(event), code, contentType }));
  log.warn(LOG_EVENTS.webhookUnread, errorFields(why));
}

function requestFor(orgId: number, ticketId: number): ArchiveRequest {
  return { orgId, ticketId, reason: "LeadSquared sent a webhook", requestedBy: "webhook" };
}

/** In the form that LeadSquared reads. */
function refusal(statusCode: number, reason: string): Answer {
  return jsonAnswer(statusCode, { Status: "Error", StatusReason: reason });
}
