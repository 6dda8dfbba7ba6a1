/** The function `verify`: reads what is stored by schedule and logs what is wrong with it; it may change nothing. */
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { explainReading, explainRecords } from "./explain-reading.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { verifyVault } from "./grants.ts";
import { LONG_TIMEOUT, MEMORY } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { storeEnvironment } from "./store-environment.ts";

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
    },
    statements: verifyVault(parts),
    logs: config.logs,
    logKey: serviceKey,
    lostCalls:
      "A verification that is lost is made up for by the next one, and an alarm goes off when none is completed.",
  });
  explainReading(verify, parts);
  explainRecords(verify, parts);
  return verify;
}
