/** Reads S3's notices of new files: which tickets may have a new version. A notice is a hint; nothing in it is sealed. */
import * as z from "zod";
import { TicketvaultError } from "../errors.ts";
import { jsonOf } from "../json.ts";
import { type InventoryName, parseInventoryKey } from "../keys.ts";

/** Unknown fields and records of other kinds are let pass. S3 sends one test event without records. */
const noticeSchema = z.object({
  Event: z.string().optional(),
  Records: z
    .array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }).optional() }))
    .optional(),
});

/** The message is no notice of S3's; it stays in the queue until it is looked at. */
class NoticeError extends TicketvaultError {}

/**
 * What a message of the queue names; nothing for files that are no inventories.
 * @throws NoticeError `notice-unreadable`
 */
export function noticedTickets(body: string): InventoryName[] {
  const notice = readNotice(body);
  return (notice.Records ?? []).flatMap(({ s3 }) => ticketOf(s3?.object.key ?? "") ?? []);
}

function readNotice(body: string): z.infer<typeof noticeSchema> {
  try {
    const notice = jsonOf(noticeSchema, body);
    if (notice.Records === undefined && notice.Event !== "s3:TestEvent") throw new Error("no records");
    return notice;
  } catch (cause) {
    throw new NoticeError("notice-unreadable", "A message of the queue is no notice of S3's.", { cause });
  }
}

/** S3 writes keys as forms do: spaces as `+`, the rest with percent signs. */
function ticketOf(encoded: string): InventoryName | undefined {
  return parseInventoryKey(encoded.replaceAll("%2F", "/"));
}
