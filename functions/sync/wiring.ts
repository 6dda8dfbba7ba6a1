/** Wires the `sync` function. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { dynamoPacer } from "../../shared/leadsquared/dynamo-pacer.ts";
import { ENV } from "../../shared/names.ts";
import { queueLength, sqsQueue } from "../../shared/requests/sqs-queue.ts";
import { callsOfDay } from "../../shared/sync/calls-of-day.ts";
import { calls, common, text, url } from "../common/environment.ts";
import { lambdaLogger } from "../common/lambda-log.ts";
import { openIndex } from "../common/open-index.ts";
import { storeShape } from "../common/open-store.ts";
import { paceLimits } from "../common/pace-limits.ts";
import { SMALL_CALLS, settings } from "../common/wiring.ts";
import type { SyncDependencies } from "./dependencies.ts";

const shape = {
  ...common,
  ...storeShape,
  ...calls,
  [ENV.indexTable]: text,
  [ENV.paceTable]: text,
  [ENV.requestQueueUrl]: url,
  [ENV.syncFrom]: z.coerce.number({ error: "is no number" }).int().positive().default(1),
};

/** @throws UsageError naming what is wrong with the environment */
export async function wireSync(): Promise<SyncDependencies> {
  const given = settings(shape);
  const log = lambdaLogger(given[ENV.logLevel]);
  const limits = paceLimits(given);
  const pacer = dynamoPacer({
    client: new DynamoDBClient(SMALL_CALLS),
    table: given[ENV.paceTable],
    account: String(given[ENV.orgId]),
    limits,
    log,
  });
  const sqs = { client: new SQSClient(SMALL_CALLS), queueUrl: given[ENV.requestQueueUrl] };
  return {
    orgId: given[ENV.orgId],
    index: openIndex(given),
    from: given[ENV.syncFrom],
    callsPerDay: callsOfDay(limits),
    leftOfDay: () => pacer.leftOfDay(),
    queue: sqsQueue(sqs),
    waiting: () => queueLength(sqs),
    openStore: async () => (await import("../common/open-store.ts")).openStore(given),
    now: () => new Date(),
    log,
  };
}
