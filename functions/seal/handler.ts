/** The `seal` function: seals and tells what S3's notices are about, and every hour writes that nothing else happened. */
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { sealNotices } from "../../shared/seal/seal-notices.ts";
import { inLogContext } from "../common/lambda-log.ts";
import type { SealDependencies } from "./dependencies.ts";

/** What the schedule sends: anything without records. */
type ScheduledEvent = Readonly<Record<string, unknown>> & { readonly Records?: never };

/**
 * Messages in `batchItemFailures` are delivered again, or go to the dead-letter queue. A heartbeat that fails is thrown,
 * and tried again by Lambda.
 */
export async function handleSeal(
  dependencies: SealDependencies,
  event: Pick<SQSEvent, "Records"> | ScheduledEvent,
  { awsRequestId: requestId }: Pick<Context, "awsRequestId">,
): Promise<SQSBatchResponse | undefined> {
  const { Records: records } = event;
  return inLogContext({ requestId }, async () => {
    if (records === undefined) {
      await dependencies.ledgerOf(dependencies.orgId).heartbeat();
      return undefined;
    }
    const messages = records.map(({ messageId, body, attributes }) => {
      return { messageId, body, isAgain: Number(attributes.ApproximateReceiveCount) > 1 };
    });
    const failed = await sealNotices(dependencies, messages);
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  });
}
