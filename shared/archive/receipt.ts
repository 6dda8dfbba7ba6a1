/** What a run of `archiveTicket` answers: counts and digests, no text of the customer's. */

import type { LogFields } from "../log.ts";
import type { SourceChanges } from "../ticket/changes.ts";
import { NOT_IN_TIME, type Problem, type TicketDocument } from "../ticket/document.ts";
import { type Acceptance, isMissing, judge } from "./acceptance.ts";
import type { Head } from "./place.ts";
import type { ArchiveRequest } from "./request.ts";

/** A ticket that has an archive. */
export interface ArchivedReceipt {
  readonly orgId: number;
  readonly ticketId: number;
  /** `archived`: a new version; `unchanged`: the head version holds all this already. */
  readonly outcome: "archived" | "unchanged";
  /** The document's own, but `accepted` where all that is missing was accepted: nothing is to be done then. */
  readonly completeness: TicketDocument["completeness"]["status"] | "accepted";
  /** The head version, such as `v2`. */
  readonly version: string;
  /** SHA-256 of that version's `inventory.json`: whoever has it can check the whole object. */
  readonly inventorySha256: string;
  /** All that are kept. */
  readonly conversations: number;
  /** Those of them that LeadSquared ceased to list. */
  readonly noLongerListed: number;
  readonly attachments: {
    readonly stored: number;
    readonly doubtful: number;
    readonly failed: number;
    /** What was downloaded of them for this version. */
    readonly downloaded: number;
    readonly downloadedBytes: number;
  };
  /** Those of the document that are not accepted. */
  readonly problems: readonly Problem[];
  /** The version whose gaps were accepted, and how many of them are gaps still; null when none are. */
  readonly accepted: { readonly version: string; readonly problems: number } | null;
  /** What this run found edited or removed at the source, or back; null when nothing was. */
  readonly changedAtSource: SourceChanges | null;
  /** Whether the ticket changes so often that it is asked for once a day at most, except by hand. */
  readonly unstable: boolean;
  /** What is new in the version, in a sentence; "" when nothing is. */
  readonly message: string;
  /** Where the object stands. */
  readonly location: string;
}

/** A number under which LeadSquared has nothing, and of which nothing was ever archived. Nothing was written. */
export interface EmptyReceipt {
  readonly orgId: number;
  readonly ticketId: number;
  readonly outcome: "empty";
  readonly message: string;
}

export type Receipt = ArchivedReceipt | EmptyReceipt;

/** What a receipt is made of. */
export interface Result {
  readonly outcome: ArchivedReceipt["outcome"];
  readonly version: string;
  /** When the version was made, RFC 3339. */
  readonly created: string;
  readonly inventorySha256: string;
  readonly document: TicketDocument;
  readonly downloaded: number;
  readonly downloadedBytes: number;
  readonly changedAtSource: SourceChanges | undefined;
  readonly unstable: boolean;
  readonly message: string;
}

/** What is said of a version that stays the head. */
export function standing({ inventory, digest }: Head, document: TicketDocument, unstable: boolean): Result {
  const nothingNew = { downloaded: 0, downloadedBytes: 0, changedAtSource: undefined, message: "" };
  const { head: version } = inventory;
  const created = inventory.versions[version]?.created ?? "";
  return {
    outcome: "unchanged",
    version,
    created,
    inventorySha256: digest,
    document,
    unstable,
    ...nothingNew,
  };
}

/** Whether attachments are missing for which only the run's time was too short. */
export function lacksTime(receipt: Receipt): boolean {
  if (receipt.outcome === "empty") return false;
  return receipt.problems.some(({ code, detail }) => code === "attachment-failed" && detail === NOT_IN_TIME);
}

/** What the log says of a run that came to its end. */
export function logFields(receipt: Receipt): LogFields {
  const { orgId, ticketId, outcome } = receipt;
  if (outcome === "empty") return { orgId, ticketId, outcome };
  const { version, completeness, unstable, changedAtSource } = receipt;
  return {
    orgId,
    ticketId,
    outcome,
    version,
    completeness,
    unstable,
    changedAtSource: changedAtSource !== null,
  };
}

export function emptyReceipt({ orgId, ticketId }: ArchiveRequest): EmptyReceipt {
  const message = `LeadSquared has nothing under the number ${ticketId}, and nothing of it was ever archived.`;
  return { orgId, ticketId, outcome: "empty", message };
}

export function receipt(
  { orgId, ticketId }: ArchiveRequest,
  location: string,
  result: Result,
  acceptance?: Acceptance,
): ArchivedReceipt {
  const {
    outcome,
    version,
    inventorySha256,
    document,
    downloaded,
    downloadedBytes,
    changedAtSource,
    unstable,
    message,
  } = result;
  const { status, attachments, conversations, problems } = document.completeness;
  const { accepted, open } = judge(problems, acceptance);
  const { stored, doubtful, failed } = attachments;
  return {
    orgId,
    ticketId,
    outcome,
    completeness: accepted.length > 0 && !open.some(isMissing) ? "accepted" : status,
    version,
    inventorySha256,
    conversations: document.conversations.length,
    noLongerListed: conversations.noLongerListed,
    attachments: { stored, doubtful, failed, downloaded, downloadedBytes },
    problems: open,
    accepted:
      acceptance && accepted.length > 0 ? { version: acceptance.version, problems: accepted.length } : null,
    changedAtSource: changedAtSource ?? null,
    unstable,
    message,
    location,
  };
}
