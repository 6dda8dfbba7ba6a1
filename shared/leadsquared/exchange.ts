/** One call of the API: a status and bounded bytes within a deadline, or a named failure. */
import type { Dispatcher } from "undici";
import { certificateAdvice } from "../certificate-advice.ts";
import { LeadSquaredError } from "../errors.ts";
import { startDeadline } from "./deadline.ts";
import type { Endpoint } from "./endpoint.ts";
import { send, transportCode, type WireResponse } from "./transport.ts";

export interface Question {
  readonly dispatcher: Dispatcher;
  readonly endpoint: Endpoint;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON to POST; a GET without. */
  readonly body?: string | undefined;
  /** Bytes of the answer's body. */
  readonly maxBytes: number;
  /** For connecting, sending and receiving together. */
  readonly deadlineMs: number;
  /** Called when the question goes out on a connection that stands. */
  readonly onSent: () => void;
  /** Called when the answer begins. */
  readonly onAnswer: () => void;
  readonly signal?: AbortSignal | undefined;
}

export interface Answer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  /** The body as received; empty unless the status is 200. */
  readonly raw: Uint8Array;
}

/**
 * Sends the question once and follows nothing.
 * @throws LeadSquaredError `timeout` and `unreachable` (retryable), `response-too-large`, `response-encoded`
 */
export async function exchange(question: Question): Promise<Answer> {
  const { dispatcher, endpoint, body, deadlineMs, onSent } = question;
  const deadline = startDeadline(deadlineMs, () => timeout(endpoint, deadlineMs), question.signal);
  try {
    const { signal } = deadline;
    const asked =
      body === undefined
        ? { method: "GET" as const, headers: question.headers }
        : {
            method: "POST" as const,
            headers: { "content-type": "application/json", ...question.headers },
            body,
          };
    const response = await send(dispatcher, { ...endpoint, ...asked, signal, onSent });
    question.onAnswer();
    const raw = response.statusCode === 200 ? await readBody(response, question) : new Uint8Array();
    response.body.destroy();
    if (isEncoded(one(response.headers["content-encoding"]), raw)) throw encoded(endpoint);
    return { status: response.statusCode, retryAfter: one(response.headers["retry-after"]), raw };
  } catch (error) {
    deadline.signal.throwIfAborted();
    throw unreachable(endpoint, error);
  } finally {
    deadline.clear();
  }
}

async function readBody(response: WireResponse, { endpoint, maxBytes }: Question): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > maxBytes) {
      // Leaving the loop closes the connection: the rest is never read.
      throw new LeadSquaredError(
        "response-too-large",
        `LeadSquared at ${endpoint.origin} answered with more than ${maxBytes} bytes, the most that is taken. If the ticket really is that large, ask LeadSquared's support to split it.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** In what is compressed or of another width than UTF-8 no secret could be found. */
function isEncoded(encoding: string | undefined, raw: Uint8Array): boolean {
  const named = encoding !== undefined && encoding.trim().toLowerCase() !== "identity";
  return raw.length > 0 && (named || (raw[0] === 0x1f && raw[1] === 0x8b) || raw.includes(0));
}

function encoded({ origin }: Endpoint): LeadSquaredError {
  return new LeadSquaredError(
    "response-encoded",
    `LeadSquared at ${origin} answered 200 with bytes that are compressed or not UTF-8, although plain JSON was asked for. A proxy in between may cause this: check the base URL. The answer is not kept.`,
  );
}

const one = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header[0] : header;

function timeout(endpoint: Endpoint, deadlineMs: number): LeadSquaredError {
  return new LeadSquaredError(
    "timeout",
    `LeadSquared at ${endpoint.origin} did not answer in full within ${deadlineMs / 1000} s. Try again later.`,
    { retryable: true },
  );
}

function unreachable(endpoint: Endpoint, error: unknown): unknown {
  const code = transportCode(error);
  if (code === undefined) return error;
  const why = certificateAdvice(code);
  const advice =
    why === undefined ? "Check the base URL and the network, then try again" : `LeadSquared's host: ${why}`;
  return new LeadSquaredError(
    "unreachable",
    `The connection to LeadSquared at ${endpoint.origin} failed (${code}). ${advice}.`,
    { retryable: true },
  );
}
