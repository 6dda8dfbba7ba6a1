/** The port where webhooks are kept that could not be read, and how one travels in a queue that takes text only. */

/** An authentic webhook of which a ticket could not be read. */
export interface UnreadWebhook {
  /** As received. */
  readonly body: Buffer;
  /** Why: a code of `readPayload`'s or `ticketsIn`'s. */
  readonly code: string;
  /** What its sender calls it; anything at all. */
  readonly contentType: string | undefined;
}

export interface UnreadWebhooks {
  /** Keeps it until somebody has looked. @throws TicketvaultError `queue-unavailable` (retryable) or `queue-refused` */
  keep(webhook: UnreadWebhook): Promise<void>;
}

/** A message of the queue: the body itself where it is text. */
export interface UnreadLetter {
  readonly text: string;
  readonly attributes: Readonly<Record<"ErrorCode" | "ContentType" | "Encoding" | "Bytes", string>>;
}

/** SQS takes 1 MiB with all attributes; base64 takes a third more than the bytes. */
const MOST_BYTES = 700 * 1024;
const MOST_TEXT_BYTES = 1000 * 1024;
const MOST_OF_A_TYPE = 200;

/** The characters that SQS takes. */
const ONLY_TEXT = /^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]+$/u;

/**
 * The message for a webhook. `Encoding` says `text` or `base64`; `Bytes` how many were received, of which a body of more
 * than 700 KiB keeps the first 700. An empty body is a blank.
 */
export function unreadLetter({ body, code, contentType = "" }: UnreadWebhook): UnreadLetter {
  const text = textOf(body);
  const type = contentType.replaceAll(/[^\x20-\x7e]/g, "?").slice(0, MOST_OF_A_TYPE);
  return {
    text: text ?? body.subarray(0, MOST_BYTES).toString("base64"),
    attributes: {
      ErrorCode: code,
      ContentType: type.trim() === "" ? "none" : type,
      Encoding: text === undefined ? "base64" : "text",
      Bytes: String(body.length),
    },
  };
}

function textOf(body: Buffer): string | undefined {
  if (body.length === 0) return " ";
  if (body.length > MOST_TEXT_BYTES) return undefined;
  const text = body.toString("utf8");
  return ONLY_TEXT.test(text) && Buffer.from(text).equals(body) ? text : undefined;
}
