/** Every key of the archive: where an account's storage root, a ticket's object and its files stand. */

/** The folder of all storage roots, one per account. */
export const ARCHIVE_FOLDER = "archive";

/** An account's OCFL storage root: `archive/22824`. */
export function storageRootKey(orgId: number): string {
  return `${ARCHIVE_FOLDER}/${orgId}`;
}

/** A ticket's OCFL object: `archive/22824/143`, as layout 0006 derives it from the id. */
export function objectKey(orgId: number, ticketId: number): string {
  return `${storageRootKey(orgId)}/${ticketId}`;
}

/** A ticket's OCFL id: `urn:leadsquared:22824:ticket:143`. */
export function objectId(orgId: number, ticketId: number): string {
  return `urn:leadsquared:${orgId}:ticket:${ticketId}`;
}

/** Where a ticket's files are staged: `22824/143`, below the store's staging area. */
export function stagingArea(orgId: number, ticketId: number): string {
  return `${orgId}/${ticketId}`;
}
