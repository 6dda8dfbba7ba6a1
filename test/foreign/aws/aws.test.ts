/** The stand-ins for AWS are held against moto's, call by call: where both answer they answer alike, or the reason is known. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type StandIns, startStandIns } from "../../e2e/stand-ins.ts";
import { REGION } from "../../e2e/template.ts";
import { clientOf } from "../../stand-ins/s3/client.ts";
import { tell } from "../told.ts";
import { answersTo, differences } from "./answers.ts";
import { KNOWN, MOTO } from "./known.ts";
import { type Moto, startMoto } from "./moto.ts";
import { type Clients, OTHER_CALLS } from "./other-calls.ts";
import { S3_CALLS } from "./s3-calls.ts";

const ALIKE = "the same statuses, error codes and fields, but for its limits";

let moto: Moto;
let ours: StandIns;
beforeAll(async () => {
  [moto, ours] = await Promise.all([startMoto(), startStandIns()]);
});
afterAll(() => Promise.all([moto[Symbol.asyncDispose](), ours.close()]));

function known(of: (difference: string) => boolean): string[] {
  return Object.keys(KNOWN).filter(of);
}

const credentials = () => ours.s3.credentials;

function clients(endpoints: Readonly<Record<"dynamo" | "sqs" | "secrets" | "events", string>>): Clients {
  const client = (endpoint: string) => ({ endpoint, region: REGION, credentials: credentials() });
  return {
    endpoint: endpoints.sqs,
    dynamo: new DynamoDBClient(client(endpoints.dynamo)),
    sqs: new SQSClient(client(endpoints.sqs)),
    secrets: new SecretsManagerClient(client(endpoints.secrets)),
    events: new EventBridgeClient(client(endpoints.events)),
  };
}

it("of S3", async () => {
  const [mine, theirs] = [
    clientOf(ours.s3),
    clientOf({ endpoint: moto.endpoint, credentials: credentials() }),
  ];

  const found = differences(await answersTo(S3_CALLS, mine), await answersTo(S3_CALLS, theirs));

  expect(found).toEqual(known((difference) => difference.startsWith("S3: ")));
  tell("aws", MOTO, `${S3_CALLS.length} calls of S3, as the stand-in was asked`, ALIKE);
});

it("of DynamoDB, SQS, Secrets Manager and EventBridge", async () => {
  const { dynamo, queues, secrets, bus } = ours;
  const endpoints = {
    dynamo: dynamo.endpoint,
    sqs: queues.endpoint,
    secrets: secrets.endpoint,
    events: bus.endpoint,
  };
  const [mine, theirs] = [
    clients(endpoints),
    clients({ dynamo: moto.endpoint, sqs: moto.endpoint, secrets: moto.endpoint, events: moto.endpoint }),
  ];
  secrets.put("keys", "{}");
  await theirs.secrets.send(new CreateSecretCommand({ Name: "keys", SecretString: "{}" }));

  const found = differences(await answersTo(OTHER_CALLS, mine), await answersTo(OTHER_CALLS, theirs));

  expect(found).toEqual(known((difference) => !difference.startsWith("S3: ")));
  tell(
    "aws",
    MOTO,
    `${OTHER_CALLS.length} calls of DynamoDB, SQS, Secrets Manager and EventBridge, as the stand-ins were asked`,
    ALIKE,
  );
});
