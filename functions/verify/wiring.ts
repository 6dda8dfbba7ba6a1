/** Wires the `verify` function. */
import type { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { certificatesIn } from "../../shared/authorities.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { ENV } from "../../shared/names.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { s3Store } from "../../shared/store/s3.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import type { Witness } from "../../shared/verify/check-witness.ts";
import { days, hours, text } from "../common/environment.ts";
import { openEvidence } from "../common/open-evidence.ts";
import { settings } from "../common/wiring.ts";
import type { VerifyDependencies } from "./dependencies.ts";

/** @throws UsageError naming what is wrong with the environment */
export async function wireVerify(): Promise<VerifyDependencies> {
  const { given, client, store, signer, log } = openEvidence();
  const rota = settings({ [ENV.verifyEveryHours]: hours, [ENV.verifyWithinDays]: days });
  const orgId = given[ENV.orgId];
  const beside = settings({ [ENV.witnessBucket]: text.optional(), [ENV.tsaCertificates]: text.optional() });
  const bucket = beside[ENV.witnessBucket];
  const staging = { bucket: given[ENV.stagingBucket], prefix: "" };
  const witness =
    bucket === undefined ? undefined : witnessAt(s3Store({ client, bucket, prefix: "", staging }));
  const { changedFiles } = s3LegalHold({ client, bucket: given[ENV.archiveBucket], prefix: "" });
  return {
    orgId,
    holds: holdRegister({ store, orgId, now: () => new Date(), changedFiles }),
    tree: storeTree(store),
    publicKey: () => signer.publicKey(),
    outside: { authorities: await authoritiesIn(beside[ENV.tsaCertificates]), witness },
    rota: { everyHours: rota[ENV.verifyEveryHours], withinDays: rota[ENV.verifyWithinDays] },
    log,
    now: () => new Date(),
  };
}

function witnessAt(store: ObjectStore): Witness {
  return { tree: storeTree(store), location: store.location };
}

/** @param file beside the function's code */
async function authoritiesIn(file: string | undefined): Promise<readonly X509Certificate[]> {
  return file === undefined ? [] : certificatesIn(await readFile(resolve(import.meta.dirname, file)));
}
