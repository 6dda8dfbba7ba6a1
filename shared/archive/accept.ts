/** Accepts what is missing of a ticket's latest version: a record of its own, beside the archive. */
import { StoreError } from "../errors.ts";
import { versionNumber } from "../ocfl/inventory.ts";
import { acceptanceKey } from "../record-keys.ts";
import { readExisting } from "../store/conditions.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { tryServer } from "../store/storage-root.ts";
import { type Acceptance, acceptanceBytes, isMissing, judge, readAcceptance } from "./acceptance.ts";
import { latestAcceptance, type Ticket } from "./find-acceptance.ts";
import { ticketPlace } from "./place.ts";
import { readPublished } from "./read-published.ts";

/** Who accepts, and why; all stand in the record. */
export type AcceptRequest = Ticket & Pick<Acceptance, "reason" | "requestedBy" | "caller">;

export interface Accepted {
  readonly acceptance: Acceptance;
  /** False when all of it was accepted already, and nothing was written. */
  readonly created: boolean;
}

/**
 * Accepts everything that is missing now.
 * @throws StoreError `not-archived`; `nothing-missing` when the archive is complete, and nothing is written;
 *   IntegrityError `acceptance-altered`
 */
export async function acceptGaps(store: ObjectStore, request: AcceptRequest, now: Date): Promise<Accepted> {
  const { orgId, ticketId, reason, requestedBy, caller } = request;
  const { version, headSha256, document } = await readPublished(
    ticketPlace(store, orgId, ticketId),
    undefined,
  );
  const missing = document.completeness.problems.filter(isMissing);
  if (missing.length === 0) {
    const message = `Nothing is missing of ticket ${ticketId} in ${version}, its latest version: there is nothing to accept, and nothing was written.`;
    throw new StoreError("nothing-missing", message);
  }
  const before = await latestAcceptance(store, request);
  if (before !== undefined && !judge(missing, before).open.some(isMissing)) {
    return { acceptance: before, created: false };
  }
  await tryServer(store, orgId);
  const bytes = acceptanceBytes({
    ...{ orgId, ticketId, version, inventorySha256: headSha256 },
    problems: missing.map(({ severity: _, ...problem }) => problem),
    ...{ reason, requestedBy, caller, at: now.toISOString() },
  });
  const name = { orgId, ticketId, version: versionNumber(version) };
  const created = (await store.create(acceptanceKey(name), bytes)) === "created";
  const written = created ? bytes : (await readExisting(store, acceptanceKey(name))).bytes;
  return { acceptance: readAcceptance(written, name), created };
}
