/** Unread webhooks in a queue of their own on SQS. */
import { SendMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { sqsCall } from "./sqs-queue.ts";
import { type UnreadWebhooks, unreadLetter } from "./unread-webhooks.ts";

export function sqsUnreadWebhooks({
  client,
  queueUrl,
}: {
  readonly client: SQSClient;
  readonly queueUrl: string;
}): UnreadWebhooks {
  return {
    async keep(webhook) {
      const { text, attributes } = unreadLetter(webhook);
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: "String", StringValue }]),
      );
      const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: text, MessageAttributes });
      await sqsCall(() => client.send(command), queueUrl);
    },
  };
}
