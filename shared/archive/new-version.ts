/** Writes a ticket's next version: stages its documents, claims it, and publishes it. */
import { headState, type Inventory, nextInventory } from "../ocfl/inventory.ts";
import { filesOf } from "../ticket/assemble.ts";
import { type Changes, changesBetween } from "../ticket/changes.ts";
import { difference } from "../ticket/difference.ts";
import { type TicketDocument, ticketBytes } from "../ticket/document.ts";
import type { Head, ObjectPlace } from "./place.ts";
import { commitVersion } from "./publish.ts";
import type { ArchiveRequest } from "./request.ts";
import type { Taken } from "./take-attachments.ts";

export interface NewVersion {
  readonly request: ArchiveRequest;
  /** The version before, and its document. */
  readonly head: Head | undefined;
  /** What `last` and the details that stay are read from: the head, or the last version of our own before it. */
  readonly base: Inventory | undefined;
  readonly last: TicketDocument | undefined;
  readonly document: TicketDocument;
  /** The bytes of `source.json`. */
  readonly source: Uint8Array;
  /** The bytes of `details.json`; undefined where this run received none: those of the version before stay. */
  readonly details: Uint8Array | undefined;
  readonly taken: Taken;
  readonly created: Date;
}

export interface WrittenVersion {
  readonly inventory: Inventory;
  /** SHA-256 of the inventory; undefined when another run published this version first. */
  readonly inventorySha256: string | undefined;
  readonly changes: Changes;
  /** What is new in it, in a sentence. */
  readonly message: string;
}

/** @param checkpoint called when nothing is left to do but to claim the version: gives where to, or throws */
export async function writeVersion(
  place: ObjectPlace,
  { request, head, base, last, document, source, details, taken, created }: NewVersion,
  checkpoint: () => Promise<ObjectPlace>,
): Promise<WrittenVersion> {
  const { store, area } = place;
  const ticketFile = await store.stage(area, "ticket.json", ticketBytes(document));
  const sourceFile = await store.stage(area, "source.json", source);
  const detailsFile = details && (await store.stage(area, "details.json", details));
  const detailsSha256 = detailsFile?.sha256 ?? (base && headState(base).get("details.json"));
  const changes = changesBetween(last, document);
  const message = difference(changes, document, last === undefined);
  const inventory = nextInventory(head?.inventory, {
    id: place.id,
    created: created.toISOString(),
    message: `${message} Reason: ${request.reason}`,
    user: { name: request.requestedBy, address: `urn:leadsquared:${request.orgId}` },
    files: new Map([
      ...filesOf(document),
      ["ticket.json", ticketFile.sha256],
      ["source.json", sourceFile.sha256],
      ...(detailsSha256 === undefined ? [] : [["details.json", detailsSha256] as const]),
    ]),
  });
  const staged = [...taken.staged, ticketFile, sourceFile, ...(detailsFile ? [detailsFile] : [])];
  const inventorySha256 = await commitVersion(await checkpoint(), head, inventory, staged);
  return { inventory, inventorySha256, changes, message };
}

/** A clock may have been set back: a version is never older than the one before. */
export function notBefore(head: Head | undefined, now: Date): Date {
  const before = Date.parse(head?.inventory.versions[head.inventory.head]?.created ?? "");
  return before > now.getTime() ? new Date(before) : now;
}
