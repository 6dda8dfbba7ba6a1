/** The `archive` function on real parts: SQS in fauxqs, the S3 stand-in, a bus, and LeadSquared's sandbox. */

import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import type { ArchiveDependencies } from "../../functions/archive/dependencies.ts";
import { handleArchive } from "../../functions/archive/handler.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import { eventBus } from "../../shared/requests/event-bus.ts";
import { sqsQueue, sqsReceivedMessages } from "../../shared/requests/sqs-queue.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { indexKeeper } from "../../shared/sync/keep-index.ts";
import { sqliteIndex } from "../../shared/sync/sqlite-index.ts";
import type { TicketIndex } from "../../shared/sync/ticket-index.ts";
import { harness } from "../archive/harness.ts";
import { type EventBusStandIn, startEventBus } from "../stand-ins/aws/event-bus.ts";
import { type Queues, startQueues } from "../stand-ins/aws/queues.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { type RecordedLog, recordedLog, timeLeft } from "./http.ts";

export interface ArchiveParts extends AsyncDisposable {
  readonly index: TicketIndex;
  readonly sandbox: Sandbox;
  readonly s3: S3StandIn;
  readonly queues: Queues;
  readonly bus: EventBusStandIn;
  readonly store: ObjectStore;
  readonly logged: RecordedLog;
  readonly dependencies: ArchiveDependencies;
  /** Puts requests into the queue: texts as they are, anything else as JSON. */
  send(...requests: unknown[]): Promise<void>;
  /** Runs one batch as Lambda does, with so many ms until the kill; undefined when no message is there. */
  work(ms?: number, more?: Partial<ArchiveDependencies>): Promise<Batch | undefined>;
  /** Type and detail of the events so far. */
  events(): unknown[];
}

interface Batch {
  readonly event: SQSEvent;
  readonly response: SQSBatchResponse;
}

/** Signs nothing that anybody checks. */
const credentials = { accessKeyId: "test", secretAccessKey: "test" };

export async function startArchive(): Promise<ArchiveParts> {
  const [sandbox, s3, queues, bus] = await Promise.all([
    startSandbox({ tickets: 8, limit: { calls: 1_000 } }),
    startS3(),
    startQueues({ maxReceives: 1000 }),
    startEventBus(),
  ]);
  const s3Client = vaultClient(s3);
  await makeVaultBuckets(s3Client);
  const store = vaultStore(s3Client);
  const events = new EventBridgeClient({
    endpoint: bus.endpoint,
    region: "us-east-1",
    credentials,
    maxAttempts: 1,
  });
  const logged = recordedLog();
  const { log } = logged;
  const pacer = localPacer({ ...VENDOR_PACE, limit: 1_000 });
  const index = sqliteIndex(":memory:");
  const keeper = indexKeeper({ index: async () => index, now: () => Date.now(), log });
  const wired = harness(sandbox, store, { log, pacer, client: { retries: 1 }, onSeen: keeper.seen });
  const dependencies: ArchiveDependencies = {
    orgId: sandbox.orgId,
    archive: wired.request,
    events: eventBus({ client: events, busName: "tickets" }),
    messages: sqsReceivedMessages({
      client: queues.client,
      queueUrl: queues.requestQueueUrl,
      deadLetterQueueUrl: queues.deadLetterQueueUrl,
    }),
    queue: sqsQueue({ client: queues.client, queueUrl: queues.requestQueueUrl }),
    index: keeper,
    log,
    reserveMs: 0,
    random: () => 0.5,
  };
  return {
    index,
    sandbox,
    s3,
    queues,
    bus,
    store,
    logged,
    dependencies,
    async send(...requests) {
      for (const request of requests) {
        await queues.send(typeof request === "string" ? request : JSON.stringify(request));
      }
    },
    async work(ms = 30_000, more = {}) {
      const event = await queues.receive();
      if (event === undefined) return undefined;
      const context = { awsRequestId: "request-1", ...timeLeft(ms) };
      const response = await handleArchive({ ...dependencies, ...more }, event, context);
      await queues.acknowledge(event, response);
      return { event, response };
    },
    events: () => bus.events.map(({ event }) => ({ type: event["detail-type"], detail: event.detail })),
    async [Symbol.asyncDispose]() {
      s3Client.destroy();
      events.destroy();
      await Promise.all([
        wired[Symbol.asyncDispose](),
        sandbox.close(),
        s3.close(),
        queues[Symbol.asyncDispose](),
        bus.close(),
      ]);
    },
  };
}
