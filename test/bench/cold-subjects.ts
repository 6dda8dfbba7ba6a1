/** What `bench:cold` starts: each function with its environment and a first event, and bare Node beside them. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { bundleFunction, type FunctionName } from "../../infra/bundle.ts";
import { API_ROUTES, ENV, WEBHOOK_PATH } from "../../shared/names.ts";
import type { StandIns } from "../e2e/stand-ins.ts";
import { REGION } from "../e2e/template.ts";
import { INDEX_TABLE, PACE_TABLE } from "../stand-ins/aws/dynamo.ts";
import type { FunctionOptions } from "../stand-ins/lambda/environment.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";

export interface Subject {
  readonly name: string;
  readonly options: FunctionOptions;
  /** The first event; another one for each start, so that each finds the same work. */
  readonly event: (run: number) => unknown;
  readonly isRight: (result: unknown) => boolean;
  /** Times the start of bare Node that are the most. */
  readonly target?: number;
}

const WEBHOOK_SECRET = "CANARY-WEBHOOK-SECRET-of-the-benchmark";
const HEADER = "x-ticketvault-secret";

const SECRETS = { credentials: "arn:credentials", webhook: "arn:webhook" };
/** Of the first ticket that a start archives; each is a copy of ticket 143. */
const FIRST_TICKET = 2000;

/** Bundles the functions into folders below `folder`. */
export async function subjects(folder: string, standIns: StandIns, runs: number): Promise<Subject[]> {
  await furnish(standIns, runs);
  const env = { ...standIns.environment, ...settings(standIns) };
  const options = (name: string): FunctionOptions => {
    return { name, folder: join(folder, name), env, timeoutMs: 30_000, memoryMb: 1769 };
  };
  const all: FunctionName[] = ["archive", "api", "webhook"];
  for (const name of all) bundleFunction(name, join(folder, name));
  const webhook = JSON.stringify({ TicketId: 143 });
  return [
    await bare(options("bare")),
    // What a start itself costs: the first event asks for nothing.
    {
      name: "archive",
      options: options("archive"),
      event: () => ({ Records: [] }),
      isRight: isDone,
      target: 5.5,
    },
    {
      name: "api",
      options: options("api"),
      event: () => http(API_ROUTES.showOpenapi),
      isRight: has(200),
      target: 3.5,
    },
    {
      name: "webhook",
      options: options("webhook"),
      event: () => http(`HEAD ${WEBHOOK_PATH}`),
      isRight: has(200),
      target: 3.5,
    },
    // With the work of a first event: clients, connections and code that is used for the first time.
    {
      name: "archive, a ticket",
      options: options("archive"),
      event: (run) => sqsEvent({ ticketId: FIRST_TICKET + run }),
      isRight: isDone,
    },
    {
      name: "api, queue a ticket",
      options: options("api"),
      event: () => http(API_ROUTES.archiveTicket),
      isRight: has(202),
    },
    {
      name: "webhook, queue a ticket",
      options: options("webhook"),
      event: () => http(`POST ${WEBHOOK_PATH}`, webhook),
      isRight: has(200),
    },
  ];
}

async function bare(options: FunctionOptions): Promise<Subject> {
  await mkdir(options.folder, { recursive: true });
  await writeFile(join(options.folder, "index.mjs"), "export const handler = async () => true;\n");
  return { name: "bare Node", options, event: () => ({}), isRight: (result) => result === true };
}

/** Puts in place what the first events need: buckets, queues, the table, secrets and tickets. */
async function furnish({ sandbox, s3, queues, secrets }: StandIns, runs: number): Promise<void> {
  const { credentials } = s3;
  const buckets = vaultClient(s3);
  await makeVaultBuckets(buckets);
  const sqs = new SQSClient({ endpoint: queues.endpoint, region: REGION, credentials });
  for (const QueueName of ["requests", "dead"]) await sqs.send(new CreateQueueCommand({ QueueName }));
  for (const client of [buckets, sqs]) client.destroy();
  const { accessKey, secretKey } = sandbox;
  secrets.put(SECRETS.credentials, JSON.stringify({ accessKey, secretKey }));
  secrets.put(SECRETS.webhook, JSON.stringify({ current: WEBHOOK_SECRET }));
  const ticket = sandbox.ticket(143);
  if (ticket === undefined) throw new Error("The sandbox has no ticket 143.");
  for (let run = 0; run < runs; run += 1) sandbox.setTicket(FIRST_TICKET + run, structuredClone(ticket));
}

function settings({ sandbox, queues }: StandIns): Record<string, string> {
  return {
    [ENV.orgId]: String(sandbox.orgId),
    [ENV.baseUrl]: sandbox.origin,
    [ENV.attachmentHosts]: sandbox.origin,
    [ENV.credentialsSecret]: SECRETS.credentials,
    [ENV.webhookSecret]: SECRETS.webhook,
    [ENV.webhookHeader]: HEADER,
    [ENV.archiveBucket]: ARCHIVE_BUCKET,
    [ENV.stagingBucket]: STAGING_BUCKET,
    [ENV.requestQueueUrl]: `${queues.endpoint}/000000000000/requests`,
    [ENV.deadLetterQueueUrl]: `${queues.endpoint}/000000000000/dead`,
    [ENV.unreadWebhooksQueueUrl]: `${queues.endpoint}/000000000000/unread`,
    [ENV.holdQueueUrl]: `${queues.endpoint}/000000000000/holds`,
    [ENV.exportsBucket]: "exports",
    [ENV.exportStateMachine]: "arn:aws:states:us-east-1:000000000000:stateMachine:exports",
    [ENV.eventBus]: "bus",
    [ENV.paceTable]: PACE_TABLE,
    [ENV.indexTable]: INDEX_TABLE,
    [ENV.logLevel]: "info",
  };
}

const isDone = (result: unknown): boolean => JSON.stringify(result) === '{"batchItemFailures":[]}';

function sqsEvent(body: object): unknown {
  const attributes = { ApproximateReceiveCount: "1", SentTimestamp: String(Date.now()) };
  return { Records: [{ messageId: "1", receiptHandle: "1", body: JSON.stringify(body), attributes }] };
}

function http(routeKey: string, body?: string): unknown {
  const [method, template = ""] = routeKey.split(" ");
  const path = template.replace("{id}", "143");
  return {
    version: "2.0",
    routeKey,
    rawPath: path,
    rawQueryString: "",
    headers: { "content-type": "application/json", [HEADER]: WEBHOOK_SECRET },
    pathParameters: { ticketId: "143" },
    requestContext: { requestId: "1", http: { method, path } },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  };
}

function has(status: number): (result: unknown) => boolean {
  return (result) =>
    typeof result === "object" && result !== null && Reflect.get(result, "statusCode") === status;
}
