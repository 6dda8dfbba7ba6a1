/** What makes an answer of Get Ticket Conversations a conversation list; the list's entries are read by `ticket/`. */
import * as z from "zod";

/**
 * The envelope alone is required. A `Total` that counts nothing, or an entry of the list that is odd, must not keep the
 * others out of the archive: the normalizer reads each field as its type, keeps what it cannot read, and calls the archive
 * incomplete where it must.
 */
export const conversationFilterAnswer = z.looseObject({
  Total: z.unknown().optional(),
  ConversationList: z.array(z.unknown()).nullish(),
});
