/** What a run of `archiveTicket` answers: counts and digests, no text of the customer's. */
import { NOT_IN_TIME, type Problem, type TicketDocument } from "../ticket/document.ts";
import type { ArchiveRequest } from "./request.ts";

export interface Receipt {
  readonly orgId: number;
  readonly ticketId: number;
  /** `archived`: a new version; `unchanged`: the head version holds all this already. */
  readonly outcome: "archived" | "unchanged";
  readonly completeness: TicketDocument["completeness"]["status"];
  /** The head version, such as `v2`. */
  readonly version: string;
  /** SHA-256 of that version's `inventory.json`: whoever has it can check the whole object. */
  readonly inventorySha256: string;
  readonly conversations: number;
  readonly attachments: {
    readonly stored: number;
    readonly failed: number;
    /** What was downloaded of them for this version. */
    readonly downloaded: number;
    readonly downloadedBytes: number;
  };
  readonly problems: readonly Problem[];
  /** What is new in the version, in a sentence; "" when nothing is. */
  readonly message: string;
  /** Where the object stands. */
  readonly location: string;
}

/** What a receipt is made of. */
export interface Result {
  readonly outcome: Receipt["outcome"];
  readonly version: string;
  readonly inventorySha256: string;
  readonly document: TicketDocument;
  readonly downloaded: number;
  readonly downloadedBytes: number;
  readonly message: string;
}

/** Whether attachments are missing for which only the run's time was too short. */
export function lacksTime({ problems }: Receipt): boolean {
  return problems.some(({ code, detail }) => code === "attachment-failed" && detail === NOT_IN_TIME);
}

export function receipt({ orgId, ticketId }: ArchiveRequest, location: string, result: Result): Receipt {
  const { outcome, version, inventorySha256, document, downloaded, downloadedBytes, message } = result;
  const { status, attachments, problems } = document.completeness;
  return {
    orgId,
    ticketId,
    outcome,
    completeness: status,
    version,
    inventorySha256,
    conversations: document.conversations.length,
    attachments: { stored: attachments.stored, failed: attachments.failed, downloaded, downloadedBytes },
    problems,
    message,
    location,
  };
}
