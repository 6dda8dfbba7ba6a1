/** Checks that the versions in a bag stood in the vault's sealed checkpoint, by the audit paths in the bag. */

import { sha256Hex } from "../../digest.ts";
import { IntegrityError } from "../../errors.ts";
import { PROVENANCE_PATH, type Provenance, type TicketProvenance } from "../../export/provenance.ts";
import { parseLedgerEntryPath, versionKey } from "../../keys.ts";
import { type Checkpoint, parseCheckpoint } from "../../ledger/checkpoint.ts";
import { BAG_CHECKPOINT, checkpointKey, checkpointPath, PROOFS_PATH } from "../../ledger/checkpoint-keys.ts";
import type { ReadEntry } from "../../ledger/entry.ts";
import { followProofs, type Proven } from "../../ledger/inclusion-proof.ts";
import { versionNumber } from "../../ocfl/inventory.ts";
import { objectPath } from "../../render/paths.ts";
import type { SoundPayload } from "./entries.ts";

/** @param entries those that count @throws NewerProgramError */
export async function checkCheckpoint(
  payload: SoundPayload,
  provenance: Provenance,
  entries: ReadonlyMap<string, ReadEntry>,
): Promise<void> {
  const { checkpoint, tickets, source } = provenance;
  const known = checkpoint === null ? [] : [checkpoint.path, PROOFS_PATH];
  for (const path of payload.paths)
    if (path.startsWith(`${BAG_CHECKPOINT}/`) && !known.includes(path))
      payload.add("extra", path, `${PROVENANCE_PATH} names no such file of a checkpoint`);
  if (checkpoint === null) return checkNotYet(payload, provenance, []);
  const found = await readSealed(payload, provenance, entries);
  if (found === undefined) return;
  const covered = tickets.filter((ticket) => isCovered(ticket, found));
  checkNotYet(payload, provenance, covered);
  const proven = await readProofs(payload);
  if (proven === undefined) return;
  const expected = covered.map((ticket) => headOf(payload, source.orgId, ticket));
  for (const [index, { key, sha256, inventory }] of expected.entries()) {
    const proof = proven[index];
    if (proof?.key !== key || proof.sha256 !== sha256 || proof.root !== found.root)
      payload.add("altered", inventory, `${PROOFS_PATH} does not show it in the checkpoint`);
  }
  if (proven.length > expected.length)
    payload.add("extra", PROOFS_PATH, "it has more than the tickets that the checkpoint covers");
}

/** The checkpoint that the provenance names; undefined where it is another one, which is told. */
async function readSealed(
  payload: SoundPayload,
  { checkpoint: said, source: { orgId } }: Provenance,
  entries: ReadonlyMap<string, ReadEntry>,
): Promise<Checkpoint | undefined> {
  if (said === null) return undefined;
  const bytes = await payload.read(said.path);
  const checkpoint = bytes && parsed(bytes, said.path);
  if (bytes === undefined) {
    payload.addMissing(said.path, `${PROVENANCE_PATH} names this checkpoint`);
    return undefined;
  }
  const isNamed =
    checkpoint?.org === orgId &&
    checkpoint.root === said.root &&
    checkpointPath(checkpoint.sequence) === said.path &&
    sha256Hex(bytes) === said.sha256;
  if (!isNamed) {
    payload.add("altered", said.path, `this is not the checkpoint that ${PROVENANCE_PATH} names`);
    return undefined;
  }
  const entry = entries.get(said.entry);
  const key = checkpointKey(orgId, checkpoint.sequence);
  // An entry that is not there, or does not count, has been told.
  if (entry !== undefined && !entry.sealed.some((each) => each.key === key && each.sha256 === said.sha256))
    payload.add("unsealed", said.path, `the entry ${said.entry} does not seal this checkpoint`);
  return checkpoint;
}

/** The provenance names each ticket that is too new, and no other. */
function checkNotYet(
  payload: SoundPayload,
  { tickets, notYetInCheckpoint }: Provenance,
  covered: readonly TicketProvenance[],
): void {
  const inIt = new Set(covered.map(({ ticketId }) => ticketId));
  const expected = tickets.map(({ ticketId }) => ticketId).filter((ticketId) => !inIt.has(ticketId));
  if (expected.join() !== notYetInCheckpoint.join())
    payload.add("altered", PROVENANCE_PATH, "the tickets that it says are in no checkpoint yet are others");
}

async function readProofs(payload: SoundPayload): Promise<Proven[] | undefined> {
  const bytes = await payload.read(PROOFS_PATH);
  const proven = bytes && followProofs(bytes);
  if (bytes === undefined)
    payload.addMissing(PROOFS_PATH, "without it nothing shows what the checkpoint has");
  else if (proven === undefined)
    payload.add(
      "altered",
      PROOFS_PATH,
      "these are no audit paths, or one of them leads elsewhere than it says",
    );
  return proven;
}

function isCovered({ version, sealed }: TicketProvenance, { sequence }: Checkpoint): boolean {
  const entry = parseLedgerEntryPath(sealed[versionNumber(version) - 1]?.entry ?? "");
  return entry !== undefined && entry <= sequence;
}

function headOf(payload: SoundPayload, orgId: number, { ticketId, version }: TicketProvenance) {
  const inventory = objectPath(ticketId, `${version}/inventory.json`);
  const key = versionKey({ orgId, ticketId, version: versionNumber(version) });
  return { inventory, key, sha256: payload.digest(inventory) };
}

/** @throws NewerProgramError */
function parsed(bytes: Uint8Array, path: string): Checkpoint | undefined {
  try {
    return parseCheckpoint(bytes, path);
  } catch (error) {
    if (error instanceof IntegrityError) return undefined;
    throw error;
  }
}
