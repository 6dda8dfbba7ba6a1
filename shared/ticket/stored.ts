/** What the head version has of a ticket's attachments, so that they need not be downloaded again. */
import { sha256Hex } from "../digest.ts";
import { type Outcome, ticketDocument } from "./assemble.ts";
import { type TicketDocument, ticketBytes } from "./document.ts";
import { attachmentIdentity } from "./identity.ts";
import { attachmentsToAsk, merge } from "./merge.ts";
import type { Draft } from "./normalize.ts";

/** What a document says of each attachment, by identity; those that are listed no more are among them. */
export function storedAttachments(document: TicketDocument): Map<string, Outcome> {
  const stored = new Map<string, Outcome>();
  for (const { id, attachments } of document.conversations) {
    for (const attachment of attachments) stored.set(attachmentIdentity(id, attachment), attachment);
  }
  return stored;
}

/**
 * The document of an unchanged ticket, from the answer and the head version's state (SHA-256 by logical path) alone: it
 * is written out as if all of it had been there in v1, each attachment being the file that stands at its path with the
 * size that LeadSquared declares, and is the head's document if and only if its digest is. Undefined when it is not, or
 * cannot be guessed.
 * @param announced as of `merge`
 */
export function unchangedDocument(
  draft: Draft,
  state: ReadonlyMap<string, string>,
  announced: ReadonlySet<string>,
): TicketDocument | undefined {
  // The details are not in this answer.
  if (state.has("details.json")) return undefined;
  const merged = merge(undefined, draft, "v1", announced);
  const outcomes = new Map<string, Outcome>();
  for (const { identity, path, described } of attachmentsToAsk(merged, announced)) {
    const sha256 = state.get(path);
    if (sha256 === undefined || described.declaredSize === null) return undefined;
    outcomes.set(identity, { status: "stored", size: described.declaredSize, sha256, flags: [] });
  }
  const document = ticketDocument(merged, outcomes);
  return sha256Hex(ticketBytes(document)) === state.get("ticket.json") ? document : undefined;
}
