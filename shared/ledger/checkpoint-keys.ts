/** The keys of checkpoints: of each a document, named by the last entry that it covers, and the lists that it names. */
import { parseNumberedName } from "../keys.ts";

/** The folder of all checkpoints; one folder an account. */
export const CHECKPOINTS_FOLDER = "checkpoints";

/** The folder of an account's checkpoints: `checkpoints/22824`. */
export function checkpointsKey(orgId: number): string {
  return `${CHECKPOINTS_FOLDER}/${orgId}`;
}

/** The checkpoint of all entries up to one: `checkpoints/22824/000000012345.json`. */
export function checkpointKey(orgId: number, sequence: number): string {
  return `${checkpointsKey(orgId)}/${checkpointName(sequence)}`;
}

function checkpointName(sequence: number): string {
  return `${String(sequence).padStart(12, "0")}.json`;
}

/** Its detached signature, as an entry has one: `checkpoints/22824/000000012345.json.sig`. */
export function checkpointSignatureKey(orgId: number, sequence: number): string {
  return `${checkpointKey(orgId, sequence)}.sig`;
}

/** The checkpoint that has this key; undefined when none has. */
export function parseCheckpointKey(
  key: string,
): { readonly orgId: number; readonly sequence: number } | undefined {
  const [, org = "", name = ""] = key.split("/");
  const orgId = parseNumberedName(org);
  const sequence = Number(name.slice(0, 12));
  if (orgId === undefined || !Number.isSafeInteger(sequence) || sequence < 1) return undefined;
  return key === checkpointKey(orgId, sequence) ? { orgId, sequence } : undefined;
}

/** The folder of the lists: `checkpoints/22824/lists`. */
export function listsKey(orgId: number): string {
  return `${checkpointsKey(orgId)}/lists`;
}

/** A list, named by its SHA-256, so that what has not changed is written once: `checkpoints/22824/lists/{sha256}.txt`. */
export function listKey(orgId: number, sha256: string): string {
  return `${listsKey(orgId)}/${sha256}.txt`;
}

// In a bag, relative to the payload: a checkpoint's document has the name that it has in the vault.

/** The folder of a bag's checkpoint, and of what leads to its root. */
export const BAG_CHECKPOINT = "checkpoint";

/** The checkpoint that a bag has: `checkpoint/000000012345.json`. */
export function checkpointPath(sequence: number): string {
  return `${BAG_CHECKPOINT}/${checkpointName(sequence)}`;
}

/** The inclusion proofs of a bag's tickets. */
export const PROOFS_PATH = `${BAG_CHECKPOINT}/proofs.txt`;
