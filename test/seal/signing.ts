/** Ledgers written with keys in memory, and what `verify` says of them. */
import { generateKeyPairSync, sign } from "node:crypto";
import { verifyLedger } from "../../shared/ledger/check-ledger.ts";
import { type PublicKey, publicKeyOf } from "../../shared/ledger/public-key.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import type { Signer } from "../../shared/seal/signer.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { ORG } from "./archived.ts";

export const NOW = new Date("2026-01-03T00:00:00.000Z");

export function memorySigner(): Signer & { readonly key: PublicKey } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const key = publicKeyOf(publicKey);
  return { key, publicKey: async () => key, sign: async (bytes) => sign("sha256", bytes, privateKey) };
}

export function ledgerOn(store: ObjectStore, by: Signer, now = NOW, orgId = ORG): Ledger {
  return new Ledger({ orgId, store, signer: by, log: silentLogger, now: () => now, tool: "tests" });
}

/** @param pinned keys known from elsewhere */
export async function verified(store: ObjectStore, pinned: readonly PublicKey[] = []) {
  const ledger = await verifyLedger(storeTree(store), ORG, { now: NOW, pinned });
  if (ledger === undefined) throw new Error("there is no ledger");
  return ledger;
}
