/** Tells the event bus what became of a ticket: codes, counts and digests, no text of the customer's. */
import type { ArchivedReceipt, Receipt } from "../archive/receipt.ts";
import { EVENTS } from "../names.ts";

/** The port of the event bus. */
export interface EventPublisher {
  /**
   * Puts one event of Ticketvault's on the bus.
   * @param detailType one of `EVENTS`
   * @param detail any JSON object, 200 KB at most
   * @throws TicketvaultError `event-not-published` (retryable)
   */
  publish(detailType: string, detail: object): Promise<void>;
}

/** The archive's `ticket.json` has all problems. */
const PROBLEMS_TOLD = 100;
/** Of an event's 256 KB. A problem names its conversation by LeadSquared's id, which may be of any length. */
const PROBLEM_BYTES_TOLD = 150_000;

/** `Ticket Archived`, or `Ticket Archive Incomplete` when something is missing that nobody accepted. Throws what `publish` throws. */
export async function announceReceipt(events: EventPublisher, receipt: Receipt): Promise<void> {
  if (receipt.outcome === "empty") return;
  const { problems, ...rest } = receipt;
  const told = fitting(problems.slice(0, PROBLEMS_TOLD));
  const detail = { ...rest, problems: told, problemsOmitted: problems.length - told.length };
  await events.publish(receipt.completeness === "incomplete" ? EVENTS.incomplete : EVENTS.archived, detail);
}

/** The first problems, as many as there is room for. */
function fitting(problems: ArchivedReceipt["problems"]): ArchivedReceipt["problems"] {
  let bytes = 0;
  const tooMany = problems.findIndex((each) => {
    bytes += Buffer.byteLength(JSON.stringify(each)) + 1;
    return bytes > PROBLEM_BYTES_TOLD;
  });
  return tooMany === -1 ? problems : problems.slice(0, tooMany);
}

/** Why a request was not done. */
export interface FailedRequest {
  readonly orgId: number;
  /** Absent when the request could not be read. */
  readonly ticketId: number | undefined;
  /** Of the queue message, which now lies in the dead-letter queue. */
  readonly messageId: string;
  readonly code: string;
  /** What is wrong and what to do, for people. */
  readonly message: string;
  /** Whether the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean;
}

/** `Ticket Archive Failed`: nobody tries this request again by itself. Throws what `publish` throws. */
export async function announceFailure(events: EventPublisher, failure: FailedRequest): Promise<void> {
  await events.publish(EVENTS.failed, { ...failure, final: true });
}
