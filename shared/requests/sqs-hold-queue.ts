/** The queue of legal holds on SQS. */
import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { type HoldQueue, holdMessage, LOOKS } from "../holds/hold-message.ts";
import { sqsCall } from "./sqs-queue.ts";

/** SQS's most, and the most that an archive run takes. */
const AGAIN_AFTER_SECONDS = 900;

export interface SqsHoldsOptions {
  readonly client: SQSClient;
  readonly queueUrl: string;
}

/** The queue of holds on SQS: one message for each look at an entry, the second one with a delay of 15 minutes. */
export function sqsHoldQueue({ client, queueUrl }: SqsHoldsOptions): HoldQueue {
  return {
    async send(matter, sequences) {
      for (const sequence of sequences) {
        for (const look of LOOKS) {
          const command = new SendMessageCommand({
            QueueUrl: queueUrl,
            MessageBody: holdMessage({ matter, sequence, look }),
            DelaySeconds: look === 1 ? 0 : AGAIN_AFTER_SECONDS,
          });
          await sqsCall(() => client.send(command), queueUrl);
        }
      }
    },
  };
}

/** Shows a received message again at once: another run goes on where this one ended. */
export function sqsGoOn({ client, queueUrl }: SqsHoldsOptions): (receiptHandle: string) => Promise<void> {
  return async (receiptHandle) => {
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: queueUrl,
      ReceiptHandle: receiptHandle,
      VisibilityTimeout: 0,
    });
    await sqsCall(() => client.send(command), queueUrl);
  };
}
