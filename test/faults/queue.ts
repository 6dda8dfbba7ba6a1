/** The request queue as SQS is at its worst: messages come twice, in any order, and again after each failure. */
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import type { Random } from "../../cli/sandbox/random.ts";
import type { ReceivedMessages, RequestQueue } from "../../shared/requests/request-queue.ts";
import type { JumpingClock } from "./clock.ts";

interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentAt: number;
  receives: number;
  visibleAt: number;
}

/** What a message comes twice with. */
const TWICE = 0.2;
const BATCH = 5;

export class FaultyQueue implements RequestQueue, ReceivedMessages {
  /** Everything that was ever put into it, and what was given up. */
  readonly sent: string[] = [];
  readonly givenUp: string[] = [];
  #waiting: Message[] = [];
  readonly #inFlight = new Map<string, Message>();
  readonly #clock: JumpingClock;
  readonly #random: Random;
  #last = 0;

  constructor(clock: JumpingClock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  get isEmpty(): boolean {
    return this.#waiting.length === 0 && this.#inFlight.size === 0;
  }

  put(body: string, delayMs = 0): void {
    this.sent.push(body);
    const copies = this.#random.chance(TWICE) ? 2 : 1;
    for (let copy = 0; copy < copies; copy += 1) {
      this.#last += 1;
      const now = Date.now();
      const visibleAt = this.#clock.now() + delayMs;
      this.#waiting.push({ id: `m${this.#last}`, body, sentAt: now, receives: 0, visibleAt });
    }
  }

  send: RequestQueue["send"] = async (request, { delaySeconds = 0 } = {}) => {
    this.put(JSON.stringify(request), delaySeconds * 1000);
  };

  sendAll: RequestQueue["sendAll"] = async (requests) => {
    for (const request of requests) this.put(JSON.stringify(request));
  };

  postpone: ReceivedMessages["postpone"] = async (receiptHandle, seconds) => {
    const message = this.#inFlight.get(receiptHandle);
    if (message !== undefined) message.visibleAt = this.#clock.now() + seconds * 1000;
  };

  renew: ReceivedMessages["renew"] = async (body, seconds) => this.put(body, seconds * 1000);

  giveUp: ReceivedMessages["giveUp"] = async (body) => void this.givenUp.push(body);

  /** A batch; undefined when nothing waits. Where all that waits is hidden, the clock jumps to when the first is shown. */
  receive(): SQSEvent | undefined {
    if (this.#waiting.length === 0) return undefined;
    const first = Math.min(...this.#waiting.map(({ visibleAt }) => visibleAt));
    this.#clock.jump(first - this.#clock.now());
    const shown = this.#waiting.filter(({ visibleAt }) => visibleAt <= this.#clock.now());
    const batch = shown.toSorted(() => (this.#random.chance(0.5) ? 1 : -1)).slice(0, BATCH);
    this.#waiting = this.#waiting.filter((each) => !batch.includes(each));
    for (const message of batch) {
      message.receives += 1;
      this.#inFlight.set(message.id, message);
    }
    return { Records: batch.map(recordOf) };
  }

  /** What came of a batch; nothing where its worker was killed: all of it is shown again. */
  acknowledge({ Records }: SQSEvent, response: SQSBatchResponse | undefined): void {
    const failed = response?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    for (const { messageId } of Records) {
      const message = this.#inFlight.get(messageId);
      this.#inFlight.delete(messageId);
      if (message !== undefined && (failed === undefined || failed.includes(messageId)))
        this.#waiting.push(message);
    }
  }

  /** Puts what was given up back, as its operator does; all of it. */
  redrive(isRight: (body: string) => boolean): void {
    for (const body of this.givenUp.splice(0).filter(isRight)) this.put(body);
  }
}

function recordOf({ id, body, sentAt, receives }: Message): SQSRecord {
  const attributes = {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: String(sentAt),
    SenderId: "tests",
    ApproximateFirstReceiveTimestamp: String(sentAt),
  };
  const about = {
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "",
    awsRegion: "",
  };
  return { messageId: id, receiptHandle: id, body, attributes, ...about };
}
