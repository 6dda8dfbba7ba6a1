/** Seals an export as a whole in the vault's ledger before it is handed out, or says why not. */
import { stat } from "node:fs/promises";
import manifest from "../package.json" with { type: "json" };
import { TicketvaultError, UsageError } from "../shared/errors.ts";
import type { ExportReceipt } from "../shared/export/export-receipt.ts";
import { handOut } from "../shared/export/hand-out.ts";
import type { ExportPlan } from "../shared/export/plan.ts";
import { recordProduction } from "../shared/export/production-record.ts";
import { entryKey } from "../shared/keys.ts";
import type { Logger } from "../shared/log.ts";
import type { Proxies } from "../shared/proxies.ts";
import { Ledger } from "../shared/seal/ledger.ts";
import type { ObjectStore } from "../shared/store/object-store.ts";
import type { Output } from "../shared/store/output.ts";
import { keyFileOf, type SigningFlags, signerOf } from "./signing.ts";
import type { StoreSettings } from "./store-settings.ts";

export interface ProductionFlags extends SigningFlags {
  /** False with `--no-seal`. */
  readonly seal: boolean;
}

interface Vault {
  readonly orgId: number;
  readonly store: ObjectStore;
  readonly place: StoreSettings;
  readonly log: Logger;
  /** To reach KMS through. */
  readonly through: Proxies | undefined;
}

/** What became of a production's seal. */
export type ProductionSeal =
  | { readonly status: "sealed"; readonly sequence: number }
  | { readonly status: "no-ledger" | "not-asked" }
  | { readonly status: "failed"; readonly code: string; readonly message: string };

/**
 * The ledger to seal in, before hours of packing; the reason when there is none.
 * @throws UsageError where the vault has a ledger and no key is there to sign; as `Ledger` when the key may not
 */
export async function ledgerFor(
  { orgId, store, place, log, through }: Vault,
  flags: ProductionFlags,
): Promise<Ledger | "no-ledger" | "not-asked"> {
  if (!flags.seal) return "not-asked";
  if ((await store.stat(entryKey(orgId, 1))) === undefined) return "no-ledger";
  const keyFile = await keyFileOf(flags, place);
  if (flags.kmsKey === undefined && !(await isThere(keyFile))) {
    const message = `There is no signing key at ${keyFile}. This vault has a ledger, and an export is sealed in it before it is handed out: give --key-file or --kms-key, or --no-seal to go without. Nothing was exported.`;
    throw new UsageError(message);
  }
  const signer = await signerOf(flags, keyFile, place, through);
  const tool = `ticketvault ${manifest.version}`;
  const ledger = new Ledger({ orgId, store, signer, log, now: () => new Date(), tool });
  await ledger.settle();
  return ledger;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** @throws what is no error of ours */
export async function sealProduction(
  dependencies: { readonly archive: ObjectStore; readonly output: Output },
  ledger: Ledger | "no-ledger" | "not-asked",
  plan: ExportPlan,
  receipt: ExportReceipt,
): Promise<ProductionSeal> {
  if (typeof ledger === "string") return { status: ledger };
  try {
    const record = await recordProduction(dependencies, plan, receipt);
    const sequence = await ledger.sealRecord("production", record);
    await handOut(dependencies, { orgId: plan.orgId, id: plan.id, record, sequence });
    return { status: "sealed", sequence };
  } catch (error) {
    if (!(error instanceof TicketvaultError)) throw error;
    return { status: "failed", code: error.code, message: error.message };
  }
}

/** For people. */
export function sealInWords(seal: ProductionSeal): string {
  switch (seal.status) {
    case "sealed":
      return `Sealed as a whole by entry ${seal.sequence} of the ledger: production-seal.json, beside the zips.`;
    case "no-ledger":
      return "Not sealed as a whole: this vault has no ledger. `ticketvault seal` begins one.";
    case "not-asked":
      return "Not sealed as a whole, as --no-seal asks.";
    case "failed":
      return `Not sealed as a whole. Do not hand it out; run the same command again once this is mended. ${seal.message}`;
  }
}
