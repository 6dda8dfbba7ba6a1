/** Turns the right answer of the API into the wrong one that a fault asks for. */
import { isAbout } from "../catalogue/edits.ts";
import type { SandboxAttachment } from "../catalogue/ticket-schema.ts";
import type { ApiFault } from "../faults/fault.ts";
import { type Answer, answer, drip, jsonAnswer, type Reply, sleep } from "../reply.ts";
import type { ConversationAnswer } from "./conversation-filter.ts";
import { apiError, errorEnvelope } from "./error-bodies.ts";

export async function faultyApiReply(fault: ApiFault, right: ConversationAnswer): Promise<Reply> {
  switch (fault.kind) {
    case "status":
      return withHeaders(apiError(fault.status), { "Retry-After": fault.retryAfter });
    case "error-envelope":
      return jsonAnswer(200, errorEnvelope(500));
    case "raw":
      return answer(200, fault.contentType ?? "application/json", fault.body);
    case "malformed-json": {
      const text = JSON.stringify(right);
      return answer(200, "application/json", text.slice(0, text.length / 2));
    }
    case "huge-json":
      return { ...jsonAnswer(200, {}), body: hugeJson(fault.bytes), framing: "chunked" };
    case "stall":
      return { kind: "silence" };
    case "reset":
      return { kind: "reset" };
    case "drip": {
      const whole = jsonAnswer(200, right);
      return { ...whole, body: drip(whole.body, fault.bytesPerSecond ?? 1) };
    }
    case "slow":
      await sleep(fault.delayMs);
      return jsonAnswer(200, right);
    case "redirect":
      return withHeaders(answer(fault.status ?? 302, "text/plain", ""), { Location: fault.location });
    default:
      return jsonAnswer(200, faultyContent(fault, right));
  }
}

type ContentFault = Extract<
  ApiFault,
  { kind: "list-null" | "list-absent" | "total" | "extra-fields" | "file-size" | "content-path" }
>;

function faultyContent(fault: ContentFault, right: ConversationAnswer): unknown {
  switch (fault.kind) {
    case "list-null":
      return { ...right, ConversationList: null };
    case "list-absent":
      return { Total: right.Total, Conversations: null };
    case "total":
      return { ...right, Total: fault.total };
    case "extra-fields":
      return withExtraFields(right);
    case "file-size":
      return withAttachments(right, (attachment) => ({
        ...attachment,
        ...(isAnswered(fault.file, attachment) ? { FileSize: fault.fileSize } : {}),
      }));
    case "content-path":
      return withAttachments(right, (attachment) => ({
        ...attachment,
        ...(isAnswered(fault.file, attachment) ? { ContentPath: fault.contentPath } : {}),
      }));
  }
}

function withExtraFields(right: ConversationAnswer): unknown {
  const marked = withAttachments(right, (attachment) => ({ ...attachment, ScanStatus: "Clean" }));
  return {
    ...marked,
    NextPageToken: null,
    ConversationList: marked.ConversationList.map((conversation) => ({
      ...conversation,
      Sentiment: { Score: 0.25, Label: "Neutral" },
    })),
  };
}

function withAttachments(
  right: ConversationAnswer,
  change: (attachment: SandboxAttachment) => SandboxAttachment,
): ConversationAnswer {
  return {
    ...right,
    ConversationList: right.ConversationList.map((conversation) => ({
      ...conversation,
      Attachments: conversation.Attachments?.map(change) ?? null,
    })),
  };
}

/** As `isAbout`, for attachments whose path has become a URL. */
function isAnswered(file: string | undefined, attachment: SandboxAttachment): boolean {
  return isAbout(file, attachment) || (file !== undefined && attachment.ContentPath.includes(`/${file}?`));
}

function* hugeJson(bytes: number): Generator<Uint8Array, void> {
  const head =
    '{"Total":1,"Conversations":null,"ConversationList":[{"RelatedActivityType":"InboundEmail","Text":"","Attachments":[],"CreatedBy":null,"CreatedOn":"2024-08-28T12:38:36.198","Id":1,"Html":"';
  const tail = '"}]}';
  const block = Buffer.alloc(65_536, "a");
  yield Buffer.from(head);
  let left = bytes - head.length - tail.length;
  while (left > 0) {
    yield block.subarray(0, left);
    left -= block.length;
  }
  yield Buffer.from(tail);
}

function withHeaders(reply: Answer, headers: Readonly<Record<string, string | undefined>>): Answer {
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...reply, headers: { ...reply.headers, ...Object.fromEntries(given) } };
}
