/** A stand-in for DynamoDB: dynalite, in memory, on this machine, with the tables of a stack. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import db from "dynalite/db/index.js";
import updateItem from "dynalite/validations/updateItem.js";
import { INDEX_KEYS, PACE_KEY } from "../../../shared/names.ts";

export const PACE_TABLE = "pace";
export const INDEX_TABLE = "tickets";

/** The table of the index of tickets, as `infra/index-table.ts` makes it. */
const INDEX_DEFINITION = {
  TableName: INDEX_TABLE,
  AttributeDefinitions: [
    { AttributeName: INDEX_KEYS.account, AttributeType: "S" },
    { AttributeName: INDEX_KEYS.number, AttributeType: "N" },
    { AttributeName: INDEX_KEYS.line, AttributeType: "S" },
    { AttributeName: INDEX_KEYS.due, AttributeType: "N" },
  ],
  KeySchema: [
    { AttributeName: INDEX_KEYS.account, KeyType: "HASH" },
    { AttributeName: INDEX_KEYS.number, KeyType: "RANGE" },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: INDEX_KEYS.byDue,
      KeySchema: [
        { AttributeName: INDEX_KEYS.line, KeyType: "HASH" },
        { AttributeName: INDEX_KEYS.due, KeyType: "RANGE" },
      ],
      Projection: { ProjectionType: "KEYS_ONLY" },
    },
  ],
  BillingMode: "PAY_PER_REQUEST",
} as const satisfies CreateTableCommandInput;

export interface DynamoStandIn extends AsyncDisposable {
  readonly endpoint: string;
  /** A client of its own for each call. */
  client(): DynamoDBClient;
}

/** A client of the stand-in at `endpoint`; also for other processes. */
export function dynamoClient(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new DynamoDBClient({ endpoint, region: "ap-south-1", credentials });
}

// dynalite does not know ReturnValuesOnConditionCheckFailure; DynamoDB does.
updateItem.types["ReturnValuesOnConditionCheckFailure"] = { type: "String", enum: ["ALL_OLD", "NONE"] };
const { checkConditional } = db;
db.checkConditional = (request, item) => {
  const failure = checkConditional(request, item);
  if (failure && item && request["ReturnValuesOnConditionCheckFailure"] === "ALL_OLD")
    failure.body["Item"] = item;
  return failure;
};

/** @param now the clock of its replies' Date headers, in ms since 1970; the machine's unless given */
export async function startDynamo(now = Date.now): Promise<DynamoStandIn> {
  const server = dynalite({ createTableMs: 0 });
  server.prependListener("request", (_request, response) => {
    response.setHeader("date", new Date(now()).toUTCString());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const clients = [dynamoClient(endpoint)];
  await clients[0]?.send(
    new CreateTableCommand({
      TableName: PACE_TABLE,
      AttributeDefinitions: [{ AttributeName: PACE_KEY, AttributeType: "S" }],
      KeySchema: [{ AttributeName: PACE_KEY, KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    }),
  );
  await clients[0]?.send(new CreateTableCommand(structuredClone(INDEX_DEFINITION)));
  return {
    endpoint,
    client: () => {
      const client = dynamoClient(endpoint);
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
