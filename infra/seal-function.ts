/** The function `seal`: S3's notices come to it in batches, and every hour it writes that it is alive. */
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { acknowledgeWildcard } from "./acknowledge.ts";
import { eventSource } from "./event-source.ts";
import { explainReading, explainRecords } from "./explain-reading.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { sealVersions, tellWitness, witnessFiles } from "./grants.ts";
import { MEMORY, SEAL_TIMEOUT } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { send, take } from "./statements.ts";
import { storeEnvironment } from "./store-environment.ts";
import { SEAL_WINDOW } from "./work-queues.ts";

export function sealFunction(scope: Construct, parts: Parts): OurFunction {
  const { bus, commits, config, requests, serviceKey, signingKey } = parts;
  const seal = ourFunction(scope, "SealFunction", {
    name: "seal",
    description: "Writes new versions and records into the signed ledger, and tells of versions.",
    timeout: SEAL_TIMEOUT,
    memory: MEMORY.seal,
    environment: {
      ...storeEnvironment(parts),
      [ENV.signingKey]: signingKey.keyArn,
      [ENV.eventBus]: bus.eventBusName,
      [ENV.requestQueueUrl]: requests.queue.queueUrl,
      ...(config.witnessBucket && { [ENV.witnessBucket]: config.witnessBucket }),
      ...(config.tsa && { [ENV.tsa]: config.tsa.join(",") }),
    },
    statements: [
      ...sealVersions(parts),
      ...tellWitness(parts),
      take("TakeCommits", commits.queue),
      send("FinishLeft", requests.queue),
    ],
    logs: config.logs,
    logKey: serviceKey,
    lostCalls:
      "Notices stay in their queue, which has a dead-letter queue. A heartbeat that is lost is made up for by the next hour's, and an alarm goes off when none comes.",
  });
  explainReading(seal, parts);
  explainRecords(seal, parts);
  const witnessed = witnessFiles(parts);
  if (witnessed !== undefined)
    acknowledgeWildcard(seal.policy, witnessed, "Copies of entries of one account, numbered as they come.");
  eventSource(scope, "CommitsToSeal", {
    target: seal,
    queue: commits.queue,
    batchSize: 1000,
    batchingWindow: SEAL_WINDOW,
    // SQS's least for an event source. One after the other would do: the entry's number decides between two.
    maxConcurrency: 2,
  });
  return seal;
}
