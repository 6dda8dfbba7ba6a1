/** The function `archive`, and what brings it the requests from the queue. */
import type { Construct } from "constructs";
import { ENV } from "../shared/names.ts";
import { acknowledgeWildcard } from "./acknowledge.ts";
import { eventSource } from "./event-source.ts";
import { type OurFunction, ourFunction } from "./function.ts";
import { announce, archiveFiles, archiveTickets, stagedFiles } from "./grants.ts";
import { ARCHIVE_TIMEOUT, MEMORY } from "./limits.ts";
import type { Parts } from "./parts.ts";
import { acceptanceRecords, holdRecords } from "./record-places.ts";
import { send, take } from "./statements.ts";
import { storeEnvironment } from "./store-environment.ts";

export function archiveFunction(scope: Construct, parts: Parts): OurFunction {
  const { config, bus, requests, serviceKey, egress } = parts;
  const { queue, deadLetters } = requests;
  const archive = ourFunction(scope, "ArchiveFunction", {
    name: "archive",
    description: "Archives the tickets of the request queue.",
    timeout: ARCHIVE_TIMEOUT,
    memory: MEMORY.archive,
    environment: {
      ...archiverEnvironment(parts),
      [ENV.eventBus]: bus.eventBusName,
      [ENV.requestQueueUrl]: queue.queueUrl,
      [ENV.deadLetterQueueUrl]: deadLetters.queueUrl,
    },
    statements: [
      ...archiveTickets(parts),
      announce(parts),
      take("TakeRequests", queue),
      send("GiveUp", deadLetters),
      send("QueueAgain", queue),
    ],
    logs: config.logs,
    logKey: serviceKey,
    network: { egress },
  });
  explainFolders(archive, parts);
  eventSource(scope, "RequestsToArchive", {
    target: archive,
    queue,
    // As many as the function works on at once: one that waits behind others would use up its receives.
    batchSize: 4,
    maxConcurrency: config.concurrency.archive,
  });
  return archive;
}

/** What the archive flow has to know, wherever it runs. */
export function archiverEnvironment(parts: Parts) {
  const { config, credentials, paceTable, indexTable } = parts;
  return {
    ...storeEnvironment(parts),
    [ENV.tenantId]: String(config.tenantId ?? config.orgId),
    [ENV.baseUrl]: config.baseUrl,
    ...(config.attachmentHosts !== undefined && { [ENV.attachmentHosts]: config.attachmentHosts.join(",") }),
    ...callsEnvironment(config),
    ...(config.detailsPath !== undefined && { [ENV.detailsPath]: config.detailsPath }),
    [ENV.credentialsSecret]: credentials.secretArn,
    [ENV.paceTable]: paceTable.tableName,
    [ENV.indexTable]: indexTable.tableName,
  };
}

/** The company's limits of calls, and our part of them. */
export function callsEnvironment({ calls }: Parts["config"]) {
  return {
    [ENV.callsPerWindow]: String(calls.perWindow),
    ...(calls.perDay !== undefined && { [ENV.callsPerDay]: String(calls.perDay) }),
    [ENV.callsShare]: String(calls.share),
  };
}

export function explainFolders({ policy }: OurFunction, parts: Parts): void {
  const reason =
    "All files of one account, whose names are made of ticket numbers and attachments; the folder is the narrowest that can be said beforehand.";
  acknowledgeWildcard(policy, archiveFiles(parts), reason);
  acknowledgeWildcard(policy, holdRecords(parts), reason);
  acknowledgeWildcard(policy, acceptanceRecords(parts), reason);
  acknowledgeWildcard(policy, stagedFiles(parts), reason);
}
