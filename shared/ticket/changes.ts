/** What a version of a ticket has that the version before had not: counts and keys, nothing of the customer's. */
import type { Attachment, Conversation, TicketDocument } from "./document.ts";

/** What LeadSquared changed of what it had listed before: conversations by their keys. */
export interface SourceChanges {
  /** Worded otherwise now; the earlier wording is kept. */
  readonly edited: readonly string[];
  /** Listed no more; kept. */
  readonly removed: readonly string[];
  /** Listed again. */
  readonly restored: readonly string[];
  readonly attachmentsRemoved: number;
  readonly attachmentsRestored: number;
}

/** All that is new in a version. */
export interface Changes extends SourceChanges {
  readonly added: readonly string[];
  readonly attachmentsAdded: number;
  /** Stored now, and were not before. */
  readonly attachmentsCompleted: number;
  /** Whether the details call told something of the ticket that was not known. */
  readonly details: boolean;
}

/** @param before undefined for the first version */
export function changesBetween(before: TicketDocument | undefined, after: TicketDocument): Changes {
  const old = new Map((before?.conversations ?? []).map((each) => [each.key, each]));
  const files = new Map(
    [...old.values()].flatMap(({ attachments }) => attachments).map((each) => [each.path, each]),
  );
  const keys = (is: (now: Conversation, earlier: Conversation | undefined) => boolean): string[] =>
    after.conversations.filter((now) => is(now, old.get(now.key))).map(({ key }) => key);
  const all = after.conversations.flatMap(({ attachments }) => attachments);
  const count = (is: (now: Attachment, earlier: Attachment | undefined) => boolean): number =>
    all.filter((now) => is(now, files.get(now.path))).length;
  return {
    added: keys((_, earlier) => earlier === undefined),
    // Two wordings at first sight are an answer that contradicts itself, not an edit.
    edited: keys((now, earlier) => earlier !== undefined && now.revisions.length > earlier.revisions.length),
    removed: keys((now, earlier) => earlier?.listed === true && !now.listed),
    restored: keys((now, earlier) => earlier?.listed === false && now.listed),
    attachmentsAdded: count((_, earlier) => earlier === undefined),
    attachmentsCompleted: count(
      (now, earlier) => earlier !== undefined && earlier.status !== "stored" && now.status === "stored",
    ),
    details: after.ticket.detailsSince !== (before?.ticket.detailsSince ?? null),
    attachmentsRemoved: count((now, earlier) => earlier?.listed === true && !now.listed),
    attachmentsRestored: count((now, earlier) => earlier?.listed === false && now.listed),
  };
}

/** What was seen before and is edited, removed or back now; undefined when nothing is. */
export function sourceChanges(changes: SourceChanges): SourceChanges | undefined {
  const { edited, removed, restored, attachmentsRemoved, attachmentsRestored } = changes;
  const messages = edited.length + removed.length + restored.length;
  if (messages + attachmentsRemoved + attachmentsRestored === 0) return undefined;
  return { edited, removed, restored, attachmentsRemoved, attachmentsRestored };
}
