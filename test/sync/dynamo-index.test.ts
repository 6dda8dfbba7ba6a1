/** The index of tickets in DynamoDB: the conformance suite, and what its calls come to. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { UsageError } from "../../shared/errors.ts";
import { dynamoIndex } from "../../shared/sync/dynamo-index.ts";
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

test("a table that is not there is said to be a setting that is wrong", async () => {
  await expect(indexOf(1, "elsewhere").read(1)).rejects.toThrow(UsageError);
  await expect(indexOf(1, "elsewhere").read(1)).rejects.toThrow(/elsewhere.*ResourceNotFound/);
});
