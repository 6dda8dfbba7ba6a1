/** Holds checkpoints against the ledger, read whole: each is what was sealed, and the last says what the entries that it covers seal. */
import { sha256Hex } from "../digest.ts";
import { type Finding, finding } from "../findings.ts";
import type { VerifiedLedger } from "../ledger/check-ledger.ts";
import {
  type Checkpoint,
  checkpointBytes,
  listBytes,
  listsOf,
  newCheckpoint,
  summaryOf,
} from "../ledger/checkpoint.ts";
import { checkpointKey, checkpointsKey, listKey, listsKey } from "../ledger/checkpoint-keys.ts";
import { entryNamed } from "../ledger/sealed-files.ts";
import type { Tree } from "../ocfl/tree.ts";
import { checkCheckpointFiles, checkpointIn } from "./check-checkpoint-files.ts";
import { checkHistory } from "./check-history.ts";

/** @throws what the tree throws */
export async function checkCheckpoints(tree: Tree, ledger: VerifiedLedger): Promise<Finding[]> {
  const { orgId, sealed } = ledger;
  const findings = [
    ...(await checkHistory(tree, checkpointsKey(orgId))),
    ...(await checkCheckpointFiles(tree, ledger)),
  ];
  let last: Uint8Array | undefined;
  for (const [key, seal] of [...sealed.checkpoints].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const bytes = await tree.read(key);
    if (bytes === undefined)
      findings.push(
        finding("missing", key, `the checkpoint is missing, though ${entryNamed(seal)} seals it`),
      );
    else if (seal.sha256 !== undefined && sha256Hex(bytes) !== seal.sha256)
      findings.push(finding("altered", key, `the checkpoint is not what ${entryNamed(seal)} seals`));
    last = bytes;
  }
  const checkpoint = last && checkpointIn(last);
  if (checkpoint === undefined) return findings;
  const there = new Set((await tree.children(listsKey(orgId))).files);
  for (const path of checkpoint.lists.map(({ sha256 }) => listKey(orgId, sha256)))
    if (!there.has(path)) findings.push(finding("missing", path, "the last checkpoint names this list"));
  return [...findings, ...contradiction(checkpoint, ledger)];
}

/** Nothing where entries are not as they were written, or a key was revoked: what the checkpoint should say is not known then. */
function contradiction(
  checkpoint: Checkpoint,
  { orgId, sealed, isSound, revokedFrom }: VerifiedLedger,
): Finding[] {
  const { sequence, head: sha256, time, keys, keyId } = checkpoint;
  if (!isSound || revokedFrom <= sequence) return [];
  const covered = [...sealed.files(orgId)].filter((file) => file.sequence <= sequence);
  const lists = [...listsOf(covered)].map(([name, files]) => summaryOf(name, listBytes(files)));
  const again = newCheckpoint({ orgId, head: { sequence, sha256, time }, keys, lists }, keyId);
  if (Buffer.compare(checkpointBytes(again), checkpointBytes(checkpoint)) === 0) return [];
  const message = `the checkpoint does not say what the entries up to ${sequence} seal: its root is ${checkpoint.root}, theirs ${again.root}`;
  return [finding("altered", checkpointKey(orgId, sequence), message)];
}
