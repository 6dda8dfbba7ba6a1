/** The request queue on SQS. */
import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
  SQSServiceException,
} from "@aws-sdk/client-sqs";
import pRetry from "p-retry";
import type { ArchiveRequest } from "../archive/request.ts";
import { TicketvaultError } from "../errors.ts";
import { requestMessage } from "./message.ts";
import type { ReceivedMessages, RequestQueue } from "./request-queue.ts";

/** SQS's most. */
const BATCH = 10;
const BATCH_RETRIES = 3;
/** SQS's most. */
const LONGEST_DELAY_SECONDS = 900;

export interface SqsQueueOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
  /** Wait in ms before what SQS did not take of a batch is sent again (200 by default); twice that the next time. */
  readonly backoffMs?: number;
}

/** The request queue on SQS. What SQS refuses of a batch, but may yet take, is sent again up to three times. */
export function sqsQueue({ client, queueUrl, backoffMs = 200 }: SqsQueueOptions): RequestQueue {
  /** Sends one batch; what SQS may yet take of it is sent again. */
  async function sendBatch(
    requests: readonly ArchiveRequest[],
    delayOf: (n: number) => number,
  ): Promise<void> {
    let left = requests.map((request, index) => ({
      Id: String(index),
      MessageBody: requestMessage(request),
      DelaySeconds: delayOf(index),
    }));
    const attempt = async (): Promise<void> => {
      const command = new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries: left });
      const { Failed = [] } = await sqsCall(() => client.send(command), queueUrl);
      left = left.filter(({ Id }) => Failed.some((failed) => failed.Id === Id));
      const refused = Failed.find(({ SenderFault }) => SenderFault) ?? Failed[0];
      if (refused !== undefined) throw queueError(queueUrl, refused.Code ?? "no code", !refused.SenderFault);
    };
    await pRetry(attempt, {
      retries: BATCH_RETRIES,
      minTimeout: backoffMs,
      randomize: true,
      shouldRetry: ({ error }) => error instanceof TicketvaultError && error.retryable,
    });
  }

  return {
    async send(request, { delaySeconds = 0 } = {}) {
      const command = new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody: requestMessage(request),
        DelaySeconds: delaySeconds,
      });
      await sqsCall(() => client.send(command), queueUrl);
    },

    async sendAll(requests, { overSeconds = 0 } = {}) {
      for (let from = 0; from < requests.length; from += BATCH) {
        const delayOf = (n: number): number => Math.floor(((from + n) * overSeconds) / requests.length);
        await sendBatch(requests.slice(from, from + BATCH), delayOf);
      }
    },
  };
}

/** How many messages the queue has: shown, delayed and being worked on. SQS is right about it within a minute. */
export async function queueLength({
  client,
  queueUrl,
}: Pick<SqsQueueOptions, "client" | "queueUrl">): Promise<number> {
  const AttributeNames: QueueAttributeName[] = [
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
  ];
  const command = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames });
  const { Attributes = {} } = await sqsCall(() => client.send(command), queueUrl);
  return AttributeNames.reduce((sum, name) => sum + Number(Attributes[name] ?? 0), 0);
}

export interface SqsReceivedOptions {
  readonly client: SQSClient;
  /** The queue that the messages were received from. */
  readonly queueUrl: string;
  readonly deadLetterQueueUrl: string;
}

/** What a worker can do with a message that it has received: postpone it, or give it up. */
export function sqsReceivedMessages(options: SqsReceivedOptions): ReceivedMessages {
  const { client, queueUrl, deadLetterQueueUrl } = options;
  return {
    async postpone(receiptHandle, seconds) {
      const command = new ChangeMessageVisibilityCommand({
        QueueUrl: queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: seconds,
      });
      await sqsCall(() => client.send(command), queueUrl);
    },

    async renew(MessageBody, seconds) {
      const DelaySeconds = Math.min(seconds, LONGEST_DELAY_SECONDS);
      const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds });
      await sqsCall(() => client.send(command), queueUrl);
    },

    async giveUp(body, code) {
      const command = new SendMessageCommand({
        QueueUrl: deadLetterQueueUrl,
        MessageBody: body,
        MessageAttributes: { ErrorCode: { DataType: "String", StringValue: code } },
      });
      await sqsCall(() => client.send(command), deadLetterQueueUrl);
    },
  };
}

/** @throws TicketvaultError `queue-unavailable` (retryable), `queue-refused` */
export async function sqsCall<T>(send: () => Promise<T>, queueUrl: string): Promise<T> {
  try {
    return await send();
  } catch (error) {
    const name = error instanceof Error ? error.name : "unknown error";
    const status = error instanceof SQSServiceException ? error.$metadata.httpStatusCode : undefined;
    // Without a status nothing was answered; a throttled call is answered by 400 or 403 and a name that says so.
    const transient = status === undefined || status >= 500 || /Throttl|TooMany|RequestLimit/.test(name);
    throw queueError(queueUrl, name, transient, error);
  }
}

function queueError(queueUrl: string, code: string, retryable: boolean, cause?: unknown): TicketvaultError {
  const name = queueUrl.split("/").at(-1);
  return retryable
    ? new TicketvaultError(
        "queue-unavailable",
        `The queue ${name} cannot be reached (${code}). Try again later.`,
        {
          cause,
          retryable,
        },
      )
    : new TicketvaultError(
        "queue-refused",
        `The queue ${name} refused (${code}). Check its address and the function's permissions on it.`,
        { cause },
      );
}
