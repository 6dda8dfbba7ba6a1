/** What is done about a message whose ticket could not be archived: it waits, or it is given up. */
import type { SQSRecord } from "aws-lambda";
import type { Logger } from "../../shared/log.ts";
import { LOG_EVENTS } from "../../shared/names.ts";
import type { EventPublisher } from "../../shared/requests/announce.ts";
import { announceFailure } from "../../shared/requests/announce.ts";
import type { ReceivedMessages } from "../../shared/requests/request-queue.ts";
import { errorFields } from "../common/error-fields.ts";
import { retryAfterSeconds, type Verdict, verdictOn } from "./verdict.ts";

interface Dependencies {
  readonly orgId: number;
  readonly events: EventPublisher;
  readonly messages: ReceivedMessages;
  readonly log: Logger;
  readonly maxReceives: number;
  readonly random?: () => number;
}

interface Failed {
  readonly record: SQSRecord;
  /** Undefined when the message could not be read. */
  readonly ticketId: number | undefined;
  readonly error: unknown;
}

/**
 * Gives a message that no further try can help to the dead-letter queue at once, and lets any other wait for its next
 * try. What fails here in turn is logged, and the message delivered again: that costs a try and loses nothing.
 */
export async function settleFailure(
  dependencies: Dependencies,
  { record, ticketId, error }: Failed,
): Promise<"given-up" | "again"> {
  const { log } = dependencies;
  const verdict = verdictOn(error, ticketId !== undefined);
  const receives = receivesOf(record);
  const last = isLastTry(dependencies, record);
  const final = last || verdict.again === "never";
  const { code } = verdict;
  const fields = { ...errorFields(error), ticketId, final, receives };
  log[final ? "error" : "warn"](LOG_EVENTS.failed, fields);
  if (code === "unauthorized") log.error(LOG_EVENTS.unauthorized, { ticketId });

  const told = !final || (await tell(dependencies, { record, ticketId, verdict }));
  if (told && verdict.again === "never" && (await giveUp(dependencies, record, code))) return "given-up";
  // After the last receive the queue itself moves the message, as soon as it is shown again.
  await postpone(dependencies, record, last ? 0 : waitSeconds(dependencies, verdict, receives));
  return "again";
}

/** After it the queue itself gives the message to the dead-letter queue, unless it is done with. */
export function isLastTry({ maxReceives }: Pick<Dependencies, "maxReceives">, record: SQSRecord): boolean {
  return receivesOf(record) >= maxReceives;
}

function receivesOf({ attributes }: SQSRecord): number {
  return Number(attributes.ApproximateReceiveCount);
}

function waitSeconds({ random = Math.random }: Dependencies, { again }: Verdict, receives: number): number {
  return again === "soon" ? Math.round(5 * random()) : retryAfterSeconds(receives, random);
}

async function tell(
  { events, orgId, log }: Dependencies,
  { record, ticketId, verdict }: { record: SQSRecord; ticketId: number | undefined; verdict: Verdict },
): Promise<boolean> {
  const { code, message, retryable } = verdict;
  const { messageId } = record;
  return tried(log, "event.not-published", () =>
    announceFailure(events, { orgId, ticketId, messageId, code, message, retryable }),
  );
}

async function giveUp({ messages, log }: Dependencies, record: SQSRecord, code: string): Promise<boolean> {
  return tried(log, "message.not-given-up", () => messages.giveUp(record.body, code));
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
