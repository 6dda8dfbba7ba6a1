/** Wires the `verify` function. */
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { ENV } from "../../shared/names.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { days, hours } from "../common/environment.ts";
import { openEvidence } from "../common/open-evidence.ts";
import { settings } from "../common/wiring.ts";
import type { VerifyDependencies } from "./dependencies.ts";

/** @throws UsageError naming what is wrong with the environment */
export async function wireVerify(): Promise<VerifyDependencies> {
  const { given, client, store, signer, log } = openEvidence();
  const rota = settings({ [ENV.verifyEveryHours]: hours, [ENV.verifyWithinDays]: days });
  const orgId = given[ENV.orgId];
  const { changedFiles } = s3LegalHold({ client, bucket: given[ENV.archiveBucket], prefix: "" });
  return {
    orgId,
    holds: holdRegister({ store, orgId, now: () => new Date(), changedFiles }),
    tree: storeTree(store),
    publicKey: () => signer.publicKey(),
    rota: { everyHours: rota[ENV.verifyEveryHours], withinDays: rota[ENV.verifyWithinDays] },
    log,
    now: () => new Date(),
  };
}
