/** The `seal` function: seals and tells what S3's notices are about, seals productions, beats every hour, and writes a checkpoint every day. */
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { newestCheckpointEntry } from "../../shared/seal/newest-checkpoint.ts";
import { sealNotices } from "../../shared/seal/seal-notices.ts";
import { tellOutside } from "../../shared/seal/tell-outside.ts";
import { writeCheckpoints } from "../../shared/seal/write-checkpoint.ts";
import { inLogContext } from "../common/lambda-log.ts";
import { workingTime } from "../common/working-time.ts";
import type { SealDependencies } from "./dependencies.ts";
import { type ProductionSealed, sealProduction } from "./production.ts";

/** What S3's notices come in. */
type Notices = Pick<SQSEvent, "Records">;

/** What the schedules send, and the state machine of exports; without a field that is known here it is time for a heartbeat. */
interface Asked extends Readonly<Record<string, unknown>> {
  readonly Records?: never;
  /** It is time for a checkpoint. */
  readonly checkpoint?: unknown;
  /** Key of a production's record. */
  readonly production?: string;
}

type SealContext = Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">;

/** Left (ms) for the checkpoint under way when no further one is begun. */
const RESERVE_MS = 60_000;

/**
 * Messages in `batchItemFailures` are delivered again, or go to the dead-letter queue. A heartbeat or a
 * checkpoint that fails is thrown, and tried again by Lambda. @throws StepError for a production that was not sealed
 */
export function handleSeal(
  dependencies: SealDependencies,
  event: Notices,
  context: SealContext,
): Promise<SQSBatchResponse>;
export function handleSeal(
  dependencies: SealDependencies,
  event: Notices | Asked,
  context: SealContext,
): Promise<SQSBatchResponse | ProductionSealed | undefined>;
export async function handleSeal(
  dependencies: SealDependencies,
  event: Notices | Asked,
  context: SealContext,
): Promise<SQSBatchResponse | ProductionSealed | undefined> {
  const { orgId, ledgerOf } = dependencies;
  return inLogContext({ requestId: context.awsRequestId }, async () => {
    if (event.Records !== undefined) return sealMessages(dependencies, event.Records);
    if (event.production !== undefined) return sealProduction(dependencies, event.production);
    if (event.checkpoint === undefined) {
      await ledgerOf(orgId).heartbeat();
    } else {
      using time = workingTime(context, RESERVE_MS);
      await writeCheckpoints({ ...dependencies, ledger: ledgerOf(orgId) }, time.signal);
    }
    await tellNewest(dependencies);
    return undefined;
  });
}

async function sealMessages(
  dependencies: SealDependencies,
  records: SQSEvent["Records"],
): Promise<SQSBatchResponse> {
  const messages = records.map(({ messageId, body, attributes }) => {
    return { messageId, body, isAgain: Number(attributes.ApproximateReceiveCount) > 1 };
  });
  const failed = await sealNotices(dependencies, messages);
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Each hour, so that what failed is tried again until the next day's checkpoint takes its place. */
async function tellNewest(dependencies: SealDependencies): Promise<void> {
  const { store, orgId, outside } = dependencies;
  if (outside.authorities.length === 0 && outside.witness === undefined) return;
  const sequence = await newestCheckpointEntry(store, orgId);
  if (sequence !== undefined) await tellOutside(dependencies, sequence);
}
