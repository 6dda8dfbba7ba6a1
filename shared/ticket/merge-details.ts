/** Puts what the details call answered together with what was known of the ticket before. */
import type { Problem, TicketDocument } from "./document.ts";
import { canonicalText } from "./fields.ts";
import { problem } from "./problem.ts";
import type { TicketDetails, TicketFields } from "./ticket-fields.ts";
import { previousVersion } from "./wording.ts";

/** What became of the details of one version. */
export type DetailsOutcome =
  | { readonly status: "received"; readonly details: TicketDetails }
  | { readonly status: "failed"; readonly reason: string }
  | { readonly status: "not-asked" };

export const NOT_ASKED: DetailsOutcome = { status: "not-asked" };

export interface MergedDetails {
  readonly ticket: TicketFields;
  readonly problems: readonly Problem[];
}

const FAILED = "details-failed";

/**
 * What was known stays where nothing was received, and a failure is a notice. An earlier title or description is kept;
 * an earlier status stands in the version that had it.
 */
export function mergeDetails(
  last: TicketDocument | undefined,
  ticketId: number,
  outcome: DetailsOutcome,
  version: string,
): MergedDetails {
  const before = last?.ticket ?? unknownTicket(ticketId);
  switch (outcome.status) {
    case "received":
      return { ticket: received(before, outcome.details, version), problems: [] };
    case "failed":
      return { ticket: before, problems: [problem(FAILED, "notice", outcome.reason)] };
    case "not-asked":
      return { ticket: before, problems: last?.completeness.problems.filter(isDetailsFailed) ?? [] };
  }
}

/** Whether LeadSquared never gave the ticket's details, or did not when it was asked last. */
export function lacksDetails({ ticket, completeness }: TicketDocument): boolean {
  return ticket.detailsSince === null || completeness.problems.some(isDetailsFailed);
}

function isDetailsFailed({ code }: Problem): boolean {
  return code === FAILED;
}

/** A ticket of which nothing but its number is known. */
export function unknownTicket(id: number): TicketFields {
  return {
    id,
    key: `#${id}`,
    detailsSince: null,
    title: null,
    description: null,
    status: null,
    priority: null,
    channel: null,
    customerId: null,
    tags: [],
    dueAt: null,
    dueAtRaw: null,
    customFields: {},
    extra: {},
    wordingSince: null,
    revisions: [],
  };
}

function received(before: TicketFields, details: TicketDetails, version: string): TicketFields {
  const { id, key, detailsSince, wordingSince, title, description, revisions } = before;
  const isWorded = title === details.title && description === details.description;
  const isSame = canonicalText({ ...before, ...details }) === canonicalText(before);
  const earlier =
    wordingSince === null || isWorded
      ? []
      : [{ firstSeen: wordingSince, lastSeen: previousVersion(version), title, description }];
  return {
    id,
    key,
    detailsSince: isSame ? (detailsSince ?? version) : version,
    ...details,
    wordingSince: isWorded ? (wordingSince ?? version) : version,
    revisions: [...revisions, ...earlier],
  };
}
