/** What the sandbox takes as a ticket: the documented answer, loose enough for tests to put strange things in. */
import * as z from "zod";
import { UsageError } from "../../../shared/errors.ts";

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
  /** `sandbox:email/{uuid}` in it becomes a URL minted for each call (`pictures.ts`), and so in `Text`. */
  Html: z.string().nullable(),
  Text: z.string().nullable(),
  Attachments: z.array(attachment).nullable(),
  CreatedBy: z.string().nullable(),
  /** UTC without an offset, 0 to 3 fraction digits. */
  CreatedOn: z.string().nullable(),
  Id: z.union([z.number(), z.string(), z.null()]).optional(),
});

/** The fields of the ticket's details by `SchemaName`. */
export const ticketDetails = z.record(z.string(), z.unknown());

/** `Total` and the minted URLs are made when the ticket is asked for. */
const sandboxTicket = z.looseObject({
  ConversationList: z.array(conversation),
  /** Answered by the details call alone; fields that are not here are made up from the messages. */
  Details: ticketDetails.optional(),
});

export type SandboxAttachment = z.infer<typeof attachment>;
export type SandboxConversation = z.infer<typeof conversation>;
export type TicketDetails = z.infer<typeof ticketDetails>;
export type SandboxTicket = z.infer<typeof sandboxTicket>;

/** @param what names the ticket in errors @throws UsageError that names the fields that do not fit */
export function readTicket(what: string, value: unknown): SandboxTicket {
  const parsed = sandboxTicket.safeParse(value);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map(({ path }) => path.join(".")).join(", ");
  throw new UsageError(
    `${what} is no ticket for the sandbox (${wrong}): compare it with tickets/143.json beside the sandbox`,
    { cause: parsed.error },
  );
}
