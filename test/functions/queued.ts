/** What a test finds in the request queue, and a queue that nobody answers for. */
import { SQSClient } from "@aws-sdk/client-sqs";
import type { RequestQueue } from "../../shared/requests/request-queue.ts";
import { sqsQueue } from "../../shared/requests/sqs-queue.ts";
import type { Queues } from "../stand-ins/aws/queues.ts";

/** Takes every request out of the queue. */
export async function takeRequests(queues: Queues): Promise<unknown[]> {
  const requests: unknown[] = [];
  for (let batch = await queues.receive(); batch !== undefined; batch = await queues.receive()) {
    requests.push(...batch.Records.map(({ body }) => JSON.parse(body)));
    await queues.acknowledge(batch, { batchItemFailures: [] });
  }
  return requests;
}

export function requestQueueOf({ client, requestQueueUrl }: Queues): RequestQueue {
  return sqsQueue({ client, queueUrl: requestQueueUrl, backoffMs: 1 });
}

/** A queue at a port where nobody listens. */
export function unreachableQueue(): RequestQueue {
  const client = new SQSClient({
    endpoint: "http://127.0.0.1:1",
    region: "us-east-1",
    credentials: { accessKeyId: "none", secretAccessKey: "none" },
    maxAttempts: 1,
  });
  return sqsQueue({ client, queueUrl: "http://127.0.0.1:1/000000000000/requests", backoffMs: 1 });
}
