/** The queue of legal holds on SQS. */
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import type { HoldQueue } from "../holds/hold-message.ts";
import { holdMessage } from "../holds/hold-message.ts";
import { sqsCall } from "./sqs-queue.ts";

/** A function sets the hold of so many tickets well within its time. */
const TICKETS_A_MESSAGE = 50;
/** SQS's most, and the most that an archive run takes. */
const AGAIN_AFTER_SECONDS = 900;

/** The queue of holds on SQS: each message is sent twice, the second time with a delay of 15 minutes. */
export function sqsHoldQueue({ client, queueUrl }: { client: SQSClient; queueUrl: string }): HoldQueue {
  return {
    async send(tickets) {
      for (let from = 0; from < tickets.length; from += TICKETS_A_MESSAGE) {
        const MessageBody = holdMessage(tickets.slice(from, from + TICKETS_A_MESSAGE));
        for (const DelaySeconds of [0, AGAIN_AFTER_SECONDS]) {
          const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds });
          await sqsCall(() => client.send(command), queueUrl);
        }
      }
    },
  };
}
