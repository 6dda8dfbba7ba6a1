/** The stack as deployed, on this machine: the template's wiring between real bundles and the stand-ins. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import type { Sandbox } from "../../cli/sandbox/sandbox.ts";
import { ENV } from "../../shared/names.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { s3Store } from "../../shared/store/s3.ts";
import { busEvent } from "../stand-ins/aws/event-bus.ts";
import type { RunningFunction } from "../stand-ins/lambda/function.ts";
import type { Outcome } from "../stand-ins/lambda/runtime-api.ts";
import { vaultClient } from "../stand-ins/s3/vault.ts";
import { drain, type EventSource, runOnce } from "./event-source.ts";
import { type DeployedFunction, deployFunctions, type FunctionChanges } from "./functions.ts";
import { serveHttpApi } from "./http-api.ts";
import { noticeRule, noticesOf } from "./notices.ts";
import type { QueuedMessage } from "./queues.ts";
import { makeResources, physical } from "./resources.ts";
import { type StandIns, startStandIns } from "./stand-ins.ts";
import { runMachine } from "./state-machine.ts";
import { ACCOUNT, REGION, Template } from "./template.ts";
import { deliveries, queueTrigger, routesOf, scheduledEvent } from "./triggers.ts";

export interface Deployment extends StandIns, AsyncDisposable {
  readonly functions: readonly DeployedFunction[];
  /** The function that takes the requests. */
  readonly archive: RunningFunction;
  /** Of the HTTP API. */
  readonly origin: string;
  /** The environment of the functions that have such a variable. */
  setting(name: string): string;
  /** The archive, as a reader with the same rights sees it. */
  readonly store: ObjectStore;
  /** Puts an event on a bus, the stack's own unless said, and plays the rules; gives how many targets it reached. */
  putEvent(source: string, detailType: string, detail: unknown, bus?: string): Promise<number>;
  /** Puts a text into the request queue. */
  send(body: string): Promise<void>;
  /** Runs the archive function until the queue is empty, on so many batches side by side; gives their number. */
  drain(workers?: number): Promise<number>;
  /** Makes messages say that they are so many ms older than they are. */
  age(ms: number): void;
  /** Runs it on one batch; false when there was none. */
  runOnce(): Promise<boolean>;
  /** What waits in the request queue. */
  requests(): Promise<QueuedMessage[]>;
  deadLetters(): Promise<QueuedMessage[]>;
  /** Moves what lies in the dead-letter queue back, as `StartMessageMoveTask` does; gives the number of messages. */
  redrive(): Promise<number>;
  /** Runs the function `hold` on every message that is due; gives the number of batches. */
  applyHolds(): Promise<number>;
  /** Tells of what was archived since the last call, as S3 does, and runs `seal` on it; gives the number of batches. */
  sealNew(): Promise<number>;
  /** The public part of the key that signs the ledger (DER). */
  readonly publicKey: Buffer;
  /** Calls a function as its schedule does, or the one of a task. */
  callOnTime(name: "seal" | "verify" | "sync", task?: string): Promise<Outcome>;
  /** Runs every export that was started and has not ended. */
  runExports(): Promise<void>;
  /** What a function wrote into its log. */
  logsOf(name: "seal" | "verify" | "sync"): string;
}

export interface DeployOptions extends FunctionChanges {
  /** A LeadSquared that outlives this deployment; one of its own unless said. */
  readonly sandbox?: Sandbox;
  /** Puts other servers in the place of some stand-ins. */
  readonly replace?: (standIns: StandIns) => StandIns;
}

/** @param assembly the folder of the synthesized stack */
export async function deploy(assembly: string, options: DeployOptions = {}): Promise<Deployment> {
  const own = await startStandIns(options.sandbox);
  const standIns = options.replace?.(own) ?? own;
  const { sandbox, s3, queues, secrets, kms, stepFunctions } = standIns;
  const template = new Template(await templateText(assembly), (id, { Type }) => physical(standIns, id, Type));
  await makeResources(template, standIns);
  const functions = deployFunctions(template, assembly, standIns, options);
  const setting = (name: string): string => {
    const value = functions.map(({ env }) => env[name]).find((given) => given !== undefined);
    if (value === undefined) throw new Error(`No function has ${name} in its environment.`);
    return value;
  };

  const requestQueue = queueOf(setting(ENV.requestQueueUrl));
  const deadLetterQueue = queueOf(setting(ENV.deadLetterQueueUrl));
  const holdQueue = queueOf(setting(ENV.holdQueueUrl));
  const notice = noticeRule(template);
  const commitQueue = queueOf(`${queues.endpoint}/${ACCOUNT}/${notice.queueArn.split(":").at(-1)}`);
  const newNotices = noticesOf(s3, notice);
  const client = new SQSClient({ endpoint: queues.endpoint, region: REGION, credentials: s3.credentials });
  const sourceOf = ({ url: queueUrl, arn: queueArn }: Queue): EventSource => {
    const { target, ...trigger } = queueTrigger(template, functions, queueArn);
    return { ...trigger, target: target.running, client, queueUrl, queueArn };
  };
  let ageMs = 0;
  const source = { ...sourceOf(requestQueue), ageMs: () => ageMs };
  const archive = source.target;
  const api = await serveHttpApi(routesOf(template, functions));

  const s3Client = vaultClient(s3);
  const store = s3Store({
    client: s3Client,
    bucket: setting(ENV.archiveBucket),
    prefix: "",
    staging: { bucket: setting(ENV.stagingBucket), prefix: "" },
  });

  const send = async (body: string, { url: QueueUrl }: Queue = requestQueue): Promise<void> => {
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: body }));
  };

  const functionNamed = (name: "seal" | "verify" | "sync"): DeployedFunction => {
    const prefix = `${name[0]?.toUpperCase()}${name.slice(1)}Function`;
    const found = functions.find(({ id }) => id.startsWith(prefix));
    if (found === undefined) throw new Error(`The template has no function ${name}.`);
    return found;
  };

  secrets.put(setting(ENV.credentialsSecret), JSON.stringify(keysOf(sandbox)));
  return {
    ...standIns,
    functions,
    archive,
    origin: api.origin,
    setting,
    store,
    send: (body) => send(body),
    async putEvent(from, detailType, detail, busName = setting(ENV.eventBus)) {
      const found = deliveries(template, busName, busEvent(from, detailType, detail));
      for (const { arn, input } of found) {
        if (arn !== requestQueue.arn) throw new Error(`A rule leads to ${arn}, which is not played.`);
        await send(input);
      }
      return found.length;
    },
    drain: (workers = 1) => drain(source, workers),
    age(ms) {
      ageMs = ms;
    },
    runOnce: () => runOnce(source),
    requests: () => queues.messages(requestQueue.name),
    deadLetters: () => queues.messages(deadLetterQueue.name),
    async redrive() {
      for (let moved = 0; ; moved += 1) {
        const { Messages = [] } = await client.send(
          new ReceiveMessageCommand({ QueueUrl: deadLetterQueue.url, MaxNumberOfMessages: 1 }),
        );
        const [message] = Messages;
        if (message === undefined) return moved;
        await send(message.Body ?? "");
        const { ReceiptHandle } = message;
        await client.send(new DeleteMessageCommand({ QueueUrl: deadLetterQueue.url, ReceiptHandle }));
      }
    },
    applyHolds: () => drain(sourceOf(holdQueue)),
    async sealNew() {
      for (const body of newNotices()) await send(body, commitQueue);
      return drain(sourceOf(commitQueue));
    },
    publicKey: kms.makeKey(setting(ENV.signingKey)),
    callOnTime(name, task) {
      const target = functionNamed(name);
      return target.running.invoke(scheduledEvent(template, target, task));
    },
    async runExports() {
      for (const run of stepFunctions.runs) run.output ??= await runMachine(template, functions, run.input);
    },
    logsOf: (name) => functionNamed(name).running.logs(),
    async [Symbol.asyncDispose]() {
      await Promise.all(functions.map(({ running }) => running.close()));
      client.destroy();
      s3Client.destroy();
      await api.close();
      await standIns.close();
    },
  };
}

function keysOf({ accessKey, secretKey }: StandIns["sandbox"]): object {
  return { accessKey, secretKey };
}

interface Queue {
  readonly url: string;
  readonly arn: string;
  readonly name: string;
}

function queueOf(url: string): Queue {
  const name = url.split("/").at(-1) ?? "";
  return { url, name, arn: `arn:aws:sqs:${REGION}:${ACCOUNT}:${name}` };
}

async function templateText(assembly: string): Promise<string> {
  const names = await readdir(assembly);
  const name = names.find((file) => file.endsWith(".template.json"));
  return await readFile(join(assembly, name ?? ""), "utf8");
}
