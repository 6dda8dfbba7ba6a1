/** What a ledger seals, without reading it whole: its last checkpoint, and the entries since. */
import { sha256Hex } from "../digest.ts";
import { IntegrityError } from "../errors.ts";
import { type Finding, finding, isError, newerFinding } from "../findings.ts";
import { entryKey } from "../keys.ts";
import { NewerProgramError } from "../newer-program.ts";
import type { Tree } from "../ocfl/tree.ts";
import { type LedgerOptions, type VerifiedLedger, verifyLedger } from "./check-ledger.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import {
  checkpointKey,
  checkpointSignatureKey,
  checkpointsKey,
  parseCheckpointKey,
} from "./checkpoint-keys.ts";
import { isSignatureOf, type PublicKey } from "./public-key.ts";

export interface SealedState {
  /** Undefined where there is none, or none by a key that was given. */
  readonly checkpoint: Checkpoint | undefined;
  /** The entries from the one on that the checkpoint ends with; without a checkpoint, from the first on or the last ones. */
  readonly ledger: VerifiedLedger;
  /** What is wrong with checkpoints, and with the ledger. */
  readonly findings: readonly Finding[];
}

export interface StateOptions extends Pick<LedgerOptions, "now" | "pinned" | "signal"> {
  /** Reads at most so many entries: the first ones after the checkpoint (`forward`), or where there is none the last ones. */
  readonly most: number;
  readonly forward?: boolean;
}

/** So many checkpoints are passed over that cannot be gone by: they are of another key, or a sealer died before it signed. */
const TRIED = 30;

/**
 * Undefined when the account has no ledger.
 * @throws what the tree throws, and the signal's reason
 */
export async function sealedState(
  tree: Tree,
  orgId: number,
  options: StateOptions,
): Promise<SealedState | undefined> {
  const { files } = await tree.children(checkpointsKey(orgId));
  const sequences = files.flatMap((key) => parseCheckpointKey(key)?.sequence ?? []).toSorted((a, b) => b - a);
  const passed: Finding[] = [];
  for (const sequence of sequences.slice(0, TRIED)) {
    const checkpoint = await readCheckpoint(tree, { orgId, sequence }, options.pinned, passed);
    if (checkpoint === undefined) continue;
    const ledger = await verifyLedger(tree, orgId, {
      ...options,
      from: sequence,
      keysBefore: checkpoint.keys,
      ...limits(options, sequence),
    });
    if (ledger === undefined) break;
    // What a revoked key sealed may be in it, and counts no more.
    if (ledger.revokedFrom > sequence)
      return { checkpoint, ledger, findings: [...passed, ...ledger.findings] };
  }
  const ledger = await verifyLedger(tree, orgId, { ...options, ...limits(options, 1) });
  return ledger && { checkpoint: undefined, ledger, findings: [...passed, ...ledger.findings] };
}

/** The same, read a second time where the first found errors: an entry may have been in the writing. */
export async function settledState(
  tree: Tree,
  orgId: number,
  options: StateOptions,
  wait: () => Promise<void>,
): Promise<SealedState | undefined> {
  const first = await sealedState(tree, orgId, options);
  if (!first?.findings.some(isError)) return first;
  await wait();
  return sealedState(tree, orgId, options);
}

function limits({ most, forward = false }: StateOptions, from: number): Pick<LedgerOptions, "to" | "tail"> {
  return forward ? { to: from + most } : { tail: most };
}

/**
 * Undefined for a checkpoint of another key, or without a signature; and, with a finding, for what is none, has another
 * signature, or names an entry that the ledger does not have.
 */
async function readCheckpoint(
  tree: Tree,
  { orgId, sequence }: { readonly orgId: number; readonly sequence: number },
  pinned: readonly PublicKey[],
  findings: Finding[],
): Promise<Checkpoint | undefined> {
  const key = checkpointKey(orgId, sequence);
  const path = checkpointSignatureKey(orgId, sequence);
  const [bytes = new Uint8Array(), signature] = [await tree.read(key), await tree.read(path)];
  try {
    const checkpoint = parseCheckpoint(bytes, key);
    if (checkpoint.org !== orgId || checkpoint.sequence !== sequence)
      throw new IntegrityError("misplaced", key);
    const signer = pinned.find(({ id }) => id === checkpoint.keyId);
    if (signer === undefined || signature === undefined) return undefined;
    if (!isSignatureOf(bytes, signature, signer)) {
      findings.push(finding("bad-signature", path, "this is no signature of the checkpoint"));
      return undefined;
    }
    const entry = await tree.read(entryKey(orgId, sequence));
    if (entry !== undefined && sha256Hex(entry) === checkpoint.head) return checkpoint;
    const message = `a checkpoint covers the entries up to this one, with the SHA-256 ${checkpoint.head}: entries were removed from the end, or rewritten`;
    findings.push(finding("gap", entryKey(orgId, sequence), message));
  } catch (error) {
    if (error instanceof NewerProgramError) findings.push(newerFinding(key));
    else if (error instanceof IntegrityError)
      findings.push(finding("altered", key, "this is no checkpoint that a sealer wrote"));
    else throw error;
  }
  return undefined;
}
