/** The calls of DynamoDB, SQS, Secrets Manager and EventBridge that the functions make, each as it goes and as it fails. */
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  type CreateTableCommandInput,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { type EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { ACCOUNT } from "../../e2e/template.ts";
import type { Asked } from "./answers.ts";

export interface Clients {
  readonly endpoint: string;
  readonly dynamo: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly secrets: SecretsManagerClient;
  readonly events: EventBridgeClient;
}

type Call = readonly [what: string, ask: Asked<Clients>["ask"]];

const TableName = "a-table";
const key = (name: string) => ({ name: { S: name } });
const table = {
  TableName,
  AttributeDefinitions: [{ AttributeName: "name", AttributeType: "S" as const }],
  KeySchema: [{ AttributeName: "name", KeyType: "HASH" as const }],
  BillingMode: "PAY_PER_REQUEST" as const,
} satisfies CreateTableCommandInput;
/** As the pace is kept: the item only as it was read. */
const update = (name: string, seen: string) =>
  new UpdateItemCommand({
    TableName,
    Key: key(name),
    UpdateExpression: "SET seen = :next",
    ConditionExpression: "attribute_not_exists(seen) OR seen = :seen",
    ExpressionAttributeValues: { ":next": { N: "2" }, ":seen": { N: seen } },
    ReturnValuesOnConditionCheckFailure: "ALL_OLD",
  });
const query = (TableName: string) =>
  new QueryCommand({
    TableName,
    KeyConditionExpression: "#name = :name",
    ExpressionAttributeNames: { "#name": "name" },
    ExpressionAttributeValues: { ":name": { S: "a" } },
  });

const DYNAMO: readonly Call[] = [
  ["CreateTable", ({ dynamo }) => dynamo.send(new CreateTableCommand(structuredClone(table)))],
  ["UpdateItem, new", ({ dynamo }) => dynamo.send(update("a", "1"))],
  ["UpdateItem, as it is", ({ dynamo }) => dynamo.send(update("a", "2"))],
  ["UpdateItem, not as it is", ({ dynamo }) => dynamo.send(update("a", "1"))],
  [
    "GetItem",
    ({ dynamo }) => dynamo.send(new GetItemCommand({ TableName, Key: key("a"), ConsistentRead: true })),
  ],
  ["GetItem, none there", ({ dynamo }) => dynamo.send(new GetItemCommand({ TableName, Key: key("none") }))],
  [
    "GetItem, no such table",
    ({ dynamo }) => dynamo.send(new GetItemCommand({ TableName: "none", Key: key("a") })),
  ],
  [
    "PutItem, another key",
    ({ dynamo }) => dynamo.send(new PutItemCommand({ TableName, Item: { other: { S: "a" } } })),
  ],
  ["Query", ({ dynamo }) => dynamo.send(query(TableName))],
  ["Query, no such table", ({ dynamo }) => dynamo.send(query("none"))],
  [
    "BatchWriteItem",
    ({ dynamo }) =>
      dynamo.send(
        new BatchWriteItemCommand({ RequestItems: { [TableName]: [{ PutRequest: { Item: key("b") } }] } }),
      ),
  ],
];

const queue = ({ endpoint }: Clients, name = "requests") => ({ QueueUrl: `${endpoint}/${ACCOUNT}/${name}` });
const entry = (Id: string) => ({ Id, MessageBody: "{}" });

async function receive(clients: Clients) {
  const { Messages = [] } = await clients.sqs.send(new ReceiveMessageCommand(queue(clients)));
  return { ...queue(clients), ReceiptHandle: Messages[0]?.ReceiptHandle };
}

const SQS: readonly Call[] = [
  ["CreateQueue", ({ sqs }) => sqs.send(new CreateQueueCommand({ QueueName: "requests" }))],
  ["SendMessage", (all) => all.sqs.send(new SendMessageCommand({ ...queue(all), MessageBody: "{}" }))],
  ["SendMessage, emoji", (all) => all.sqs.send(new SendMessageCommand({ ...queue(all), MessageBody: "😀" }))],
  [
    "SendMessage, a control character",
    (all) => all.sqs.send(new SendMessageCommand({ ...queue(all), MessageBody: "\u0001" })),
  ],
  [
    "SendMessage, no such queue",
    (all) => all.sqs.send(new SendMessageCommand({ ...queue(all, "none"), MessageBody: "{}" })),
  ],
  [
    "SendMessageBatch",
    (all) => all.sqs.send(new SendMessageBatchCommand({ ...queue(all), Entries: [entry("1"), entry("2")] })),
  ],
  [
    "SendMessageBatch, an id twice",
    (all) => all.sqs.send(new SendMessageBatchCommand({ ...queue(all), Entries: [entry("1"), entry("1")] })),
  ],
  ["ReceiveMessage", (all) => all.sqs.send(new ReceiveMessageCommand(queue(all)))],
  [
    "ChangeMessageVisibility",
    async (all) =>
      all.sqs.send(new ChangeMessageVisibilityCommand({ ...(await receive(all)), VisibilityTimeout: 60 })),
  ],
  ["DeleteMessage", async (all) => all.sqs.send(new DeleteMessageCommand(await receive(all)))],
  [
    "GetQueueAttributes",
    (all) =>
      all.sqs.send(
        new GetQueueAttributesCommand({ ...queue(all), AttributeNames: ["ApproximateNumberOfMessages"] }),
      ),
  ],
];

const SECRETS: readonly Call[] = [
  ["GetSecretValue", ({ secrets }) => secrets.send(new GetSecretValueCommand({ SecretId: "keys" }))],
  [
    "GetSecretValue, none there",
    ({ secrets }) => secrets.send(new GetSecretValueCommand({ SecretId: "none" })),
  ],
];

const event = { EventBusName: "default", Source: "ticketvault", DetailType: "Ticket Archived", Detail: "{}" };
const EVENTS: readonly Call[] = [
  ["PutEvents", ({ events }) => events.send(new PutEventsCommand({ Entries: [event] }))],
  [
    "PutEvents, no JSON",
    ({ events }) => events.send(new PutEventsCommand({ Entries: [{ ...event, Detail: "{" }] })),
  ],
];

function named(service: string, calls: readonly Call[]): Asked<Clients>[] {
  return calls.map(([what, ask]) => ({ what: `${service}: ${what}`, ask }));
}

export const OTHER_CALLS: readonly Asked<Clients>[] = [
  ...named("DynamoDB", DYNAMO),
  ...named("SQS", SQS),
  ...named("Secrets Manager", SECRETS),
  ...named("EventBridge", EVENTS),
];
