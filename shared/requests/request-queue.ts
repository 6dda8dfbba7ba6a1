/** The ports of the request queue: for those who ask, and for the function that does what is asked. */
import type { ArchiveRequest } from "../archive/request.ts";

/** Durable once `send` or `sendAll` has returned; delivered at least once, in any order. */
export interface RequestQueue {
  /**
   * @param options.delaySeconds how long nobody sees the request: 0 (the default) to 900
   * @throws TicketvaultError `queue-unavailable` (retryable) or `queue-refused`
   */
  send(request: ArchiveRequest, options?: { readonly delaySeconds?: number }): Promise<void>;
  /**
   * Sends any number of requests.
   * @param options.overSeconds they are shown one after the other over so long: 0 (the default) to 900
   * @throws TicketvaultError as `send` when some were not accepted; others were, and sending all again does no harm
   */
  sendAll(requests: readonly ArchiveRequest[], options?: { readonly overSeconds?: number }): Promise<void>;
}

/** What may be done with a message that was received and is not acknowledged. Failures are as with `RequestQueue`. */
export interface ReceivedMessages {
  /** Shows the message again in `seconds` (0 to 43,200) from now, instead of at the end of its visibility timeout. */
  postpone(receiptHandle: string, seconds: number): Promise<void>;
  /**
   * Puts a copy of the message into the queue that it came from, where it is as young as any other, and is not shown for
   * `seconds`, 900 at most. The message itself is the caller's to acknowledge.
   */
  renew(body: string, seconds: number): Promise<void>;
  /**
   * Puts a copy of the message into the dead-letter queue, with `code` as its attribute `ErrorCode`. The message itself
   * is the caller's to acknowledge. Redriving such a copy takes the request queue's ARN as the destination, since SQS
   * does not know where it came from.
   */
  giveUp(body: string, code: string): Promise<void>;
}

/** Requests are given up by their age: a vendor's outage lasts days, and its support answers on weekdays. */
export const GIVEN_UP_AFTER_MS = 72 * 60 * 60 * 1000;
