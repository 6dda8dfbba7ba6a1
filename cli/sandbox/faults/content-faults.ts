/** What can be wrong with the conversations that are answered, in an answer that is well-formed. */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { ConversationAnswer } from "../api/conversations.ts";
import { hasId, isAbout } from "../catalogue/edits.ts";
import type { SandboxAttachment, SandboxConversation } from "../catalogue/ticket-schema.ts";
import { doubleName, withDoubleName } from "./double-name.ts";
import { contentFault } from "./strike.ts";

const file = z.string().optional().describe("the FileName or path of the one attachment (all unless said)");
const message = z
  .union([z.string(), z.number()])
  .optional()
  .describe("the Id of the one message (all unless said)");
const field = z.string().describe("the name of the field");
const value = z.unknown().optional().describe("its value, of any type; without it the field is left out");

export const contentFaults = {
  "list-null": contentFault("ConversationList is null.", {}, (_given, right) => ({
    ...right,
    ConversationList: null,
  })),
  "list-absent": contentFault("ConversationList is left out.", {}, (_given, { Total }) => ({
    Total,
    Conversations: null,
  })),
  empty: contentFault("Total 0 and an empty list, as from a source that forgot the ticket.", {}, () => ({
    Total: 0,
    Conversations: null,
    ConversationList: [],
  })),
  total: contentFault(
    "Total is this, whatever the list holds.",
    {
      total: z
        .unknown()
        .optional()
        .describe('a value of any type (-1, 2.5, "2 of 2", true); without it, no Total'),
    },
    ({ total }, right) => ({ ...right, Total: total }),
  ),
  envelope: contentFault(
    "Fields beside the list are these.",
    {
      fields: z
        .record(z.string(), z.unknown())
        .describe('an object of names and values ({"HasMore": true}, {"TicketId": 144})'),
    },
    ({ fields }, right) => ({ ...right, ...fields }),
  ),
  noise: contentFault("Fields beside the list that differ in each answer.", {}, (_given, right) => ({
    RequestId: randomUUID(),
    ServerTime: new Date().toISOString(),
    ...right,
  })),
  "extra-fields": contentFault("Fields that are not documented, on every level.", {}, (_given, right) => ({
    ...withMessages(right, (one) => ({
      ...one,
      Attachments: one.Attachments?.map((attachment) => ({ ...attachment, ScanStatus: "Clean" })) ?? null,
      Sentiment: { Score: 0.25, Label: "Neutral" },
    })),
    NextPageToken: null,
  })),
  "data-envelope": contentFault("The answer stands in a field Data.", {}, (_given, right) => ({
    Data: right,
  })),
  "another-ticket": contentFault(
    "The answer is another ticket's, and names it.",
    { ticket: z.int().describe("the number of the other ticket") },
    ({ ticket }, _right, { answerAbout }) => ({ TicketId: ticket, ...answerAbout(ticket) }),
  ),
  "unread-list": contentFault(
    "The last message stands in Conversations, and is missing in the list and in Total.",
    {},
    (_given, right) => {
      const list = right.ConversationList.slice(0, -1);
      return { Total: list.length, Conversations: right.ConversationList.slice(-1), ConversationList: list };
    },
  ),
  "rename-field": contentFault(
    "A field goes by another name, on every level.",
    {
      from: z.string().describe('the documented name ("Attachments")'),
      to: z.string().describe('"attachments", say'),
    },
    ({ from, to }, right) => renamed(right, from, to),
  ),
  "double-name": contentFault(
    "A name stands twice in one object, the first that has it; the second time its value is another.",
    { name: doubleName },
    ({ name }, right, call) => withDoubleName(right, name, call),
  ),
  "message-field": contentFault(
    "A field of the messages is this.",
    { field, value, message },
    ({ field, value, message }, right) =>
      withMessages(right, (one) =>
        message === undefined || hasId(one, message) ? { ...one, [field]: value } : one,
      ),
  ),
  "file-field": contentFault(
    "A field of the attachments is this; the files stay as they are.",
    { field, value, file },
    ({ field, value, file }, right) => withFileField(right, file, field, value),
  ),
  "file-size": contentFault(
    "FileSize of the attachments is this; the files stay as they are.",
    {
      fileSize: z.unknown().optional().describe("a value of any type; without it the field is left out"),
      file,
    },
    ({ fileSize, file }, right) => withFileField(right, file, "FileSize", fileSize),
  ),
  "content-path": contentFault(
    "ContentPath of the attachments is this.",
    { contentPath: z.string().describe("the URL"), file },
    ({ contentPath, file }, right) => withFileField(right, file, "ContentPath", contentPath),
  ),
};

function withMessages(right: ConversationAnswer, edit: (message: SandboxConversation) => object): object {
  return { ...right, ConversationList: right.ConversationList.map(edit) };
}

function withFileField(
  right: ConversationAnswer,
  file: string | undefined,
  field: string,
  value: unknown,
): object {
  return withMessages(right, (message) => ({
    ...message,
    Attachments:
      message.Attachments?.map((one) => (isAnswered(file, one) ? { ...one, [field]: value } : one)) ?? null,
  }));
}

/** As `isAbout`, for attachments whose path has become a URL. */
function isAnswered(file: string | undefined, attachment: SandboxAttachment): boolean {
  return isAbout(file, attachment) || (file !== undefined && attachment.ContentPath.includes(`/${file}?`));
}

function renamed(value: object, from: string, to: string): object {
  const text = JSON.stringify(value, (_key, one: unknown) =>
    typeof one === "object" && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).map(([name, each]) => [name === from ? to : name, each]))
      : one,
  );
  return JSON.parse(text);
}
