/** Wires the `seal` and `verify` functions. */
import { KMSClient } from "@aws-sdk/client-kms";
import manifest from "../../package.json" with { type: "json" };
import { holdBook } from "../../shared/holds/hold-book.ts";
import { ENV } from "../../shared/names.ts";
import { kmsSigner } from "../../shared/seal/kms-signer.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { common, text } from "../common/environment.ts";
import { lambdaLogger } from "../common/lambda-log.ts";
import { openStore, storeShape } from "../common/open-store.ts";
import { SMALL_CALLS, settings } from "../common/wiring.ts";
import type { VerifyFunction } from "../verify/handler.ts";
import type { SealFunction } from "./handler.ts";

const shape = { ...common, ...storeShape, [ENV.signingKey]: text };

/** @throws UsageError naming what is wrong with the environment */
export async function wireSeal(): Promise<SealFunction> {
  const { given, store, signer, log } = parts();
  const now = () => new Date();
  const ledgers = new Map<number, Ledger>();
  const ledgerOf = (orgId: number): Ledger => {
    const tool = `ticketvault ${manifest.version}`;
    const ledger = ledgers.get(orgId) ?? new Ledger({ orgId, store, signer, log, now, tool });
    ledgers.set(orgId, ledger);
    return ledger;
  };
  return { orgId: given[ENV.orgId], store, ledgerOf, log, now };
}

/** @throws UsageError naming what is wrong with the environment */
export async function wireVerify(): Promise<VerifyFunction> {
  const { given, client, store, signer, log } = parts();
  const orgId = given[ENV.orgId];
  const { changedFiles } = s3LegalHold({ client, bucket: given[ENV.archiveBucket], prefix: "" });
  return {
    orgId,
    holds: holdBook({ store, orgId, now: () => new Date(), changedFiles }),
    tree: storeTree(store),
    publicKey: () => signer.publicKey(),
    log,
    now: () => new Date(),
  };
}

function parts() {
  const given = settings(shape);
  const signer = kmsSigner({ client: new KMSClient(SMALL_CALLS), keyId: given[ENV.signingKey] });
  const client = s3Client();
  return { given, client, store: openStore(given, client), signer, log: lambdaLogger(given[ENV.logLevel]) };
}
