/** Puts all that was seen of a ticket and what became of its attachments together as the ticket document. */
import {
  ACTIVITY_TYPES,
  type Attachment,
  type DoubtfulAttachment,
  NORMALIZER,
  type Problem,
  type StoredAttachment,
  TICKET_SCHEMA,
  type TicketDocument,
} from "./document.ts";
import { listedByUrl, type Merged } from "./merge.ts";
import type { MergedAttachment } from "./merge-attachments.ts";
import { problem } from "./problem.ts";
import { shownProblems } from "./shown-problems.ts";

interface Bytes {
  readonly size: number;
  readonly sha256: string;
}

/** What became of one attachment. */
export type Outcome =
  | Pick<StoredAttachment, "status" | "size" | "sha256" | "flags">
  | (Pick<DoubtfulAttachment, "status" | "size" | "sha256" | "flags" | "reasons" | "tries"> & {
      /** The bytes of the first download, where later ones differ. */
      readonly first: Bytes | null;
    })
  | { readonly status: "failed"; readonly reason: string };

/**
 * The whole document.
 * @param outcomes what became of each attachment, by identity; all must be there
 */
export function ticketDocument(merged: Merged, outcomes: ReadonlyMap<string, Outcome>): TicketDocument {
  const { draft, details } = merged;
  const told: Problem[] = [];
  const outcomeOf = outcomeFinder(merged, outcomes);
  const conversations = merged.conversations.map(({ shown, ...conversation }) => {
    const { key } = conversation;
    const attachments = conversation.attachments.map((each) => finishedAttachment(each, outcomeOf(each)));
    told.push(...attachments.flatMap((each, index) => problemsOf(each, index + 1, key)));
    if (shown !== undefined) told.push(...shownProblems(shown, attachments, key));
    return { ...conversation, attachments };
  });
  const problems = [...merged.problems, ...details.problems, ...told];
  const all = conversations.flatMap(({ attachments }) => attachments);
  const having = (status: Attachment["status"]): number =>
    all.filter((each) => each.status === status).length;
  const { host, tenantId, orgId, attachmentHosts } = draft.source;
  return {
    schema: TICKET_SCHEMA,
    normalizer: NORMALIZER,
    source: { system: "LeadSquared Service CRM", orgId, call: "Get Ticket Conversations" },
    ticket: details.ticket,
    capture: {
      host,
      tenantId,
      activityTypes: [...ACTIVITY_TYPES],
      attachmentHosts: [...attachmentHosts],
      coverage: coverageOf(details.ticket),
      total: draft.total,
      envelope: draft.envelope,
    },
    completeness: {
      status: problems.some(({ severity }) => severity === "missing") ? "incomplete" : "complete",
      conversations: {
        expected: draft.expected,
        received: draft.received,
        noLongerListed: conversations.filter(({ listed }) => !listed).length,
      },
      attachments: {
        expected: all.length,
        stored: having("stored"),
        doubtful: having("doubtful"),
        failed: having("failed"),
      },
      problems,
    },
    conversations,
    extra: draft.extra,
  };
}

const COVERED = [
  "e-mails in and out",
  "portal messages in and out",
  "their attachments",
  "pictures and files at LeadSquared's own hosts that they show or link",
];
const NEVER_COVERED = [
  "internal notes",
  "chat",
  "WhatsApp",
  "telephone",
  "activity history",
  "pictures and other content at other hosts that messages show",
];

function coverageOf({ detailsSince }: TicketDocument["ticket"]) {
  return detailsSince === null
    ? { covers: COVERED, doesNotCover: ["title, description and status of the ticket", ...NEVER_COVERED] }
    : {
        covers: [...COVERED, "title, description, status and fields of the ticket"],
        doesNotCover: NEVER_COVERED,
      };
}

/** Whether two documents tell the same of a ticket: how it was asked for, and by which rules, is not compared. */
export function tellTheSame(one: TicketDocument, other: TicketDocument): boolean {
  return told(one) === told(other);
}

function told({ capture: _, normalizer: _rules, ...document }: TicketDocument): string {
  return JSON.stringify(document);
}

/** What became of an attachment; a file that a message only shows may be the attachment of another one. */
function outcomeFinder(
  merged: Merged,
  outcomes: ReadonlyMap<string, Outcome>,
): (attachment: MergedAttachment) => Outcome {
  const inLists = listedByUrl(merged);
  return ({ identity, path, described: { foundIn, sourceUrl } }) => {
    const other = foundIn === "Html" && sourceUrl !== null ? inLists.get(sourceUrl) : undefined;
    const outcome = outcomes.get(identity) ?? outcomes.get(other?.identity ?? "");
    if (outcome === undefined) throw new Error(`no outcome for ${path}`);
    return outcome;
  };
}

function finishedAttachment(merged: MergedAttachment, outcome: Outcome): Attachment {
  const { path, firstSeen, lastSeen, listed } = merged;
  const { extra, ...given } = merged.described;
  const described = { ...given, firstSeen, lastSeen, listed, path };
  if (outcome.status === "failed") return { ...described, status: "failed", reason: outcome.reason, extra };
  const { size, sha256, flags } = outcome;
  if (outcome.status === "stored") return { ...described, status: "stored", size, sha256, flags, extra };
  const { reasons, tries } = outcome;
  const first = outcome.first && {
    path: firstPath(path),
    size: outcome.first.size,
    sha256: outcome.first.sha256,
  };
  return { ...described, status: "doubtful", size, sha256, flags, reasons, tries, first, extra };
}

/** `attachments/135/1-first-Aadhaar.png`: its number is no other attachment's. */
function firstPath(path: string): string {
  return path.replace(/(?<=\/\d+-)(?=[^/]*$)/, "first-");
}

function problemsOf(attachment: Attachment, position: number, key: string): Problem[] {
  const missing = (code: string, detail: string): Problem => problem(code, "missing", detail, key, position);
  if (attachment.status === "failed") {
    if (attachment.listed) return [missing("attachment-failed", attachment.reason)];
    return [missing("attachment-lost", `${attachment.reason}; no longer listed, and asked for no more`)];
  }
  const notices = attachment.flags.map((flag) =>
    problem("attachment-flagged", "notice", flag, key, position),
  );
  if (attachment.status === "stored") return notices;
  return [missing("attachment-doubtful", attachment.reasons.join(", ")), ...notices];
}

/** The files that a version with this document has beside its documents: SHA-256 by logical path. */
export function filesOf({ conversations }: TicketDocument): Map<string, string> {
  const files = new Map<string, string>();
  for (const attachment of conversations.flatMap(({ attachments }) => attachments)) {
    if (attachment.status === "failed") continue;
    files.set(attachment.path, attachment.sha256);
    if (attachment.status === "doubtful" && attachment.first !== null) {
      files.set(attachment.first.path, attachment.first.sha256);
    }
  }
  return files;
}
