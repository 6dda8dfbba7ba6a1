/** Holds what is due of a ledger against what stands outside of the vault's account: time stamps and a witness. */
import type { X509Certificate } from "node:crypto";
import { type Finding, finding, isUnchecked } from "../findings.ts";
import { ledgerKey } from "../keys.ts";
import type { PublicKey } from "../ledger/public-key.ts";
import type { Tree } from "../ocfl/tree.ts";
import { checkTimeStamps } from "./check-time-stamps.ts";
import { checkWitness, type Witness } from "./check-witness.ts";
import { blockOf, type Rota, turnOf, turnsFrom, turnsOf } from "./rota.ts";

export interface Outside {
  /** Certificates that vouch for time-stamping authorities; without any, only what the time stamps say is looked at. */
  readonly authorities: readonly X509Certificate[];
  readonly witness: Witness | undefined;
}

interface DueOutside extends Rota {
  readonly orgId: number;
  readonly planned: Date;
  readonly pinned: readonly PublicKey[];
  /** The last entry that a checkpoint covers: later ones are always due. */
  readonly checkpoint: number;
}

/**
 * Checks those of the entries whose turn it is, and of those since the checkpoint. A witness that cannot be read is an error of
 * its own, and one that has nothing yet is for the alarm `WitnessMissing` to tell.
 * @throws what the vault's tree throws
 */
export async function checkOutside(
  tree: Tree,
  { authorities, witness }: Outside,
  { orgId, planned, pinned, checkpoint, ...rota }: DueOutside,
): Promise<Finding[]> {
  const turns = turnsOf(rota);
  const [turn] = turnsFrom(planned, rota);
  const isDue = (sequence: number): boolean =>
    sequence > checkpoint || turnOf(blockOf(sequence), turns) === turn;
  const { findings } = await checkTimeStamps(tree, orgId, authorities, isDue);
  if (witness === undefined) return [...findings];
  const ofWitness = await checkWitness(tree, orgId, witness, pinned, isDue).catch((error: unknown) => {
    const message = `the witness ${witness.location} could not be read: ${String(error)}`;
    return [finding("not-checked", `${witness.location}/${ledgerKey(orgId)}`, message)];
  });
  return [...findings, ...ofWitness.filter((each) => !isUnchecked(each))];
}
