/** A name that stands twice in one object: the first object that has it gets it once more, at its end. */
import * as z from "zod";
import type { ConversationAnswer } from "../api/conversations.ts";
import type { SandboxAttachment, SandboxConversation } from "../catalogue/ticket-schema.ts";
import { again } from "./json-texts.ts";
import type { StruckFilter } from "./strike.ts";

const NAMES = ["ConversationList", "Attachments", "Html", "Text", "ContentPath"] as const;
export const doubleName = z.enum(NAMES).describe(`one of ${NAMES.join(", ")}`);

/** The answer with `name` twice; the second `ConversationList` holds the last message alone, after a `Total` of 1. */
export function withDoubleName(
  right: ConversationAnswer,
  name: z.output<typeof doubleName>,
  call: StruckFilter,
): object {
  switch (name) {
    case "ConversationList":
      return again(right, { Total: 1, ConversationList: right.ConversationList.slice(-1) });
    case "Attachments":
      return withFirst(right, hasFiles, (message) => again(message, { Attachments: [] }));
    case "ContentPath":
      return withFirst(right, hasFiles, (message) => ({
        ...message,
        Attachments: message.Attachments?.map((file, at) => (at === 0 ? withOtherVersion(file, call) : file)),
      }));
    default:
      return withFirst(
        right,
        () => true,
        (message) => again(message, { [name]: "Another wording." }),
      );
  }
}

function withFirst(
  right: ConversationAnswer,
  fits: (message: SandboxConversation) => boolean,
  edit: (message: SandboxConversation) => object,
): object {
  const at = right.ConversationList.findIndex(fits);
  return { ...right, ConversationList: right.ConversationList.map((one, n) => (n === at ? edit(one) : one)) };
}

function hasFiles({ Attachments }: SandboxConversation): boolean {
  return Attachments !== null && Attachments.length > 0;
}

/** The second path is that of another version of the same object. */
function withOtherVersion(file: SandboxAttachment, { mint }: StruckFilter): object {
  const path = /email\/[^?]+/.exec(file.ContentPath)?.[0] ?? "";
  return again(file, { ContentPath: mint(`${path}?versionId=2`) });
}
