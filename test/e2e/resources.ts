/** Makes in the stand-ins what the template describes: queues, buckets, the table, under names of their own. */
import {
  type AttributeDefinition,
  CreateTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  type KeySchemaElement,
} from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, PutObjectLockConfigurationCommand } from "@aws-sdk/client-s3";
import { CreateQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as z from "zod";
import { vaultClient } from "../stand-ins/s3/vault.ts";
import type { StandIns } from "./stand-ins.ts";
import { ACCOUNT, type Physical, REGION, type Template } from "./template.ts";

const arn = (service: string, resource: string): string =>
  `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;

/** What a resource is called, by its logical id; undefined for a type that no stand-in serves. */
export function physical(
  { queues }: Pick<StandIns, "queues">,
  id: string,
  type: string,
): Physical | undefined {
  switch (type) {
    case "AWS::SQS::Queue": {
      const url = `${queues.endpoint}/${ACCOUNT}/${id}`;
      return { ref: url, attributes: { Arn: arn("sqs", id), QueueName: id, QueueUrl: url } };
    }
    case "AWS::S3::Bucket":
      return { ref: id.toLowerCase(), attributes: { Arn: `arn:aws:s3:::${id.toLowerCase()}` } };
    case "AWS::DynamoDB::Table":
    case "AWS::DynamoDB::GlobalTable":
      return { ref: id, attributes: { Arn: arn("dynamodb", `table/${id}`) } };
    case "AWS::SecretsManager::Secret":
      return { ref: arn("secretsmanager", `secret:${id}-AbCdEf`), attributes: {} };
    case "AWS::Events::EventBus":
      return { ref: id, attributes: { Arn: arn("events", `event-bus/${id}`), Name: id } };
    case "AWS::Lambda::Function":
      return { ref: id, attributes: { Arn: arn("lambda", `function:${id}`) } };
    case "AWS::KMS::Key":
      return { ref: id, attributes: { Arn: arn("kms", `key/${id}`) } };
    case "AWS::StepFunctions::StateMachine":
      return { ref: arn("states", `stateMachine:${id}`), attributes: {} };
    default:
      return undefined;
  }
}

const number = z.coerce.string();
const queueSchema = z.object({
  VisibilityTimeout: number.optional(),
  MessageRetentionPeriod: number.optional(),
  RedrivePolicy: z.object({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number() }).optional(),
});

const bucketSchema = z.object({
  ObjectLockEnabled: z.boolean().default(false),
  ObjectLockConfiguration: z
    .object({
      Rule: z.object({
        DefaultRetention: z.object({ Mode: z.enum(["GOVERNANCE", "COMPLIANCE"]), Years: z.number() }),
      }),
    })
    .optional(),
});

const tableSchema = z.object({
  KeySchema: z.array(z.custom<KeySchemaElement>()),
  AttributeDefinitions: z.array(z.custom<AttributeDefinition>()),
  GlobalSecondaryIndexes: z.array(z.custom<GlobalSecondaryIndex>()).optional(),
});

export async function makeResources(template: Template, standIns: StandIns): Promise<void> {
  await Promise.all([
    makeQueues(template, standIns),
    makeBuckets(template, standIns),
    makeTables(template, standIns),
  ]);
}

async function makeQueues(template: Template, { queues, s3 }: StandIns): Promise<void> {
  const client = new SQSClient({ endpoint: queues.endpoint, region: REGION, credentials: s3.credentials });
  for (const { id, properties } of template.all("AWS::SQS::Queue", queueSchema)) {
    const given = Object.entries(properties).map(([name, value]) => [
      name,
      typeof value === "object" ? JSON.stringify(value) : value,
    ]);
    await client.send(new CreateQueueCommand({ QueueName: id, Attributes: Object.fromEntries(given) }));
  }
  client.destroy();
}

async function makeBuckets(template: Template, { s3 }: StandIns): Promise<void> {
  const client = vaultClient(s3);
  for (const { id, properties } of template.all("AWS::S3::Bucket", bucketSchema)) {
    const Bucket = id.toLowerCase();
    const { ObjectLockEnabled, ObjectLockConfiguration } = properties;
    await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: ObjectLockEnabled }));
    if (ObjectLockConfiguration === undefined) continue;
    const lock = { ObjectLockEnabled: "Enabled", ...ObjectLockConfiguration } as const;
    await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: lock }));
  }
  client.destroy();
}

async function makeTables(template: Template, { dynamo, s3 }: StandIns): Promise<void> {
  const client = new DynamoDBClient({
    endpoint: dynamo.endpoint,
    region: REGION,
    credentials: s3.credentials,
  });
  const tables = ["AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable"].flatMap((type) =>
    template.all(type, tableSchema),
  );
  for (const { id, properties } of tables) {
    await client.send(
      new CreateTableCommand({ TableName: id, BillingMode: "PAY_PER_REQUEST", ...properties }),
    );
  }
  client.destroy();
}
