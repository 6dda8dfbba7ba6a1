/** What is done about a message whose ticket could not be archived: it waits, or it is given up. */
import type { SQSRecord } from "aws-lambda";
import type { ArchiveRequest } from "../../shared/archive/request.ts";
import type { Logger } from "../../shared/log.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import type { EventPublisher } from "../../shared/requests/announce.ts";
import { announceFailure } from "../../shared/requests/announce.ts";
import { GIVEN_UP_AFTER_MS, type ReceivedMessages } from "../../shared/requests/request-queue.ts";
import type { IndexKeeper } from "../../shared/sync/keep-index.ts";
import { errorFields } from "../common/error-fields.ts";
import { type Verdict, verdictOn, waitSeconds } from "./verdict.ts";

interface Dependencies {
  readonly orgId: number;
  readonly events: EventPublisher;
  readonly messages: ReceivedMessages;
  readonly index: Pick<IndexKeeper, "failed" | "told">;
  readonly log: Logger;
  readonly random?: () => number;
}

interface Failed {
  readonly record: SQSRecord;
  /** Undefined when the message could not be read. */
  readonly request: ArchiveRequest | undefined;
  readonly error: unknown;
}

/**
 * Gives a message that no further try can help, or that is too old, to the dead-letter queue, and lets any other wait for
 * its next try. One that is too old and only waits for the account's calls is sent anew: SQS would drop it after a week.
 * A request of one who asks again by himself is done with: the index says when it is due, and an event tells once that it
 * has failed for as long as any other is tried. What fails here in turn is logged, and the message delivered again: that
 * costs a try and loses nothing.
 */
export async function settleFailure(
  dependencies: Dependencies,
  { record, request, error }: Failed,
): Promise<"done" | "again"> {
  const { log, index, random = Math.random } = dependencies;
  const ticketId = request?.ticketId;
  const verdict = verdictOn(error, ticketId !== undefined);
  const receives = Number(record.attributes.ApproximateReceiveCount);
  const isOld = isTooOld(record);
  const { code, isWaiting } = verdict;
  const final = verdict.again === "never" || (isOld && !isWaiting);
  log[final ? "error" : "warn"](LOG_EVENTS.failed, { ...errorFields(error), ticketId, final, receives });
  if (code === "unauthorized") log.error(LOG_EVENTS.unauthorized, { ticketId });

  if (final && (await tell(dependencies, { record, ticketId, verdict }))) {
    if (await giveUp(dependencies, record, code)) {
      if (ticketId !== undefined) await index.failed(ticketId, error);
      return "done";
    }
  }
  if (request?.repeated && verdict.again === "later" && !isWaiting) {
    const since = await index.failed(request.ticketId, error);
    if (since !== undefined)
      await tellLongFailure(dependencies, { record, ticketId: request.ticketId, verdict, since });
    return "done";
  }
  const seconds = waitSeconds(verdict, receives, random);
  if (isOld && isWaiting && (await renew(dependencies, record, seconds))) return "done";
  await postpone(dependencies, record, seconds);
  return "again";
}

/** Whether a message has been tried for as long as any is. A redriven one is as old as its redrive. */
export function isTooOld({ attributes }: SQSRecord): boolean {
  return Date.now() - Number(attributes.SentTimestamp) >= GIVEN_UP_AFTER_MS;
}

interface Told {
  readonly record: SQSRecord;
  readonly ticketId: number | undefined;
  readonly verdict: Verdict;
  /** Since when it fails, in ms since 1970, where it is tried again all the same. */
  readonly since?: number;
}

async function tell(
  { events, orgId, log }: Dependencies,
  { record, ticketId, verdict, since }: Told,
): Promise<boolean> {
  const { code, message, retryable } = verdict;
  const { messageId } = record;
  const failedSince = since === undefined ? null : new Date(since).toISOString();
  return tried(log, "event.not-published", () =>
    announceFailure(events, { orgId, ticketId, messageId, code, message, retryable, failedSince }),
  );
}

/** Where the event could not be published, the next failure tells. */
async function tellLongFailure(
  dependencies: Dependencies,
  told: Told & { readonly ticketId: number; readonly since: number },
): Promise<void> {
  const { log, index, orgId } = dependencies;
  const { ticketId, verdict, since } = told;
  if (!(await tell(dependencies, told))) return;
  log.error(LOG_EVENTS.failing, {
    orgId,
    ticketId,
    code: verdict.code,
    since: new Date(since).toISOString(),
  });
  await index.told(ticketId);
}

async function giveUp({ messages, log }: Dependencies, record: SQSRecord, code: string): Promise<boolean> {
  return tried(log, "message.not-given-up", () => messages.giveUp(record.body, code));
}

async function renew({ messages, log }: Dependencies, record: SQSRecord, seconds: number): Promise<boolean> {
  return tried(log, "message.not-renewed", () => messages.renew(record.body, seconds));
}

async function postpone({ messages, log }: Dependencies, record: SQSRecord, seconds: number): Promise<void> {
  await tried(log, "message.not-postponed", () => messages.postpone(record.receiptHandle, seconds));
}

async function tried(log: Logger, failed: string, act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    log.warn(failed, errorFields(error));
    return false;
  }
}
