/** The archive flow as the functions wire it: what guards it is plugged in. H1 */
import fs from "node:fs";
import { DeleteItemCommand, GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { handleArchive } from "../../functions/archive/handler.ts";
import { wireArchive } from "../../functions/archive/wiring.ts";
import { wireHold } from "../../functions/hold/wiring.ts";
import { ENV, PACE_KEY } from "../../shared/names.ts";
import { everyNameLeadsTo } from "../name-service.ts";
import { PACE_TABLE } from "../stand-ins/aws/dynamo.ts";
import { ARCHIVE_BUCKET } from "../stand-ins/s3/vault.ts";
import { LONGEST_MS, watchWaits } from "../waits.ts";
import { timeLeft } from "./http.ts";
import { type Surroundings, startSurroundings } from "./surroundings.ts";

let around: Surroundings;
beforeAll(async () => {
  around = await startSurroundings();
});
afterAll(() => around[Symbol.asyncDispose]());
beforeEach(() => around.set());
afterEach(() => vi.unstubAllEnvs());

async function queued(ticketId: number): Promise<SQSEvent> {
  await around.queues.send(JSON.stringify({ ticketId }));
  return (await around.queues.receive()) ?? { Records: [] };
}

/** Has the function, wired afresh, work on a batch of messages. */
async function work(event: SQSEvent): Promise<SQSBatchResponse> {
  return handleArchive(await wireArchive(), event, { awsRequestId: "request-1", ...timeLeft(60_000) });
}

const archive = async (ticketId: number) => work(await queued(ticketId));

it("connects to no private address, whatever the name service says", async () => {
  const { sandbox, s3 } = around;
  vi.stubEnv(ENV.attachmentHosts, "files.example.com");
  sandbox.fault({ on: "api", kind: "content-path", contentPath: "https://files.example.com/a.png" });
  everyNameLeadsTo("127.0.0.1");

  await archive(143);

  const ticket = await s3.bytes(ARCHIVE_BUCKET, "archive/22824/143/v1/content/ticket.json");
  const problems = [{ detail: "address-refused" }];
  expect(JSON.parse(String(ticket))).toMatchObject({ completeness: { problems } });
});

it("writes a ticket under a matter held from its first version on", async () => {
  const { register } = await wireHold();
  await register.place("acme", [9], { by: "counsel", reason: "r" });
  const [first] = around.sandbox.ticket(143)?.ConversationList ?? [];
  if (first !== undefined) around.sandbox.setTicket(9, { ConversationList: [first] });

  await archive(9);

  const files = around.s3.versions(ARCHIVE_BUCKET).filter(({ key }) => key.startsWith("archive/22824/9/"));
  expect(files.map((file) => !file.deleteMarker && file.legalHold)).toEqual(Array(8).fill("ON"));
});

it("calls LeadSquared in the account's pace, which stands in the table for all", async () => {
  await archive(144);

  const Key = { [PACE_KEY]: { S: String(around.sandbox.orgId) } };
  const { Item } = await around.dynamo.client().send(new GetItemCommand({ TableName: PACE_TABLE, Key }));
  expect(Item?.["pace"]?.S).toBeTruthy();
});

it("calls LeadSquared no more than is ours of what the settings allow, and gives nothing up for that", async () => {
  vi.stubEnv(ENV.callsPerDay, "2");
  const Key = { [PACE_KEY]: { S: String(around.sandbox.orgId) } };
  await around.dynamo.client().send(new DeleteItemCommand({ TableName: PACE_TABLE, Key }));
  await archive(143);
  const calls = around.sandbox.counts.apiCalls;

  const second = await archive(144);

  expect(second.batchItemFailures).toHaveLength(1);
  expect(around.sandbox.counts.apiCalls).toBe(calls);
  expect(await around.queues.messages("dead-letters")).toEqual([]);
  await around.dynamo.client().send(new DeleteItemCommand({ TableName: PACE_TABLE, Key }));
});

it("waits for nothing longer than Lambda lets it run", async () => {
  const { sandbox } = around;
  const withAttachment = sandbox.ticket(143);
  if (withAttachment !== undefined) sandbox.setTicket(12, withAttachment);
  const event = await queued(12);
  const waits = watchWaits();

  expect(await work(event)).toEqual({ batchItemFailures: [] });

  expect(waits().length).toBeGreaterThan(10);
  expect(waits()[0]).toBeLessThanOrEqual(LONGEST_MS);
});

it("logs the events that the alarms count, by the names that they count", async () => {
  vi.stubEnv(ENV.logLevel, "info");
  const written = vi.spyOn(fs, "writeSync");
  onTestFinished(() => written.mockRestore());
  const logged = () =>
    written.mock.calls.flatMap(([to, line]) => (to === 1 ? [JSON.parse(String(line))] : []));

  await archive(143);
  around.sandbox.fault({ on: "api", kind: "status", status: 401, times: 2 });
  await archive(143);

  expect(logged().map(({ event }) => event)).toEqual(
    expect.arrayContaining([
      "archive.completed",
      "leadsquared.account-paused",
      "archive.failed",
      "leadsquared.unauthorized",
    ]),
  );
});
