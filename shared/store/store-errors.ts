/** What both stores say when a publication cannot be right; and keys as errors may show them. */
import { IntegrityError, StoreError } from "../errors.ts";
import type { StagedFile } from "./object-store.ts";

/** The name of an attachment's file is the customer's words: an error shows its place and number only. */
export function shownKey(key: string): string {
  return key.replace(/([\\/]attachments[\\/][^\\/]+[\\/]\d+)-[^\\/]*/, "$1-…");
}

/** What stands at a key is not what was recorded of it. */
export function otherBytes(key: string, location: string): IntegrityError {
  const where = `${shownKey(key)} in ${location}`;
  const message = `${where} holds other bytes than the version says. Nothing was published; run \`ticketvault verify\`.`;
  return new IntegrityError("digest-mismatch", message);
}

const DAMAGED = "staged-file-damaged";

/** A staged file was altered where it lay, and has been removed: whoever stages it again goes on. */
export function stagedFileDamaged({ key }: StagedFile, location: string): StoreError {
  const message = `${key} was damaged in the staging area of ${location}, and was removed there. Archive the ticket again: it is taken again.`;
  return new StoreError(DAMAGED, message, { retryable: true });
}

export function isStagedFileDamaged(error: unknown): boolean {
  return error instanceof StoreError && error.code === DAMAGED;
}

/** A claimed version needs a file that is neither staged nor published. */
export function stagedFileGone({ key, sha256 }: StagedFile, location: string, cause?: unknown): StoreError {
  const message = `${key} is no longer in the staging area of ${location}, which keeps files for 30 days, and the version claimed last needs it. Archive the ticket again while LeadSquared gives the same answer, or put a file with SHA-256 ${sha256} back there.`;
  return new StoreError("staged-file-gone", message, { cause });
}
