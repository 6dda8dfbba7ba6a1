/** Connects to the request queue on SQS, and to the queues beside it. */
import { SQSClient } from "@aws-sdk/client-sqs";
import { ENV } from "../../shared/names.ts";
import type { ReceivedMessages, RequestQueue } from "../../shared/requests/request-queue.ts";
import { sqsQueue, sqsReceivedMessages } from "../../shared/requests/sqs-queue.ts";
import { sqsUnreadWebhooks } from "../../shared/requests/sqs-unread-webhooks.ts";
import type { UnreadWebhooks } from "../../shared/requests/unread-webhooks.ts";
import { SMALL_CALLS } from "./wiring.ts";

export function requestQueue(settings: { readonly [ENV.requestQueueUrl]: string }): RequestQueue {
  return sqsQueue({ client: new SQSClient(SMALL_CALLS), queueUrl: settings[ENV.requestQueueUrl] });
}

export function receivedMessages(settings: {
  readonly [ENV.requestQueueUrl]: string;
  readonly [ENV.deadLetterQueueUrl]: string;
}): ReceivedMessages {
  return sqsReceivedMessages({
    client: new SQSClient(SMALL_CALLS),
    queueUrl: settings[ENV.requestQueueUrl],
    deadLetterQueueUrl: settings[ENV.deadLetterQueueUrl],
  });
}

export function unreadWebhooks(settings: { readonly [ENV.unreadWebhooksQueueUrl]: string }): UnreadWebhooks {
  const queueUrl = settings[ENV.unreadWebhooksQueueUrl];
  return sqsUnreadWebhooks({ client: new SQSClient(SMALL_CALLS), queueUrl });
}
