/** What the sandbox takes as a ticket: the documented answer, loose enough for tests to put strange things in. */
import * as z from "zod";

const attachment = z.looseObject({
  Id: z.union([z.string(), z.number(), z.null()]).optional(),
  FileName: z.string().nullable(),
  FileSize: z.unknown(),
  ContentType: z.string().nullable(),
  /** `email/{uuid}` is served by the sandbox under a URL minted for each call; anything else is answered as it is. */
  ContentPath: z.string(),
  ContentLocation: z.string().nullable().optional(),
  ContentId: z.string().nullable().optional(),
  /** Minutes. */
  Ttl: z.number().nullable().optional(),
});

const conversation = z.looseObject({
  RelatedActivityType: z.string(),
  Html: z.string().nullable(),
  Text: z.string().nullable(),
  Attachments: z.array(attachment).nullable(),
  CreatedBy: z.string().nullable(),
  /** UTC without an offset, 0 to 3 fraction digits. */
  CreatedOn: z.string().nullable(),
  Id: z.union([z.number(), z.string()]),
});

/** `Total` and the minted URLs are made when the ticket is asked for. */
export const sandboxTicket = z.looseObject({ ConversationList: z.array(conversation) });

export type SandboxAttachment = z.infer<typeof attachment>;
export type SandboxConversation = z.infer<typeof conversation>;
export type SandboxTicket = z.infer<typeof sandboxTicket>;
