/** What the head version holds of a ticket's attachments, so that they need not be downloaded again. */

import { sha256Hex } from "../digest.ts";
import { type Outcome, ticketDocument } from "./assemble.ts";
import { type TicketDocument, ticketBytes } from "./document.ts";
import { attachmentIdentity } from "./identity.ts";
import { attachmentsOf, type Draft } from "./normalize.ts";

/** What a document says of each attachment, by identity. */
export function heldAttachments(document: TicketDocument): Map<string, Outcome> {
  const held = new Map<string, Outcome>();
  for (const conversation of document.conversations) {
    for (const attachment of conversation.attachments) {
      held.set(attachmentIdentity(conversation.id, attachment), attachment);
    }
  }
  return held;
}

/**
 * The draft, with each attachment that the document holds at the same place under the path that it has there: names
 * that are cleaned otherwise than when they were archived make no new version.
 */
export function withHeldPaths(draft: Draft, document: TicketDocument): Draft {
  const paths = new Map<string, string>();
  for (const conversation of document.conversations) {
    for (const attachment of conversation.attachments) {
      if (attachment.status !== "stored") continue;
      const identity = attachmentIdentity(conversation.id, attachment);
      paths.set(identity + placeOf(attachment.path), attachment.path);
    }
  }
  const conversations = draft.conversations.map(({ described, attachments }) => ({
    described,
    attachments: attachments.map((attachment) => ({
      ...attachment,
      path: paths.get(attachment.identity + placeOf(attachment.path)) ?? attachment.path,
    })),
  }));
  return { ...draft, conversations };
}

/** A path without the cleaned name: `attachments/135/1-`. No two attachments of a ticket have the same. */
function placeOf(path: string): string {
  return path.replace(/(?<=^attachments\/[^/]+\/\d+-)[^/]+$/, "");
}

/**
 * The document of an unchanged ticket, from the draft and the head version's state (SHA-256 by logical path) alone:
 * it is written out as if each attachment were the file that stands at its path, with the size that LeadSquared
 * declares, and is the head's document if and only if its digest is. Undefined when it is not, or cannot be guessed.
 */
export function unchangedDocument(
  draft: Draft,
  state: ReadonlyMap<string, string>,
): TicketDocument | undefined {
  const outcomes = new Map<string, Outcome>();
  for (const { identity, path, described } of attachmentsOf(draft)) {
    const sha256 = state.get(path);
    if (sha256 === undefined || described.declaredSize === null) return undefined;
    outcomes.set(identity, { status: "stored", size: described.declaredSize, sha256, flags: [] });
  }
  const document = ticketDocument(draft, outcomes);
  return sha256Hex(ticketBytes(document)) === state.get("ticket.json") ? document : undefined;
}
