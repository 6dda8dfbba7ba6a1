/** The function `api`: queues requests, archives in the call when asked to, shows what is archived, holds and exports. */
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { acknowledgeWildcard } from "./acknowledge.ts";
import { archiverEnvironment, explainFolders } from "./archive-function.ts";
import { explainExports } from "./export-function.ts";
import { startExports } from "./export-machine.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { archiveTickets, readExports, recordHolds } from "./grants.ts";
import { API_TIMEOUT, MEMORY } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { acceptanceRecords } from "./record-places.ts";
import type { OurMachine } from "./state-machine.ts";
import { allow, send } from "./statements.ts";

export function apiFunction(scope: Construct, parts: Parts, exportRuns: OurMachine): OurFunction {
  const { config, requests, holds, exports, serviceKey, egress } = parts;
  const api = ourFunction(scope, "ApiFunction", {
    name: "api",
    description: "Answers Ticketvault's HTTP API.",
    timeout: API_TIMEOUT,
    memory: MEMORY.api,
    environment: {
      ...archiverEnvironment(parts),
      [ENV.requestQueueUrl]: requests.queue.queueUrl,
      [ENV.holdQueueUrl]: holds.queue.queueUrl,
      [ENV.exportsBucket]: exports.bucketName,
      [ENV.exportStateMachine]: exportRuns.machine.stateMachineArn,
    },
    statements: [
      ...archiveTickets(parts),
      send("Queue", requests.queue),
      ...recordHolds(parts),
      allow("AcceptGaps", ["s3:PutObject"], acceptanceRecords(parts)),
      ...readExports(parts),
      ...startExports(exportRuns),
    ],
    logs: config.logs,
    logKey: serviceKey,
    reservedConcurrency: config.concurrency.api,
    network: { egress },
  });
  explainFolders(api, parts);
  explainExports(api, parts);
  acknowledgeWildcard(
    api.policy,
    exportRuns.runs,
    "Runs of one state machine, which are named when they are started.",
  );
  return api;
}
