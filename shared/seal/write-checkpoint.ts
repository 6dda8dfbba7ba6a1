/** Writes checkpoints: what was sealed since the last one goes into its lists, and an entry seals what comes out. */
import pMap from "p-map";
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import {
  type Checkpoint,
  checkpointBytes,
  listBytes,
  listsOf,
  newCheckpoint,
  type SealedList,
  summaryOf,
} from "../ledger/checkpoint.ts";
import { checkpointKey, checkpointSignatureKey, listKey } from "../ledger/checkpoint-keys.ts";
import { readSealedEntry, vaultLedger } from "../ledger/read-entry.ts";
import { readList } from "../ledger/sealed-lists.ts";
import { type SealedState, sealedState } from "../ledger/sealed-state.ts";
import { createSame } from "../store/conditions.ts";
import { storeTree } from "../store/store-tree.ts";
import type { Ledger } from "./ledger.ts";
import type { LedgerDependencies } from "./ledger-tail.ts";

interface CheckpointDependencies extends Omit<LedgerDependencies, "tool"> {
  readonly ledger: Ledger;
  /** At most so many entries go into one checkpoint (1,000 by default): what they seal is held in memory. */
  readonly most?: number;
}

const AT_ONCE = 16;

/**
 * Writes checkpoints until the last one covers all entries, or the signal is aborted: the next call goes on from there.
 * @returns the last one written; undefined in an empty ledger
 * @throws IntegrityError where the ledger, or the checkpoint before, is not what was written; what `Ledger` throws
 */
export async function writeCheckpoints(
  dependencies: CheckpointDependencies,
  signal: AbortSignal,
): Promise<Checkpoint | undefined> {
  const { orgId, store, ledger, signer, now, most = 1_000 } = dependencies;
  let written: Checkpoint | undefined;
  await signOnce(dependencies);
  while (!signal.aborted) {
    const last = await ledger.settle();
    if (last === undefined) return undefined;
    if (written !== undefined && written.sequence >= last.sequence - 1) return written;
    const options = { now: now(), pinned: [await signer.publicKey()], most, forward: true };
    const state = await sealedState(storeTree(store), orgId, options);
    if (state === undefined) return undefined;
    written = await writeNext(dependencies, state);
  }
  return written;
}

/** A key that was just introduced vouches for the entries before it once it has signed one. */
async function signOnce({ orgId, store, ledger, signer }: CheckpointDependencies): Promise<void> {
  const last = await ledger.settle();
  if (last === undefined) return;
  const newest = await readSealedEntry(storeTree(store), vaultLedger(orgId), last.sequence);
  const { id } = await signer.publicKey();
  if (typeof newest !== "string" && newest.entry.keyId !== id) await ledger.heartbeat();
}

async function writeNext(
  { orgId, store, ledger, signer, log }: CheckpointDependencies,
  { checkpoint, ledger: since }: SealedState,
): Promise<Checkpoint> {
  if (since.head === undefined || !since.isSound) {
    const message = `The ledger of account ${orgId} in ${store.location} is not as it was written, so no checkpoint covers it. Run \`ticketvault verify\`.`;
    throw new IntegrityError("ledger-altered", message);
  }
  const lists = new Map((checkpoint?.lists ?? []).map((list) => [list.name, list]));
  const grown = listsOf(since.sealed.files(orgId));
  const grow = async ([name, files]: readonly [string, Map<string, string>]): Promise<void> => {
    const before = lists.get(name);
    const old = before === undefined ? [] : await readList(storeTree(store), orgId, before);
    // What was sealed first counts.
    const list = await writeList(new Map([...files, ...old]), name);
    lists.set(name, list);
  };
  const writeList = async (files: ReadonlyMap<string, string>, name: string): Promise<SealedList> => {
    const bytes = listBytes(files);
    const list = summaryOf(name, bytes);
    await createSame(store, listKey(orgId, list.sha256), bytes);
    return list;
  };
  await pMap(grown, grow, { concurrency: AT_ONCE });
  const keys = new Set([...(checkpoint?.keys ?? []), ...since.keyIds]);
  const covered = { orgId, head: since.head, keys, lists: lists.values() };
  const next = newCheckpoint(covered, (await signer.publicKey()).id);
  const bytes = checkpointBytes(next);
  const key = checkpointKey(orgId, next.sequence);
  await createSame(store, key, bytes);
  await store.create(checkpointSignatureKey(orgId, next.sequence), await signer.sign(bytes));
  await ledger.seal("checkpoints", [{ key, sha256: sha256Hex(bytes) }]);
  const { sequence, files, root } = next;
  log.info("seal.checkpoint", { orgId, sequence, files, root });
  return next;
}
