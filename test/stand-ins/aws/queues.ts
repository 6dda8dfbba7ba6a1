/** SQS on this machine (fauxqs): the request queue with its dead-letter queue, and messages as Lambda receives them. */
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import * as z from "zod";
import { buildQueueApp } from "./fauxqs.ts";

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
  send(body: string): Promise<void>;
  /** Receives up to ten messages as Lambda's poller does; undefined when none is there now. */
  receive(): Promise<SQSEvent | undefined>;
  /** Deletes what is done of a batch, as Lambda's poller does. */
  acknowledge(event: SQSEvent, response: SQSBatchResponse): Promise<void>;
  /** What is in a queue, waiting or shown; nothing is received by looking. */
  messages(name: "requests" | "dead-letters"): Promise<QueuedMessage[]>;
  /** Takes everything out of the dead-letter queue. */
  takeDeadLetters(): Promise<QueuedMessage[]>;
  /** Shows the messages of a batch at once, so that no test waits for their visibility timeout. */
  showAgain(event: SQSEvent): Promise<void>;
}

export async function startQueues({ maxReceives = 5 } = {}): Promise<Queues> {
  // Not `startFauxqs`, which listens on every address of the machine.
  const app = buildQueueApp({ logger: false, defaultRegion: REGION });
  const endpoint = await app.listen({ port: 0, host: "127.0.0.1" });
  const client = new SQSClient({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const QueueUrl = `${endpoint}/${ACCOUNT}/requests`;
  const arnOf = (name: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}`;
  await client.send(new CreateQueueCommand({ QueueName: "dead-letters" }));
  const redrive = { deadLetterTargetArn: arnOf("dead-letters"), maxReceiveCount: maxReceives };
  const Attributes = { VisibilityTimeout: "900", RedrivePolicy: JSON.stringify(redrive) };
  await client.send(new CreateQueueCommand({ QueueName: "requests", Attributes }));
  const inspect = async (name: string) => {
    const answer = await app.inject({ method: "GET", url: `/_fauxqs/queues/${name}` });
    return inspection.parse(answer.json()).messages;
  };
  const messages = async (name: "requests" | "dead-letters") => {
    const { ready, delayed, inflight } = await inspect(name);
    return [
      ...ready.map((message) => queued(message)),
      ...delayed.map((message) => queued(message, message.delayUntil)),
      ...inflight.map(({ message, visibilityDeadline }) => queued(message, visibilityDeadline)),
    ];
  };
  return {
    endpoint,
    client,
    messages,
    requestQueueUrl: QueueUrl,
    deadLetterQueueUrl: `${endpoint}/${ACCOUNT}/dead-letters`,
    requestQueueArn: arnOf("requests"),
    deadLetterQueueArn: arnOf("dead-letters"),
    maxReceives,
    async send(MessageBody) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody }));
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
        : { Records: Messages.map((message) => recordOf(message, arnOf("requests"))) };
    },
    async acknowledge({ Records }, { batchItemFailures }) {
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      for (const { messageId, receiptHandle: ReceiptHandle } of Records) {
        if (!failed.has(messageId)) await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    },
    async showAgain({ Records }) {
      const hidden = new Set((await inspect("requests")).inflight.map(({ receiptHandle }) => receiptHandle));
      for (const { receiptHandle: ReceiptHandle } of Records) {
        if (!hidden.has(ReceiptHandle)) continue;
        const command = new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
        await client.send(command);
      }
    },
    async takeDeadLetters() {
      const found = await messages("dead-letters");
      await client.send(new PurgeQueueCommand({ QueueUrl: `${endpoint}/${ACCOUNT}/dead-letters` }));
      return found;
    },
    async [Symbol.asyncDispose]() {
      client.destroy();
      await app.close();
    },
  };
}

const heldMessage = z.object({
  body: z.string(),
  messageAttributes: z.record(z.string(), z.object({ StringValue: z.string().optional() })),
  delayUntil: z.number().optional(),
});

const inspection = z.object({
  messages: z.object({
    ready: z.array(heldMessage),
    delayed: z.array(heldMessage),
    inflight: z.array(
      z.object({ message: heldMessage, receiptHandle: z.string(), visibilityDeadline: z.number() }),
    ),
  }),
});

function queued({ body, messageAttributes }: z.infer<typeof heldMessage>, shownAt = 0): QueuedMessage {
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
