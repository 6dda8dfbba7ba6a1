/** The `seal` function: seals and tells what S3's notices are about, beats every hour, and writes a checkpoint every day. */
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { sealNotices } from "../../shared/seal/seal-notices.ts";
import { writeCheckpoints } from "../../shared/seal/write-checkpoint.ts";
import { inLogContext } from "../common/lambda-log.ts";
import { workingTime } from "../common/working-time.ts";
import type { SealDependencies } from "./dependencies.ts";

/** What the schedules send: without records it is time for a heartbeat, or for a checkpoint. */
type ScheduledEvent = Readonly<Record<string, unknown>> & { readonly Records?: never };

/** Left (ms) for the checkpoint under way when no further one is begun. */
const RESERVE_MS = 60_000;

/**
 * Messages in `batchItemFailures` are delivered again, or go to the dead-letter queue. A heartbeat or a
 * checkpoint that fails is thrown, and tried again by Lambda.
 */
export async function handleSeal(
  dependencies: SealDependencies,
  event: Pick<SQSEvent, "Records"> | ScheduledEvent,
  context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">,
): Promise<SQSBatchResponse | undefined> {
  const { Records: records } = event;
  return inLogContext({ requestId: context.awsRequestId }, async () => {
    if (records === undefined && event["checkpoint"] !== undefined) {
      using time = workingTime(context, RESERVE_MS);
      const { orgId, ledgerOf } = dependencies;
      await writeCheckpoints({ ...dependencies, ledger: ledgerOf(orgId) }, time.signal);
      return undefined;
    }
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
