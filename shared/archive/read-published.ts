/** Reads a ticket's published versions without finishing or changing anything, unlike the archive flow. */
import { sha256Hex } from "../digest.ts";
import { StoreError, UsageError } from "../errors.ts";
import { contentPath, headState, parseInventory, versionNumber } from "../ocfl/inventory.ts";
import { isOwnForm } from "../ocfl/own-form.ts";
import type { TicketDocument } from "../ticket/document.ts";
import { anotherProgram } from "./another-program.ts";
import { inventoryKey, type ObjectPlace } from "./place.ts";
import { readTicket } from "./read-ticket.ts";

interface PublishedVersion {
  readonly version: string;
  /** As the inventory has it, RFC 3339. */
  readonly created: string;
  readonly message: string;
  readonly user: { readonly name: string; readonly address: string };
}

interface PublishedFile {
  /** Where it stands in the object's folder. */
  readonly path: string;
  readonly sha256: string;
}

export interface PublishedTicket {
  /** The version shown. */
  readonly version: string;
  /** The latest version. */
  readonly head: string;
  /** SHA-256 of the latest version's `inventory.json`. */
  readonly headSha256: string;
  /** All, oldest first. */
  readonly versions: readonly PublishedVersion[];
  /** The version's files by their logical paths. */
  readonly files: Readonly<Record<string, PublishedFile>>;
  readonly document: TicketDocument;
}

/** A version as people write it: `v2`. */
export const VERSION = /^v[1-9]\d{0,8}$/;

/**
 * A version of a ticket, the latest unless said.
 * @throws StoreError `not-archived`; UsageError for a version that is not there; IntegrityError
 */
export async function readPublished(
  place: ObjectPlace,
  wanted: string | undefined,
): Promise<PublishedTicket> {
  const key = inventoryKey(place);
  const where = `${place.store.location}/${key}`;
  const file = await place.store.read(key);
  if (file === undefined) {
    const message = `${place.store.location} has no archive of this ticket (no ${key}). Archive it first, or check the account's number and which store is read.`;
    throw new StoreError("not-archived", message);
  }
  const inventory = parseInventory(file.bytes, where, place.id);
  const versions = Object.entries(inventory.versions)
    .map(([version, { created, message = "", user }]) => ({
      version,
      created,
      message,
      user: { name: user?.name ?? "", address: user?.address ?? "" },
    }))
    .toSorted((a, b) => versionNumber(a.version) - versionNumber(b.version));
  const version = wanted ?? inventory.head;
  const own = version === inventory.head ? file : await place.store.read(inventoryKey(place, version));
  if (!Object.hasOwn(inventory.versions, version)) {
    throw new UsageError(
      `There is no version ${version}: the latest version of this ticket is ${inventory.head}.`,
    );
  }
  const shown = { ...inventory, head: version };
  if (own !== undefined && !isOwnForm(parseInventory(own.bytes, where, place.id), own.bytes))
    throw anotherProgram(where, shown);
  const files = [...headState(shown)].map(
    ([path, sha256]) => [path, { path: contentPath(shown, sha256) ?? "", sha256 }] as const,
  );
  return {
    version,
    head: inventory.head,
    headSha256: sha256Hex(file.bytes),
    versions,
    files: Object.fromEntries(files),
    document: await readTicket(place, shown),
  };
}
