/** The function `sync`: each minute it puts what is new or due into the request queue, and each day it takes the census. */

import type { PolicyStatement } from "aws-cdk-lib/aws-iam";
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { acknowledgeWildcard } from "./acknowledge.ts";
import { callsEnvironment } from "./archive-function.ts";
import { explainReading } from "./explain-reading.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { archiveFiles, indexOfLines, keepIndex, ledgerFiles } from "./grants.ts";
import { LONG_TIMEOUT, MEMORY } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { acceptanceRecords, censuses } from "./record-places.ts";
import { allow, readAndWriteByKey, readArchive, send } from "./statements.ts";
import { storeEnvironment } from "./store-environment.ts";
import type { Timer } from "./timers.ts";

export function syncFunction(scope: Construct, parts: Parts): OurFunction {
  const { config, indexTable, paceTable, requests, serviceKey } = parts;
  const sync = ourFunction(scope, "SyncFunction", {
    name: "sync",
    description: "Finds new and due tickets, asks for them, and takes the census.",
    // A turn takes a second; a census or making the index anew takes minutes.
    timeout: LONG_TIMEOUT,
    memory: MEMORY.sync,
    environment: {
      ...storeEnvironment(parts),
      ...callsEnvironment(config),
      [ENV.indexTable]: indexTable.tableName,
      [ENV.paceTable]: paceTable.tableName,
      [ENV.requestQueueUrl]: requests.queue.queueUrl,
      [ENV.syncFrom]: String(config.sync.from),
    },
    statements: findTickets(parts),
    logs: config.logs,
    logKey: serviceKey,
    lostCalls:
      "A turn that is lost is made up for by the next minute's, and an alarm goes off when none is completed.",
  });
  explainReading(sync, parts);
  acknowledgeWildcard(
    sync.policy,
    acceptanceRecords(parts),
    "What was accepted of the account's tickets, by their numbers.",
  );
  acknowledgeWildcard(sync.policy, censuses(parts), "The account's censuses, by their times.");
  acknowledgeWildcard(sync.policy, indexOfLines(parts), "The one index by due time of the table.");
  return sync;
}

export function syncTimers(target: OurFunction): Timer[] {
  return [
    { target, every: { minutes: 1 } },
    { target, every: { hours: 24 }, task: "census" },
  ];
}

/** Looks up what is due, leases it and asks for it; reads the archive to make the index anew, and keeps censuses beside it. */
function findTickets(parts: Parts): PolicyStatement[] {
  const { indexTable, paceTable, requests } = parts;
  return [
    ...keepIndex(parts),
    allow("LookUpIndex", ["dynamodb:Query"], indexTable.tableArn, indexOfLines(parts)),
    allow("ReadPace", ["dynamodb:GetItem"], paceTable.tableArn),
    send("Request", requests.queue),
    allow("CountRequests", ["sqs:GetQueueAttributes"], requests.queue.queueArn),
    ...readArchive(parts, archiveFiles(parts), acceptanceRecords(parts), ledgerFiles(parts), censuses(parts)),
    allow("KeepCensus", ["s3:PutObject"], censuses(parts)),
    readAndWriteByKey(parts),
  ];
}
