/** The `hold` function: brings the legal hold of tickets' files level with what the records say. */
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { applyHolds, type HoldDependencies } from "../../shared/holds/apply-holds.ts";
import { parseHoldMessage } from "../../shared/holds/hold-message.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { errorFields } from "../common/error-fields.ts";
import { inLogContext } from "../common/lambda-log.ts";
import { workingTime } from "../common/working-time.ts";

/** Kept (ms) for handing unfinished messages back before Lambda's kill. */
const RESERVE_MS = 5_000;

/** Messages in `batchItemFailures` are delivered again, or go to the dead-letter queue; setting a hold twice does no harm. */
export async function handleHold(
  dependencies: HoldDependencies,
  { Records }: Pick<SQSEvent, "Records">,
  context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">,
): Promise<SQSBatchResponse> {
  using time = workingTime(context, RESERVE_MS);
  const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
  await inLogContext({ requestId: context.awsRequestId }, async () => {
    for (const { messageId, body } of Records) {
      try {
        const tickets = parseHoldMessage(body);
        await time.within(() => applyHolds(dependencies, tickets, { signal: time.signal }));
      } catch (error) {
        dependencies.log.error(LOG_EVENTS.holdFailed, { messageId, ...errorFields(error) });
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    }
  });
  return { batchItemFailures };
}
