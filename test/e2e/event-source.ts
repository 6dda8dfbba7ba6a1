/** Plays Lambda's event source mapping of SQS: takes batches, runs the function, deletes what it did not report. */
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import * as z from "zod";
import type { RunningFunction } from "../stand-ins/lambda/function.ts";
import { REGION } from "./template.ts";

export const mapping = z.object({
  BatchSize: z.number().default(10),
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  FunctionResponseTypes: z.array(z.string()).default([]),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
});

export interface EventSource {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly queueArn: string;
  readonly batchSize: number;
  readonly reportsFailures: boolean;
  readonly target: RunningFunction;
  /** How much older than it is a message says to be, in ms: nobody waits for days. */
  readonly ageMs?: () => number;
}

const report = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/** More rounds than any test needs: a message that comes back for ever ends the test. */
const ROUNDS = 200;

/**
 * Runs batches until the queue is empty. A message that failed is back at once: nobody waits for its visibility timeout.
 * @param workers how many batches run side by side
 * @returns how many batches ran
 */
export async function drain(source: EventSource, workers = 1): Promise<number> {
  let rounds = 0;
  const work = async (): Promise<void> => {
    for (;;) {
      const messages = await receive(source);
      if (messages.length === 0) return;
      rounds += 1;
      if (rounds > ROUNDS) throw new Error(`The queue is not empty after ${ROUNDS} batches.`);
      await runBatch(source, messages);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  return rounds;
}

/** Takes one batch and runs it; false when there was none. */
export async function runOnce(source: EventSource): Promise<boolean> {
  const messages = await receive(source);
  await runBatch(source, messages);
  return messages.length > 0;
}

async function receive({ client, queueUrl, batchSize }: EventSource): Promise<readonly Message[]> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: Math.min(10, batchSize),
      MessageSystemAttributeNames: ["All"],
      MessageAttributeNames: ["All"],
    }),
  );
  return Messages;
}

async function runBatch(source: EventSource, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  const { client, queueUrl, target } = source;
  const outcome = await target.invoke({ Records: messages.map((message) => record(source, message)) });
  const failed = "error" in outcome ? messages.map(idOf) : failuresOf(source, outcome.result, messages);
  await Promise.all(
    messages.map((message) => {
      const which = { QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle };
      return failed.includes(idOf(message))
        ? showAgain(client, which)
        : client.send(new DeleteMessageCommand(which));
    }),
  );
}

/** A message that the function itself has shown again is no longer in flight. */
async function showAgain(
  client: SQSClient,
  which: { QueueUrl: string; ReceiptHandle: string | undefined },
): Promise<void> {
  try {
    await client.send(new ChangeMessageVisibilityCommand({ ...which, VisibilityTimeout: 0 }));
  } catch (error) {
    if (!(error instanceof Error && error.name === "MessageNotInflight")) throw error;
  }
}

/** An answer that is no report, or that names an unknown message, fails the whole batch, as in Lambda. */
function failuresOf(
  { reportsFailures }: EventSource,
  result: unknown,
  messages: readonly Message[],
): readonly string[] {
  if (!reportsFailures || result === null) return [];
  const read = report.safeParse(result);
  const ids = messages.map(idOf);
  if (!read.success) return ids;
  const failed = read.data.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  return failed.every((id) => ids.includes(id)) ? failed : ids;
}

function idOf({ MessageId = "" }: Message): string {
  return MessageId;
}

function record({ queueArn, ageMs = () => 0 }: EventSource, message: Message): object {
  const SentTimestamp = String(Number(message.Attributes?.["SentTimestamp"]) - ageMs());
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: { ...message.Attributes, SentTimestamp },
    messageAttributes: {},
    md5OfBody: message.MD5OfBody,
    eventSource: "aws:sqs",
    eventSourceARN: queueArn,
    awsRegion: REGION,
  };
}
