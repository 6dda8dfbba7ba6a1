/** The `archive` function: archives the tickets that a batch of the request queue asks for. */
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from "aws-lambda";
import pMap from "p-map";
import { lacksTime, type Receipt } from "../../shared/archive/receipt.ts";
import type { ArchiveRequest } from "../../shared/archive/request.ts";
import { TicketvaultError } from "../../shared/errors.ts";
import { parseRequests } from "../../shared/requests/message.ts";
import { NOT_IN_TIME } from "../../shared/ticket/document.ts";
import { inLogContext } from "../common/lambda-log.ts";
import { type WorkingTime, workingTime } from "../common/working-time.ts";
import type { ArchiveDependencies } from "./dependencies.ts";
import { isTooOld, settleFailure } from "./settle-failure.ts";

/** Tickets at once: each may hold four transfers of up to 15 MiB in memory. */
const AT_ONCE = 4;
const RESERVE_MS = 10_000;
const FOR_COMMITTING = 0.2;
/** A message that has to wait longer for the account's pace goes back to the queue, and costs nothing there. */
const PATIENCE_MS = 20_000;

/**
 * Messages in `batchItemFailures` are delivered again, or go to the dead-letter queue; all others are done with, also
 * those whose ticket is archived but incomplete: the version's event tells, and the next request for the ticket tries
 * what is missing again. Where only time was too short for attachments, what there is is archived, and the message
 * delivered again until it is 72 hours old. One message's failure is its own, and no failure of a ticket is thrown.
 */
export async function handleArchive(
  dependencies: ArchiveDependencies,
  { Records }: Pick<SQSEvent, "Records">,
  context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">,
): Promise<SQSBatchResponse> {
  const { reserveMs = RESERVE_MS, forCommitting = FOR_COMMITTING } = dependencies;
  const workingMs = context.getRemainingTimeInMillis() - reserveMs;
  using time = workingTime(context, reserveMs);
  using attachments = workingTime(context, reserveMs + forCommitting * workingMs);
  const receipts = new Map<number, Promise<Receipt>>();
  const run = { ...dependencies, time, attachmentsOver: attachments.signal, receipts };
  const outcomes = await inLogContext({ requestId: context.awsRequestId }, () =>
    pMap(Records, (record) => handleMessage(run, record), { concurrency: AT_ONCE }),
  );
  return { batchItemFailures: outcomes.flatMap((again) => again ?? []) };
}

interface Run extends ArchiveDependencies {
  readonly time: WorkingTime;
  readonly attachmentsOver: AbortSignal;
  /** What was begun in this batch, by ticket: several messages about one ticket share one run. */
  readonly receipts: Map<number, Promise<Receipt>>;
}

/** Archives what one message asks for; gives the message's id when it is to be delivered again. */
async function handleMessage(run: Run, record: SQSRecord): Promise<{ itemIdentifier: string } | undefined> {
  const { messageId } = record;
  return inLogContext({ messageId }, async () => {
    let request: ArchiveRequest | undefined;
    try {
      await run.time.within(async () => {
        const [only, ...others] = parseRequests(record.body, run.orgId);
        if (others.length > 0) return run.queue.sendAll([only, ...others]);
        request = only;
        const receipt = await receiptFor(run, request);
        if (lacksTime(receipt) && !isTooOld(record)) throw attachmentsLeft();
      });
      return undefined;
    } catch (error) {
      const settled = await settleFailure(run, { record, request, error });
      return settled === "done" ? undefined : { itemIdentifier: messageId };
    }
  });
}

function receiptFor(
  { receipts, archive, time, attachmentsOver }: Run,
  request: ArchiveRequest,
): Promise<Receipt> {
  const begun = receipts.get(request.ticketId);
  if (begun !== undefined) return begun;
  const { signal, deadline } = time;
  const receipt = archive(request, { signal, deadline, attachmentsOver, patienceMs: PATIENCE_MS });
  receipts.set(request.ticketId, receipt);
  return receipt;
}

function attachmentsLeft(): TicketvaultError {
  return new TicketvaultError(
    NOT_IN_TIME,
    `A version is published without the attachments for which the function's time was too short. The next try goes on with them.`,
    { retryable: true },
  );
}
