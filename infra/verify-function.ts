/** The function `verify`: reads what is stored by schedule and logs what is wrong with it; it may change nothing. */
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { certificatesFile } from "../shared/settings/certificates.ts";
import { acknowledgeWildcard } from "./acknowledge.ts";
import { explainReading, explainRecords } from "./explain-reading.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { readWitness, verifyVault, witnessFiles } from "./grants.ts";
import { LONG_TIMEOUT, MEMORY } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { storeEnvironment } from "./store-environment.ts";

/** The certificates stand beside the function's code: they are more than an environment may hold. */
const CERTIFICATES = "authorities.pem";

export function verifyFunction(scope: Construct, parts: Parts): OurFunction {
  const { config, serviceKey, signingKey } = parts;
  const verify = ourFunction(scope, "VerifyFunction", {
    name: "verify",
    description: "Verifies the archive and its ledger.",
    timeout: LONG_TIMEOUT,
    memory: MEMORY.verify,
    environment: {
      ...storeEnvironment(parts),
      [ENV.signingKey]: signingKey.keyArn,
      [ENV.verifyEveryHours]: String(config.verify.everyHours),
      [ENV.verifyWithinDays]: String(config.verify.withinDays),
      ...(config.witnessBucket && { [ENV.witnessBucket]: config.witnessBucket }),
      ...(config.tsaCa && { [ENV.tsaCertificates]: CERTIFICATES }),
    },
    ...(config.tsaCa && { files: { [CERTIFICATES]: certificatesFile(config.tsaCa) } }),
    statements: [...verifyVault(parts), ...readWitness(parts)],
    logs: config.logs,
    logKey: serviceKey,
    lostCalls:
      "A verification that is lost is made up for by the next one, and an alarm goes off when none is completed.",
  });
  explainReading(verify, parts);
  explainRecords(verify, parts);
  const witnessed = witnessFiles(parts);
  if (witnessed !== undefined)
    acknowledgeWildcard(verify.policy, witnessed, "Copies of entries of one account, numbered as they come.");
  return verify;
}
