/** Reads S3's notices of new files: tickets with a new version, and new records. A notice is a hint; nothing in it is sealed. */
import * as z from "zod";
import { TicketvaultError } from "../errors.ts";
import { jsonOf } from "../json.ts";
import { type InventoryName, parseInventoryKey } from "../keys.ts";
import { parseRecordKey } from "../ledger/sealing-kinds.ts";

/** Unknown fields and records of other kinds are let pass. S3 sends one test event without records. */
const noticeSchema = z.object({
  Event: z.string().optional(),
  Records: z
    .array(z.object({ s3: z.object({ object: z.object({ key: z.string() }) }).optional() }))
    .optional(),
});

/** The message is no notice of S3's; it stays in the queue until it is looked at. */
class NoticeError extends TicketvaultError {}

export interface Noticed {
  readonly tickets: readonly InventoryName[];
  readonly records: readonly RecordName[];
}

/** A record, by its key. */
interface RecordName extends NonNullable<ReturnType<typeof parseRecordKey>> {
  readonly key: string;
}

/**
 * What a message of the queue names; nothing for files that are neither inventories nor records.
 * @throws NoticeError `notice-unreadable`
 */
export function noticed(body: string): Noticed {
  const keys = (readNotice(body).Records ?? []).map(({ s3 }) => decoded(s3?.object.key ?? ""));
  return {
    tickets: keys.flatMap((key) => parseInventoryKey(key) ?? []),
    records: keys.flatMap((key) => {
      const name = parseRecordKey(key);
      return name === undefined ? [] : [{ ...name, key }];
    }),
  };
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

/** S3 writes keys as forms do: spaces as `+`, the rest with percent signs. Of the keys looked for only slashes are affected. */
function decoded(key: string): string {
  return key.replaceAll("%2F", "/");
}
