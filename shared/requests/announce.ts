/** Tells the event bus what became of a ticket: codes, counts and digests, no text of the customer's. */
import { type Acceptance, isMissing, judge } from "../archive/acceptance.ts";
import { EVENTS } from "../names.ts";
import type { SourceChanges } from "../ticket/changes.ts";
import type { TicketDocument } from "../ticket/document.ts";

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

/** The archive's `ticket.json` has all problems, and marks all that changed at the source. */
const TOLD = 100;
/** Of an event's 256 KB. A conversation's key, which problems name too, may be of any length. */
const BYTES_TOLD = 150_000;

/** A published version, as the archive tells of it. */
export interface PublishedTicketVersion {
  readonly orgId: number;
  readonly ticketId: number;
  /** `v2`. */
  readonly version: string;
  /** RFC 3339. */
  readonly created: string;
  /** What is new in it, in a sentence. */
  readonly message: string;
  /** SHA-256 of the version's `inventory.json`. */
  readonly inventorySha256: string;
  readonly location: string;
  readonly document: TicketDocument;
  /** What was accepted of the ticket by the time of telling. */
  readonly acceptance: Acceptance | undefined;
  /** What was edited or removed at the source since the version before, or is back. */
  readonly changedAtSource: SourceChanges | undefined;
}

/**
 * `Ticket Archived`, or `Ticket Archive Incomplete` when something is missing that nobody accepted; before it `Ticket Changed At Source` when
 * something was. An event may come twice: its `id` names ticket and version. Throws what `publish` throws.
 */
export async function announceVersion(
  events: EventPublisher,
  { document, acceptance, changedAtSource, ...version }: PublishedTicketVersion,
): Promise<void> {
  const named = { id: `${version.orgId}/${version.ticketId}/${version.version}`, ...version };
  if (changedAtSource !== undefined) {
    const { edited, removed, restored, ...attachments } = changedAtSource;
    const keys = { edited: counted(edited), removed: counted(removed), restored: counted(restored) };
    await events.publish(EVENTS.changedAtSource, { ...named, ...keys, ...attachments });
  }
  const { attachments, conversations } = document.completeness;
  const { accepted, open } = judge(document.completeness.problems, acceptance);
  const isAccepted = accepted.length > 0 && !open.some(isMissing);
  const completeness = isAccepted ? "accepted" : document.completeness.status;
  const told = fitting(open, BYTES_TOLD);
  await events.publish(completeness === "incomplete" ? EVENTS.incomplete : EVENTS.archived, {
    ...named,
    completeness,
    conversations: document.conversations.length,
    noLongerListed: conversations.noLongerListed,
    attachments,
    problems: told,
    problemsOmitted: open.length - told.length,
  });
}

/** How many conversations, and the keys of the first of them. */
function counted(keys: readonly string[]): { readonly count: number; readonly keys: readonly string[] } {
  return { count: keys.length, keys: fitting(keys, BYTES_TOLD / 3) };
}

/** The first of a list, as many as there is room for. */
function fitting<Each>(list: readonly Each[], room: number): readonly Each[] {
  let bytes = 0;
  const first = list.slice(0, TOLD);
  const tooMany = first.findIndex((each) => {
    bytes += Buffer.byteLength(JSON.stringify(each)) + 1;
    return bytes > room;
  });
  return tooMany === -1 ? first : first.slice(0, tooMany);
}

/** Why a request was not done. */
export interface FailedRequest {
  readonly orgId: number;
  /** Absent when the request could not be read. */
  readonly ticketId: number | undefined;
  /** Of the queue message, which now lies in the dead-letter queue, unless it is tried again. */
  readonly messageId: string;
  readonly code: string;
  /** What is wrong and what to do, for people. */
  readonly message: string;
  /** Whether the same request may succeed later without anybody changing anything. */
  readonly retryable: boolean;
  /** RFC 3339; of a ticket that `sync` goes on asking for, when the first of its tries failed. Null for what is given up. */
  readonly failedSince: string | null;
}

/**
 * `Ticket Archive Failed`: nobody tries this request again by itself, or `sync` does, and all tries have failed for days.
 * Throws what `publish` throws.
 */
export async function announceFailure(events: EventPublisher, failure: FailedRequest): Promise<void> {
  await events.publish(EVENTS.failed, { ...failure, final: failure.failedSince === null });
}
