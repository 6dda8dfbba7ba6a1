/** The `hold` function: brings the legal hold of tickets' files level with what the records say. */
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import { TicketvaultError } from "../../shared/errors.ts";
import { type FollowDependencies, followChange } from "../../shared/holds/follow-change.ts";
import { parseHoldMessage } from "../../shared/holds/hold-message.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import { errorFields } from "../common/error-fields.ts";
import { inLogContext } from "../common/lambda-log.ts";
import { type WorkingTime, workingTime } from "../common/working-time.ts";

/** Kept (ms) for handing unfinished messages back before Lambda's kill. */
const RESERVE_MS = 5_000;

export interface HoldFunctionDependencies extends FollowDependencies {
  /** Shows a message again at once. */
  readonly goOn: (receiptHandle: string) => Promise<void>;
}

/**
 * Messages in `batchItemFailures` are delivered again, or go to the dead-letter queue; setting a hold twice does no harm. One
 * whose tickets are too many for a run is delivered again at once, as long as each run gets further.
 */
export async function handleHold(
  dependencies: HoldFunctionDependencies,
  { Records }: Pick<SQSEvent, "Records">,
  context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">,
): Promise<SQSBatchResponse> {
  using time = workingTime(context, RESERVE_MS);
  const batchItemFailures: SQSBatchResponse["batchItemFailures"] = [];
  await inLogContext({ requestId: context.awsRequestId }, async () => {
    for (const record of Records) {
      if (!(await isDone(dependencies, record, time)))
        batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  });
  return { batchItemFailures };
}

async function isDone(
  dependencies: HoldFunctionDependencies,
  { messageId, body, receiptHandle }: SQSRecord,
  time: WorkingTime,
): Promise<boolean> {
  const { log, goOn } = dependencies;
  let further = false;
  const onMark = (): void => {
    further = true;
  };
  try {
    const task = parseHoldMessage(body);
    await time.within(() => followChange(dependencies, task, { signal: time.signal, onMark }));
    return true;
  } catch (error) {
    const isTimeOver = error instanceof TicketvaultError && error.code === "out-of-time";
    if (isTimeOver && further) {
      log.info("hold.goes-on", { messageId });
      await goOn(receiptHandle).catch((cause) =>
        log.warn("hold.not-at-once", { messageId, ...errorFields(cause) }),
      );
    } else {
      log.error(LOG_EVENTS.holdFailed, { messageId, ...errorFields(error) });
    }
    return false;
  }
}
