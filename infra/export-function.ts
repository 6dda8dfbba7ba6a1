/** The function `export`: the steps of an export, which the state machine calls. */
import { Stack } from "aws-cdk-lib";
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { acknowledgeWildcard } from "./acknowledge.ts";
import { explainReading } from "./explain-reading.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { exportFiles, packExports } from "./grants.ts";
import { LONG_TIMEOUT, MEMORY } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { acceptanceRecords, checkpointFiles, productionRecords } from "./record-places.ts";
import { storeEnvironment } from "./store-environment.ts";

export function exportFunction(scope: Construct, parts: Parts): OurFunction {
  const { config, exports, serviceKey } = parts;
  const lambda = ourFunction(scope, "ExportFunction", {
    name: "export",
    description: "Packs archived tickets into zips that can be checked.",
    timeout: LONG_TIMEOUT,
    memory: MEMORY.export,
    environment: {
      ...storeEnvironment(parts),
      [ENV.exportsBucket]: exports.bucketName,
      [ENV.cloudAccount]: Stack.of(scope).account,
    },
    statements: packExports(parts),
    logs: config.logs,
    logKey: serviceKey,
  });
  explainReading(lambda, parts);
  explainExports(lambda, parts);
  acknowledgeWildcard(
    lambda.policy,
    acceptanceRecords(parts),
    "What was accepted of the account's tickets, by their numbers.",
  );
  acknowledgeWildcard(
    lambda.policy,
    checkpointFiles(parts),
    "The ledger's checkpoints, and the lists that they name by their digests.",
  );
  acknowledgeWildcard(
    lambda.policy,
    productionRecords(parts),
    "Records of productions are named by what is in them; their folder is the narrowest that can be said beforehand.",
  );
  return lambda;
}

export function explainExports({ policy }: OurFunction, parts: Parts): void {
  acknowledgeWildcard(
    policy,
    exportFiles(parts),
    "Exports are named by what is in them; their folder is the narrowest that can be said beforehand.",
  );
}
