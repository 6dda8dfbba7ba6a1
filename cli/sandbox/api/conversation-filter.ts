/** `POST /api/tenants/{tenant}/conversation/filter`: the documented checks, then the ticket's conversations. */
import type { IncomingHttpHeaders } from "node:http";
import * as z from "zod";
import { type Catalogue, isServedPath } from "../catalogue/catalogue.ts";
import { PICTURE_NAME, type Signed, withPictureUrls } from "../catalogue/pictures.ts";
import type { SandboxAttachment, SandboxConversation } from "../catalogue/ticket-schema.ts";
import type { FaultList } from "../faults/fault-list.ts";
import { jsonAnswer, type Reply } from "../reply.ts";
import { faultyApiReply } from "./api-faults.ts";
import { apiError } from "./error-bodies.ts";

export interface FilterCall {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Whether the call came within the limit of calls. */
  readonly admitted: boolean;
}

export interface FilterParts {
  readonly orgId: number;
  readonly keys: { readonly accessKey: string; readonly secretKey: string };
  readonly catalogue: Pick<Catalogue, "ticket">;
  readonly faults: Pick<FaultList, "takeForApi">;
  /** Makes a URL under which the file at `path` of the ticket can be fetched for a while. */
  readonly mintUrl: MintUrl;
}

export type MintUrl = (ticketId: number, path: string, fileName: string | null, signed?: Signed) => string;

/** The documented answer of the API. */
export interface ConversationAnswer {
  readonly Total: number;
  readonly Conversations: null;
  readonly ConversationList: readonly SandboxConversation[];
}

const activityTypes = ["InboundEmail", "OutboundEmail", "PortalInbound", "PortalOutbound"] as const;

const filterBody = z.object({
  TicketId: z.int(),
  OrgId: z.int(),
  ActivityType: z.array(z.enum(activityTypes)).nonempty(),
});

/** Which error comes first when several apply is not documented: limit, keys, body. */
export async function filterConversations(call: FilterCall, parts: FilterParts): Promise<Reply> {
  if (!call.admitted) {
    return apiError(429);
  }
  const { accessKey, secretKey } = parts.keys;
  if (call.headers["x-lsq-access-key"] !== accessKey || call.headers["x-lsq-secret-key"] !== secretKey) {
    return apiError(401);
  }
  const body = readBody(call);
  if (body === undefined) {
    return apiError(400);
  }
  if (body.OrgId !== parts.orgId) {
    return apiError(400, "OrgId is not that of the account.");
  }
  const result = conversations(body.TicketId, body.ActivityType, parts);
  const fault = parts.faults.takeForApi(body.TicketId);
  return fault === undefined ? jsonAnswer(200, result) : await faultyApiReply(fault, result);
}

/** The ticket that a call asks about, where its body says one; for whoever watches the sandbox. */
export function ticketIdOf(body: string): number | undefined {
  return parseBody(body)?.TicketId;
}

function readBody(call: FilterCall): z.infer<typeof filterBody> | undefined {
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

/** An unknown ticket gets an empty list: the vendor documents no answer for it. */
function conversations(ticketId: number, types: readonly string[], parts: FilterParts): ConversationAnswer {
  const mint = (attachment: SandboxAttachment): SandboxAttachment => ({
    ...attachment,
    ContentPath: isServedPath(attachment.ContentPath)
      ? parts.mintUrl(ticketId, attachment.ContentPath, attachment.FileName)
      : attachment.ContentPath,
  });
  const asked = (parts.catalogue.ticket(ticketId)?.ConversationList ?? []).filter(
    (conversation) => types.includes(conversation.RelatedActivityType) || !isKnown(conversation),
  );
  const list = asked.map((conversation) => ({
    ...withPictureUrls(conversation, (path, signed) => parts.mintUrl(ticketId, path, PICTURE_NAME, signed)),
    Attachments: conversation.Attachments?.map(mint) ?? null,
  }));
  return { Total: list.length, Conversations: null, ConversationList: list };
}

/** Types beyond the documented ones cannot be asked for, so they come along, as a vendor's new type would. */
function isKnown(conversation: SandboxConversation): boolean {
  return activityTypes.some((type) => type === conversation.RelatedActivityType);
}
