/** Connects to the queue of legal holds; their records are in the archive. */
import { SQSClient } from "@aws-sdk/client-sqs";
import type { HoldQueue } from "../shared/holds/hold-queue.ts";
import { ENV } from "../shared/names.ts";
import { sqsHoldQueue } from "../shared/requests/sqs-hold-queue.ts";
import { SMALL_CALLS } from "./wiring.ts";

export { holdBook } from "../shared/holds/hold-book.ts";

export function holdQueue(settings: { readonly [ENV.holdQueueUrl]: string }): HoldQueue {
  return sqsHoldQueue({ client: new SQSClient(SMALL_CALLS), queueUrl: settings[ENV.holdQueueUrl] });
}
