/** Gives each test a deployment of its own, and looks for leaked secrets when the test is done. */

import { expect, inject, onTestFailed } from "vitest";
import { ENV } from "../../shared/names.ts";
import { validateStorageRoot } from "../../shared/ocfl/validator/validator.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import type { S3StandIn } from "../stand-ins/s3/stand-in.ts";
import { type Deployment, type DeployOptions, deploy } from "./deployment.ts";

/** Every secret of the tests carries the first word; the second is in every signed link. */
const SECRET = /CANARY|X-Amz-(Signature|Credential|Security-Token)/i;

/** Runs `act` on a fresh stack. Whatever it does, no secret may be left anywhere, and what is archived must be valid. */
export async function onStack(
  act: (stack: Deployment) => Promise<void>,
  options: DeployOptions = {},
): Promise<void> {
  await using stack = await deploy(inject("assembly"), options);
  onTestFailed(() => {
    for (const { id, running } of stack.functions) process.stderr.write(`\n${id}:\n${running.logs()}`);
  });
  await act(stack);
  for (const [where, text] of await everythingWritten(stack)) {
    expect(SECRET.exec(text)?.[0], `a secret in ${where}`).toBeUndefined();
    expect(text.includes(stack.s3.credentials.secretAccessKey), `AWS's secret key in ${where}`).toBe(false);
  }
  expect(stack.sandbox.counts.leakedKeys).toBe(0);
  expect(await errorsOf(stack)).toEqual([]);
}

/** Logs, queue messages, events, runs of the state machine, and every version of every object, by where they stand. */
async function everythingWritten({
  functions,
  queues,
  bus,
  stepFunctions,
  s3,
  setting,
}: Deployment): Promise<[string, string][]> {
  const buckets = [ENV.archiveBucket, ENV.stagingBucket, ENV.exportsBucket].map(setting);
  const objects = buckets.map((bucket) => objectsOf(s3, bucket));
  return [
    ...functions.map(({ id, running }): [string, string] => [`the log of ${id}`, running.logs()]),
    ["the queue", queues.sent.join("\n")],
    ["an event", JSON.stringify(bus.events)],
    ["a run", JSON.stringify(stepFunctions.runs)],
    ...(await Promise.all(objects)).flat(),
  ];
}

async function objectsOf(s3: S3StandIn, bucket: string): Promise<[string, string][]> {
  return await Promise.all(
    s3.keys(bucket).map(async (key): Promise<[string, string]> => {
      const bytes = await s3.bytes(bucket, key);
      return [`${bucket}/${key}`, `${key}\n${bytes?.toString("latin1")}`];
    }),
  );
}

/** The errors that the OCFL validator finds in the archive. */
async function errorsOf({ store, sandbox }: Deployment): Promise<string[]> {
  const tree = storeTree(store);
  const root = `archive/${sandbox.orgId}`;
  if ((await tree.children(root)).files.length === 0) return [];
  const found: string[] = [];
  const note = (findings: readonly { readonly severity: string; readonly code: string }[]): void => {
    found.push(...findings.filter(({ severity }) => severity === "error").map(({ code }) => code));
  };
  const { findings } = await validateStorageRoot(tree, root, {
    mode: "full",
    onObject: (object) => note(object.findings),
  });
  note(findings);
  return found;
}

/** What a message of the queue says. */
export function request(ticketId: unknown, more: object = {}): string {
  return JSON.stringify({ ticketId, reason: "test", requestedBy: "tests", ...more });
}

/** The head of a ticket's archive, such as `v1`; undefined when there is none. */
export async function headOf({ store }: Deployment, ticketId: number): Promise<string | undefined> {
  const file = await store.read(`archive/22824/${ticketId}/inventory.json`);
  return file && JSON.parse(Buffer.from(file.bytes).toString()).head;
}

/** Seals what is new; gives the types of the events that were raised until then, with the tickets that they are about. */
export async function announced(stack: Deployment): Promise<string[]> {
  await stack.sealNew();
  return stack.bus.events.map(
    ({ event }) => `${event["detail-type"]} ${Reflect.get(Object(event.detail), "ticketId")}`,
  );
}
