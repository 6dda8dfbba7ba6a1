/** The index of tickets in DynamoDB: the conformance suite, and what its calls come to. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import { silentLogger } from "../../shared/log.ts";
import { dynamoIndex } from "../../shared/sync/dynamo-index.ts";
import { afterAnswer, DAY_MS } from "../../shared/sync/interval.ts";
import { indexKeeper } from "../../shared/sync/keep-index.ts";
import { syncTurn } from "../../shared/sync/sync-turn.ts";
import { type DynamoStandIn, INDEX_TABLE, startDynamo } from "../stand-ins/aws/dynamo.ts";
import { ticketIndexConformance } from "./conformance.ts";

let dynamo: DynamoStandIn;
let accounts = 0;
beforeAll(async () => {
  dynamo = await startDynamo();
});
afterAll(() => dynamo[Symbol.asyncDispose]());

const indexOf = (orgId: number, table = INDEX_TABLE) =>
  dynamoIndex({ client: dynamo.client(), table, orgId });

ticketIndexConformance("a table of DynamoDB's", async () => {
  accounts += 1;
  const orgId = accounts;
  return { index: indexOf(orgId), another: () => indexOf(orgId), close: async () => {} };
});

/** docs/costs.ts multiplies these. */
test("a call of a synced account takes one lease and one answer, a turn seven reads", async () => {
  const counted: Record<string, number> = {};
  const client = dynamo.client();
  client.middlewareStack.add((next, { commandName = "" }) => async (request) => {
    counted[commandName] = (counted[commandName] ?? 0) + 1;
    return next(request);
  });
  const index = dynamoIndex({ client, table: INDEX_TABLE, orgId: 9_000 });
  const now = Date.parse("2026-03-01T12:00:00Z");
  const seen = (ticketId: number) =>
    ({ ticketId, status: "complete", head: "v1", title: null, changed: now - 1 }) as const;
  const answers = [1, 2, 3].map((id) => ({
    ...afterAnswer(seen(id), { now: now - DAY_MS, before: undefined, highest: 3 }),
  }));
  await index.write(answers);
  const options = {
    ...{ index, now: () => now, from: 1, spread: true, leaseMs: DAY_MS },
    ...{ callsPerDay: 80_000, leftOfDay: async () => Number.POSITIVE_INFINITY },
  };
  const idle = { ...options, waiting: async () => 300, send: async () => {} };
  await syncTurn(idle);
  for (const name of Object.keys(counted)) delete counted[name];

  const { chosen } = await syncTurn({ ...idle, waiting: async () => 0 });
  expect(counted).toEqual({ GetItemCommand: 4, QueryCommand: 3, UpdateItemCommand: chosen.length + 1 });

  for (const name of Object.keys(counted)) delete counted[name];
  const keeper = indexKeeper({ index: async () => index, now: () => now, log: silentLogger });
  await keeper.seen(seen(1));
  expect(counted).toEqual({ BatchWriteItemCommand: 1 });
});

test("a table that is not there is said to be a setting that is wrong", async () => {
  await expect(indexOf(1, "elsewhere").read(1)).rejects.toThrow(UsageError);
  await expect(indexOf(1, "elsewhere").read(1)).rejects.toThrow(/elsewhere.*ResourceNotFound/);
});
