/** Puts a normalized answer and what became of its attachments together as the ticket document. */
import {
  ACTIVITY_TYPES,
  type Attachment,
  type Problem,
  type StoredAttachment,
  TICKET_SCHEMA,
  type TicketDocument,
} from "./document.ts";
import type { Draft, DraftAttachment } from "./normalize.ts";
import { problem } from "./problem.ts";

/** What became of one attachment. */
export type Outcome =
  | Pick<StoredAttachment, "status" | "size" | "sha256" | "flags">
  | { readonly status: "failed"; readonly reason: string };

/**
 * The whole document.
 * @param outcomes what became of each attachment, by identity; all must be there
 */
export function ticketDocument(draft: Draft, outcomes: ReadonlyMap<string, Outcome>): TicketDocument {
  const failures: Problem[] = [];
  const conversations = draft.conversations.map(({ described: { extra, ...described }, attachments }) => ({
    ...described,
    attachments: attachments.map((attachment) => {
      const finished = finishedAttachment(attachment, outcomes);
      failures.push(...problemsOf(finished, attachment.position, described.id));
      return finished;
    }),
    extra,
  }));
  const problems = [...draft.problems, ...failures];
  const all = conversations.flatMap((conversation) => conversation.attachments);
  const stored = all.filter((attachment) => attachment.status === "stored").length;
  const { host, tenantId, orgId, ticketId } = draft.source;
  return {
    schema: TICKET_SCHEMA,
    source: {
      system: "LeadSquared Service CRM",
      host,
      tenantId,
      orgId,
      call: "Get Ticket Conversations",
      activityTypes: [...ACTIVITY_TYPES],
    },
    ticket: { id: ticketId, key: `#${ticketId}` },
    coverage: {
      covers: ["e-mails in and out", "portal messages in and out", "their attachments"],
      doesNotCover: [
        "ticket description",
        "internal notes",
        "chat",
        "WhatsApp",
        "telephone",
        "activity history",
      ],
    },
    completeness: {
      status: problems.some(({ severity }) => severity === "missing") ? "incomplete" : "complete",
      conversations: { expected: draft.expected, received: draft.received },
      attachments: { expected: all.length, stored, failed: all.length - stored },
      problems,
    },
    conversations,
    extra: draft.extra,
  };
}

function finishedAttachment(draft: DraftAttachment, outcomes: ReadonlyMap<string, Outcome>): Attachment {
  const { extra, ...described } = draft.described;
  const outcome = outcomes.get(draft.identity);
  if (outcome === undefined) throw new Error(`no outcome for ${draft.path}`);
  if (outcome.status === "failed") return { ...described, status: "failed", reason: outcome.reason, extra };
  const { size, sha256, flags } = outcome;
  return { ...described, status: "stored", path: draft.path, size, sha256, flags, extra };
}

function problemsOf(attachment: Attachment, position: number, conversation: string | null): Problem[] {
  if (attachment.status === "failed") {
    return [problem("attachment-failed", "missing", attachment.reason, conversation, position)];
  }
  return attachment.flags.map((flag) =>
    problem("attachment-flagged", "notice", flag, conversation, position),
  );
}
