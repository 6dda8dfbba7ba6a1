/** Pins the checkpoint of an export: a sealed statement of the vault's that has the versions which are exported. */
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { type Checkpoint, parseCheckpoint } from "../ledger/checkpoint.ts";
import { checkpointKey } from "../ledger/checkpoint-keys.ts";
import type { SealedCheckpoint } from "../ledger/sealed-entries.ts";
import { NewerProgramError } from "../newer-program.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { headEntry } from "./in-checkpoint.ts";
import type { PinnedCheckpoint, PinnedTicket } from "./plan.ts";

/** So many are passed over that are not as they were sealed. */
const TRIED = 30;

/**
 * The first one that has all heads, so that the same export asked for again has the same; until there is one, the newest that
 * has any of them.
 * @param sealed ascending
 * @returns null where none has any
 * @throws StoreError
 */
export async function pinCheckpoint(
  archive: ObjectStore,
  orgId: number,
  tickets: readonly PinnedTicket[],
  sealed: readonly SealedCheckpoint[],
): Promise<PinnedCheckpoint | null> {
  const heads = tickets.flatMap((ticket) => headEntry(ticket) ?? []);
  const first = heads.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const last = heads.reduce((a, b) => Math.max(a, b), 0);
  const some = sealed.filter(({ sequence }) => sequence >= first);
  const all = some.filter(({ sequence }) => sequence >= last);
  const partial = some.filter(({ sequence }) => sequence < last).toReversed();
  for (const each of [...all, ...partial].slice(0, TRIED)) {
    const checkpoint = await readPinned(archive, orgId, each);
    if (checkpoint === undefined) continue;
    const { sequence, sha256, entry } = each;
    return { sequence, sha256, root: checkpoint.root, entry };
  }
  return null;
}

/** Undefined for one that is missing, not as it was sealed, or of a newer program. @throws StoreError */
export async function readPinned(
  archive: ObjectStore,
  orgId: number,
  { sequence, sha256 }: Pick<PinnedCheckpoint, "sequence" | "sha256">,
): Promise<Checkpoint | undefined> {
  const key = checkpointKey(orgId, sequence);
  const file = await archive.read(key);
  if (file === undefined || sha256Hex(file.bytes) !== sha256) return undefined;
  try {
    return parseCheckpoint(file.bytes, key);
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof NewerProgramError) return undefined;
    throw error;
  }
}
