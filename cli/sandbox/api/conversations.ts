/** What the API answers about a ticket's conversations, with URLs minted for this answer. */
import { type Catalogue, isServedPath } from "../catalogue/catalogue.ts";
import { type MintUrl, PICTURE_NAME, withPictureUrls } from "../catalogue/pictures.ts";
import type { SandboxAttachment, SandboxConversation } from "../catalogue/ticket-schema.ts";

/** The documented answer of the API. */
export interface ConversationAnswer {
  readonly Total: number;
  readonly Conversations: null;
  readonly ConversationList: readonly SandboxConversation[];
}

export const activityTypes = ["InboundEmail", "OutboundEmail", "PortalInbound", "PortalOutbound"] as const;

export interface AnswerParts {
  readonly catalogue: Pick<Catalogue, "ticket">;
  readonly mintUrl: MintUrl;
}

/** An unknown ticket gets an empty list: the vendor documents no answer for it. */
export function conversationsOf(
  ticketId: number,
  types: readonly string[],
  { catalogue, mintUrl }: AnswerParts,
): ConversationAnswer {
  const mint = (attachment: SandboxAttachment): SandboxAttachment => ({
    ...attachment,
    ContentPath: isServedPath(attachment.ContentPath)
      ? mintUrl(ticketId, attachment.ContentPath, attachment.FileName)
      : attachment.ContentPath,
  });
  const asked = (catalogue.ticket(ticketId)?.ConversationList ?? []).filter(
    (conversation) => types.includes(conversation.RelatedActivityType) || !isKnown(conversation),
  );
  const list = asked.map((conversation) => ({
    ...withPictureUrls(conversation, (path, signed) => mintUrl(ticketId, path, PICTURE_NAME, signed)),
    Attachments: conversation.Attachments?.map(mint) ?? null,
  }));
  return { Total: list.length, Conversations: null, ConversationList: list };
}

/** Types beyond the documented ones cannot be asked for, so they come along, as a vendor's new type would. */
function isKnown(conversation: SandboxConversation): boolean {
  return activityTypes.some((type) => type === conversation.RelatedActivityType);
}
