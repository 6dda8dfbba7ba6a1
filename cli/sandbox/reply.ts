/** What the sandbox answers, as data, and how it goes over the wire, broken ways included. */
import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";

export type ReplyBody = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

export interface Answer {
  readonly kind: "answer";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ReplyBody;
  /** `chunked`, ended by closing the connection, or a length announced in bytes, whatever the body then is. */
  readonly framing: "chunked" | "until-close" | number;
  /** What happens after the body: a proper end, the connection closed or reset, or nothing at all. */
  readonly ending: "end" | "close" | "reset" | "stall";
}

export type Reply = Answer | { readonly kind: "silence" } | { readonly kind: "reset" };

/** A whole, well-formed answer. */
export function answer(status: number, contentType: string, body: string | Uint8Array): Answer {
  const bytes = Buffer.from(body);
  return {
    kind: "answer",
    status,
    headers: { "Content-Type": contentType },
    body: [bytes],
    framing: bytes.length,
    ending: "end",
  };
}

export function jsonAnswer(status: number, value: unknown): Answer {
  return answer(status, "application/json", JSON.stringify(value, null, 3));
}

/** `reply` with headers more, or others; those without a value are left as they are. */
export function withHeaders(reply: Answer, headers: Readonly<Record<string, string | undefined>>): Answer {
  const given = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...reply, headers: { ...reply.headers, ...Object.fromEntries(given) } };
}

/** Sends `reply`; `sent` hears of every piece of the body that was handed to the connection, in bytes. */
export async function sendReply(
  response: ServerResponse,
  reply: Reply,
  sent: (bytes: number) => void,
): Promise<void> {
  if (reply.kind === "silence") {
    return;
  }
  if (reply.kind === "reset") {
    response.socket?.resetAndDestroy();
    return;
  }
  response.useChunkedEncodingByDefault = reply.framing !== "until-close";
  response.writeHead(reply.status, headersOf(reply));
  for await (const piece of reply.body) {
    if (response.destroyed) {
      return;
    }
    sent(piece.length);
    await write(response, piece);
  }
  end(response, reply.ending);
}

function headersOf(reply: Answer): Record<string, string> {
  if (reply.framing === "chunked") {
    return { ...reply.headers, "Transfer-Encoding": "chunked" };
  }
  if (reply.framing === "until-close") {
    return { ...reply.headers, Connection: "close" };
  }
  return { ...reply.headers, "Content-Length": String(reply.framing) };
}

/** Waits until the connection has taken the piece, or has gone. */
function write(response: ServerResponse, piece: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    response.write(piece, () => resolve());
  });
}

function end(response: ServerResponse, ending: Answer["ending"]): void {
  if (ending === "end") {
    response.end();
    return;
  }
  response.flushHeaders();
  if (ending === "close") {
    response.socket?.end();
  } else if (ending === "reset") {
    response.socket?.resetAndDestroy();
  }
}

/** The first `bytes` of `body`. */
export async function* firstBytes(body: ReplyBody, bytes: number): AsyncGenerator<Uint8Array, void> {
  let left = bytes;
  for await (const piece of body) {
    if (left <= 0) {
      return;
    }
    yield piece.subarray(0, left);
    left -= piece.length;
  }
}

/** `body` in small pieces at about `bytesPerSecond`. */
export async function* drip(body: ReplyBody, bytesPerSecond: number): AsyncGenerator<Uint8Array, void> {
  const delay = Math.max(10, 1000 / bytesPerSecond);
  const size = Math.max(1, Math.round((bytesPerSecond * delay) / 1000));
  for await (const piece of body) {
    for (let at = 0; at < piece.length; at += size) {
      yield piece.subarray(at, at + size);
      await sleep(delay);
    }
  }
}

/** Waits for `milliseconds` without keeping the process alive. */
export function sleep(milliseconds: number): Promise<void> {
  return wait(milliseconds, undefined, { ref: false });
}
