/** Fetches one attachment as a stream of wire bytes that ends in an error unless the transfer was sound. */
import type { Dispatcher } from "undici";
import type { TransferError } from "../errors.ts";
import { HEAD_BYTES } from "./body-kind.ts";
import { type Deadline, startDeadline } from "./deadline.ts";
import { type Doubt, DoubtfulTransfer, earlyDoubts, lateDoubts, type Sums, sumsOf } from "./doubts.ts";
import { type RateLimits, type RateWatch, rateWatch } from "./rate-watch.ts";
import { readRefusal } from "./s3-refusal.ts";
import {
  type AnnouncedBody,
  announcement,
  checkUnmarkedEnd,
  checkWhole,
  comparable,
  type ExpectedFile,
  flagsOf,
  type TransferFlag,
} from "./soundness.ts";
import { connectionError, statusError, transferError } from "./transfer-error.ts";
import { send, type WireResponse } from "./transport.ts";
import type { AttachmentUrl } from "./url-guard.ts";
import type { WireBody } from "./wire-body.ts";

export interface TransferLimits extends RateLimits {
  /** Ceiling for one attachment. */
  readonly maxBytes: number;
  /** From the request to the last byte. */
  readonly deadlineMs: number;
}

const DEFAULT_TRANSFER_LIMITS: TransferLimits = {
  maxBytes: 2 * 1024 ** 3,
  minBytesPerSecond: 16 * 1024,
  graceMs: 30_000,
  deadlineMs: 15 * 60_000,
};

export interface FetchOptions {
  readonly url: AttachmentUrl;
  readonly expected: ExpectedFile;
  /** A `guardedAgent`. */
  readonly dispatcher: Dispatcher;
  readonly limits?: Partial<TransferLimits>;
  readonly signal?: AbortSignal | undefined;
  /** Doubts that only the whole body of the transfer before told. They are among this one's from the start. */
  readonly suspected?: readonly Doubt[] | undefined;
}

export interface Transfer {
  /**
   * The bytes as they came over the wire, never inflated; to be read once. Throws a TransferError in place of a normal
   * end when the transfer is not sound. Leaving early closes the connection.
   */
  readonly body: AsyncIterable<Uint8Array>;
  /** What the headers tell that deserves a flag. */
  readonly flags: readonly TransferFlag[];
  /** What the bytes contradict. */
  readonly doubts: readonly Doubt[];
  /** Lets go of the connection and the deadline, also of a body that nobody began to read. */
  close(): void;
}

/**
 * Requests the attachment; the body is then the caller's to read to its end or to leave. URL and headers carry nothing
 * of the account's keys, and the path goes out exactly as it was received.
 * @throws TransferError `expired`, `forbidden`, `gone`, `redirected`, `refused:…`, `too-large`, `address-refused`; retryable:
 *   `upstream-error`, `unreachable`, `too-slow`. From the body also `truncated` (retryable), `too-long`, and
 *   DoubtfulTransfer, when its end told of other doubts than are `suspected`.
 */
export async function fetchAttachment(options: FetchOptions): Promise<Transfer> {
  const { url, expected, dispatcher } = options;
  const limits = { ...DEFAULT_TRANSFER_LIMITS, ...options.limits };
  const tooSlow = () => transferError(url, "too-slow", "came too slowly");
  const deadline = startDeadline(limits.deadlineMs, tooSlow, options.signal);
  const watch = rateWatch(limits, () => deadline.stop(tooSlow()));
  try {
    const response = await watch.wait(request(url, dispatcher, deadline.signal));
    const announced = announcement(response.headers);
    const refusal = await watch.wait(refuse(url, response, announced, limits));
    if (refusal) {
      response.body.destroy();
      throw refusal;
    }
    const first = await firstBytes(url, response.body, watch, deadline);
    const compared = comparable(expected, announced);
    const early = earlyDoubts(compared, announced, Buffer.concat(first).subarray(0, HEAD_BYTES));
    const doubts = [...new Set([...early, ...(options.suspected ?? [])])];
    const sums = sumsOf(response.headers);
    const body = receive(
      { url, expected: compared, announced, limits, deadline, watch, first, early, doubts, sums },
      response.body,
    );
    const close = (): void => {
      deadline.clear();
      watch.end();
      response.body.destroy();
    };
    return { body, flags: flagsOf(expected, announced), doubts, close };
  } catch (error) {
    deadline.clear();
    watch.end();
    deadline.signal.throwIfAborted();
    throw connectionError(url, "unreachable", error);
  }
}

function request(url: AttachmentUrl, dispatcher: Dispatcher, signal: AbortSignal): Promise<WireResponse> {
  return send(dispatcher, {
    origin: url.origin,
    path: url.pathAndQuery,
    method: "GET",
    headers: { "accept-encoding": "identity" },
    signal,
    // The rate watch and the deadline are stricter than the library's timers, and see slow drips too.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
}

/** The first bytes, by which a body's kind is told, in the pieces in which they came. */
async function firstBytes(
  url: AttachmentUrl,
  body: WireBody,
  watch: RateWatch,
  deadline: Deadline,
): Promise<readonly Uint8Array[]> {
  const first: Uint8Array[] = [];
  for (let size = 0; size < HEAD_BYTES; ) {
    const chunk = body.take() ?? (await moreOf(url, body, watch, deadline));
    if (chunk === false) break;
    if (chunk === true) continue;
    first.push(chunk);
    size += chunk.length;
  }
  return first;
}

function moreOf(url: AttachmentUrl, body: WireBody, watch: RateWatch, deadline: Deadline): Promise<boolean> {
  return watch.wait(body.more()).catch((error: unknown) => {
    deadline.signal.throwIfAborted();
    throw connectionError(url, "truncated", error);
  });
}

async function refuse(
  url: AttachmentUrl,
  { statusCode, body }: WireResponse,
  { length = 0 }: AnnouncedBody,
  { maxBytes }: TransferLimits,
): Promise<TransferError | undefined> {
  if (statusCode !== 200) {
    return statusError(url, statusCode, await readRefusal(body));
  }
  return length > maxBytes
    ? transferError(url, "too-large", `has ${length} bytes, more than ${maxBytes}`)
    : undefined;
}

interface Reception {
  readonly url: AttachmentUrl;
  readonly expected: ExpectedFile;
  readonly announced: AnnouncedBody;
  readonly limits: TransferLimits;
  readonly deadline: Deadline;
  readonly watch: RateWatch;
  readonly first: readonly Uint8Array[];
  readonly early: readonly Doubt[];
  readonly doubts: readonly Doubt[];
  readonly sums: Sums;
}

async function* receive(
  { url, expected, announced, limits, deadline, watch, first, early, doubts, sums }: Reception,
  body: WireBody,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  const waiting = [...first];
  try {
    for (;;) {
      const chunk = waiting.shift() ?? body.take();
      if (chunk === undefined) {
        if (await moreOf(url, body, watch, deadline)) continue;
        break;
      }
      watch.arrived(chunk.length);
      sums.update(chunk);
      size += chunk.length;
      if (size > limits.maxBytes) {
        throw transferError(url, "too-large", `is longer than ${limits.maxBytes} bytes`);
      }
      if (expected.size !== undefined && size > expected.size) {
        checkUnmarkedEnd(url, expected, announced, size);
      }
      yield chunk;
    }
    checkWhole(url, expected, announced, size);
    const late = lateDoubts(expected, size, sums);
    const found = new Set([...early, ...late]);
    if (found.size !== doubts.length || doubts.some((doubt) => !found.has(doubt)))
      throw new DoubtfulTransfer(late);
  } finally {
    deadline.clear();
    watch.end();
    body.destroy();
  }
}
