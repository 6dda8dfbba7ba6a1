/** `POST /api/tenants/{tenant}/conversation/filter`: the documented checks, then the ticket's conversations. */
import * as z from "zod";
import { jsonAnswer, type Reply } from "../reply.ts";
import { type Call, type CallParts, keysInHeaders, refusal } from "./call.ts";
import { activityTypes, conversationsOf } from "./conversations.ts";
import { apiError } from "./error-bodies.ts";

const filterBody = z.object({
  TicketId: z.int(),
  OrgId: z.int(),
  ActivityType: z.array(z.enum(activityTypes)).nonempty(),
});

export async function filterConversations(call: Call, parts: CallParts): Promise<Reply> {
  const refused = refusal(call, parts.keys, keysInHeaders(call));
  if (refused !== undefined) return refused;
  const body = readBody(call);
  if (body === undefined) {
    return apiError(400);
  }
  if (body.OrgId !== parts.orgId) {
    return apiError(400, "OrgId is not that of the account.");
  }
  const answerAbout = (ticketId: number) => conversationsOf(ticketId, body.ActivityType, parts);
  const right = answerAbout(body.TicketId);
  const strike = parts.faults.api.take(body.TicketId);
  return strike === undefined
    ? jsonAnswer(200, right)
    : await strike(right, { ...call, answerAbout, mint: (path) => parts.mintUrl(body.TicketId, path, null) });
}

/** The ticket that a call asks about, where its body says one; for whoever watches the sandbox. */
export function ticketIdOf(body: string): number | undefined {
  return parseBody(body)?.TicketId;
}

function readBody(call: Call): z.infer<typeof filterBody> | undefined {
  const isJson = /^application\/json\s*(;|$)/i.test(call.headers["content-type"] ?? "");
  return isJson ? parseBody(call.body) : undefined;
}

function parseBody(body: string): z.infer<typeof filterBody> | undefined {
  try {
    return filterBody.safeParse(JSON.parse(body)).data;
  } catch {
    return undefined;
  }
}
