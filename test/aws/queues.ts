/** SQS on this machine (fauxqs): the request queue with its dead-letter queue, and messages as Lambda receives them. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { startFauxqs } from "fauxqs";

const REGION = "us-east-1";
/** Of every queue's address: `{endpoint}/000000000000/{name}`. */
const ACCOUNT = "000000000000";

interface QueuedMessage {
  readonly body: string;
  /** String attributes by name. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Until the message is shown, in seconds; 0 when it is. */
  readonly seconds: number;
}

export interface Queues extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`. */
  readonly endpoint: string;
  readonly client: SQSClient;
  readonly requestQueueUrl: string;
  readonly deadLetterQueueUrl: string;
  readonly requestQueueArn: string;
  readonly deadLetterQueueArn: string;
  readonly maxReceives: number;
  /** Puts a body into the request queue as it is. */
  send(body: string): void;
  /** Receives up to ten messages as Lambda's poller does; undefined when none is there now. */
  receive(): Promise<SQSEvent | undefined>;
  /** Deletes what is done of a batch, as Lambda's poller does. */
  acknowledge(event: SQSEvent, response: SQSBatchResponse): Promise<void>;
  /** What is in a queue, waiting or shown; nothing is received by looking. */
  messages(name: "requests" | "dead-letters"): QueuedMessage[];
  /** Shows the messages of a batch at once, so that no test waits for their visibility timeout. */
  showAgain(event: SQSEvent): Promise<void>;
}

export async function startQueues({ maxReceives = 5 } = {}): Promise<Queues> {
  const server = await startFauxqs({ port: 0, logger: false, host: "127.0.0.1", defaultRegion: REGION });
  const deadLetters = server.createQueue("dead-letters");
  const requests = server.createQueue("requests", {
    attributes: {
      VisibilityTimeout: "900",
      RedrivePolicy: JSON.stringify({
        deadLetterTargetArn: deadLetters.queueArn,
        maxReceiveCount: maxReceives,
      }),
    },
  });
  const client = new SQSClient({
    endpoint: server.address,
    region: REGION,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const QueueUrl = `${server.address}/${ACCOUNT}/requests`;
  return {
    endpoint: server.address,
    client,
    requestQueueUrl: QueueUrl,
    deadLetterQueueUrl: `${server.address}/${ACCOUNT}/dead-letters`,
    requestQueueArn: requests.queueArn,
    deadLetterQueueArn: deadLetters.queueArn,
    maxReceives,
    send(body) {
      server.sendMessage("requests", body);
    },
    async receive() {
      const command = new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["All"],
        MessageAttributeNames: ["All"],
      });
      const { Messages = [] } = await client.send(command);
      return Messages.length === 0
        ? undefined
        : { Records: Messages.map((message) => recordOf(message, requests.queueArn)) };
    },
    async acknowledge({ Records }, { batchItemFailures }) {
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const { messageId, receiptHandle: ReceiptHandle } of Records) {
        if (!failed.has(messageId)) await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    },
    async showAgain({ Records }) {
      const { inflight = [] } = server.inspectQueue("requests")?.messages ?? {};
      const hidden = new Set(inflight.map(({ receiptHandle }) => receiptHandle));
      for (const { receiptHandle: ReceiptHandle } of Records) {
        if (!hidden.has(ReceiptHandle)) continue;
        const command = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
        await client.send(command);
      }
    },
    messages(name) {
      const { ready = [], delayed = [], inflight = [] } = server.inspectQueue(name)?.messages ?? {};
      return [
        ...ready.map((message) => queued(message)),
        ...delayed.map((message) => queued(message, message.delayUntil)),
        ...inflight.map(({ message, visibilityDeadline }) => queued(message, visibilityDeadline)),
      ];
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await server.stop();
    },
  };
}

interface Held {
  readonly body: string;
  readonly messageAttributes: Readonly<Record<string, { readonly StringValue?: string }>>;
}

function queued({ body, messageAttributes }: Held, shownAt = 0): QueuedMessage {
  const attributes = Object.entries(messageAttributes).map(([name, { StringValue = "" }]) => [
    name,
    StringValue,
  ]);
  return {
    body,
    attributes: Object.fromEntries(attributes),
    seconds: Math.max(0, Math.round((shownAt - Date.now()) / 1000)),
  };
}

function recordOf(message: Message, eventSourceARN: string): SQSRecord {
  const { MessageId = "", ReceiptHandle = "", Body = "", MD5OfBody = "", Attributes = {} } = message;
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    attributes: {
      ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? "1",
      SentTimestamp: Attributes.SentTimestamp ?? "",
      SenderId: Attributes.SenderId ?? "",
      ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? "",
    },
    messageAttributes: {},
    md5OfBody: MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN,
    awsRegion: REGION,
  };
}
