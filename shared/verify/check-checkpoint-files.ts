/** Checks every file in the folder of checkpoints by itself: signatures, lists by their names, and what does not belong there. */
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { type Finding, finding } from "../findings.ts";
import type { VerifiedLedger } from "../ledger/check-ledger.ts";
import { type Checkpoint, parseCheckpoint } from "../ledger/checkpoint.ts";
import {
  checkpointKey,
  checkpointSignatureKey,
  checkpointsKey,
  listKey,
  listsKey,
  parseCheckpointKey,
} from "../ledger/checkpoint-keys.ts";
import { isSignatureOf } from "../ledger/public-key.ts";
import { readKey, vaultLedger } from "../ledger/read-entry.ts";
import { NewerProgramError } from "../newer-program.ts";
import type { Tree } from "../ocfl/tree.ts";

/** @throws what the tree throws */
export async function checkCheckpointFiles(tree: Tree, ledger: VerifiedLedger): Promise<Finding[]> {
  const { orgId } = ledger;
  const top = await tree.children(checkpointsKey(orgId));
  const lists = await tree.children(listsKey(orgId));
  const findings: Finding[] = [];
  const sequences = new Set<number>();
  const strays = [...top.folders.filter((path) => path !== listsKey(orgId)), ...lists.folders];
  for (const path of top.files) {
    const sequence = parseCheckpointKey(path.replace(/\.sig$/, ""))?.sequence;
    if (sequence === undefined) strays.push(path);
    else sequences.add(sequence);
  }
  for (const sequence of sequences) findings.push(...(await checkSigned(tree, sequence, ledger)));
  for (const path of lists.files) {
    const [, sha256] = /\/([0-9a-f]{64})\.txt$/.exec(path) ?? [];
    if (sha256 === undefined) strays.push(path);
    else findings.push(...(await checkList(tree, listKey(orgId, sha256), sha256)));
  }
  const extra = [...strays, ...(top.others ?? []), ...(lists.others ?? [])];
  return [
    ...findings,
    ...extra.map((path) => finding("extra", path, "Ticketvault writes nothing of this name here")),
  ];
}

/** What a checkpoint's bytes say; undefined for what is none, or a newer program's. */
export function checkpointIn(bytes: Uint8Array): Checkpoint | undefined {
  try {
    return parseCheckpoint(bytes, "");
  } catch (error) {
    if (error instanceof IntegrityError || error instanceof NewerProgramError) return undefined;
    throw error;
  }
}

async function checkSigned(
  tree: Tree,
  sequence: number,
  { orgId, sealed, hasNewer }: VerifiedLedger,
): Promise<Finding[]> {
  const [key, path] = [checkpointKey(orgId, sequence), checkpointSignatureKey(orgId, sequence)];
  const isSealed = sealed.checkpoints.has(key);
  const [bytes, signature] = [await tree.read(key), await tree.read(path)];
  if (bytes === undefined) return isSealed ? [] : [finding("extra", path, "this is a signature of nothing")];
  const checkpoint = checkpointIn(bytes);
  if (checkpoint?.org !== orgId || checkpoint.sequence !== sequence)
    return isSealed || hasNewer ? [] : [finding("altered", key, "this is no checkpoint that a sealer wrote")];
  const publicKey = await readKey(tree, vaultLedger(orgId), checkpoint.keyId);
  if (signature !== undefined && publicKey !== undefined && !isSignatureOf(bytes, signature, publicKey))
    return [finding("bad-signature", path, "this is no signature of the checkpoint")];
  if (isSealed)
    return signature === undefined ? [finding("missing", path, "the checkpoint is not signed")] : [];
  // Whoever seals may be stopped before an entry names it: the next one makes another, and nothing goes by this one.
  const message = "no entry seals this checkpoint: whoever made it was stopped, or it is somebody else's";
  return [finding("unsealed", key, message, "warning")];
}

async function checkList(tree: Tree, path: string, sha256: string): Promise<Finding[]> {
  const bytes = await tree.read(path);
  if (bytes !== undefined && sha256Hex(bytes) === sha256) return [];
  return [finding("altered", path, "the list does not have the SHA-256 in its name")];
}
