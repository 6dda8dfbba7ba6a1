/** `POST /tickets/{ticketId}/accept`: accepts what is missing of a ticket's latest version, in a record that stays. */
import * as z from "zod";
import { acceptGaps } from "../../shared/archive/accept.ts";
import { StoreError } from "../../shared/errors.ts";
import { type Answer, jsonAnswer } from "../common/http/answer.ts";
import type { ApiDependencies, Call } from "./dependencies.ts";
import { readJsonBody } from "./json-body.ts";
import { ProblemError } from "./problems.ts";
import { reason } from "./reason.ts";
import { ticketIdOf } from "./ticket-id.ts";

const MAX_BYTES = 16 * 1024;
const line = reason;

export const acceptBody = z
  .strictObject({
    reason: line.meta({
      description: "Why, in one line; stands in the record.",
      example: "Deleted at the source in 2024; the customer has no copy.",
    }),
    requestedBy: line.optional().meta({
      description: "Who asked, beside the caller; the caller unless said.",
      example: "Alex of Legal",
    }),
  })
  .meta({ id: "AcceptRequest" });

/** @throws ProblemError; what the store throws */
export async function acceptGapsRoute(dependencies: ApiDependencies, call: Call): Promise<Answer> {
  const { orgId, openArchive, openIndex } = dependencies;
  const ticketId = ticketIdOf(call);
  const body = readJsonBody(call.event, acceptBody, MAX_BYTES);
  const caller = call.event.requestContext.authorizer?.iam?.userArn ?? null;
  const requestedBy = body.requestedBy ?? caller ?? "api";
  const { store } = await openArchive();
  const request = { orgId, ticketId, reason: body.reason, requestedBy, caller };
  try {
    const { acceptance, created } = await acceptGaps(store, request, new Date());
    await (await openIndex()).accepted(acceptance);
    return jsonAnswer(created ? 201 : 200, acceptance);
  } catch (cause) {
    if (cause instanceof StoreError && (cause.code === "not-archived" || cause.code === "nothing-missing")) {
      throw new ProblemError(cause.code, cause.message, { cause });
    }
    throw cause;
  }
}
