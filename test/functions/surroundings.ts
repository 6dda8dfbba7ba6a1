/** What the functions find around them: stand-ins for AWS's services, LeadSquared's sandbox, and the environment that names them. */
import { vi } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { ENV } from "../../shared/names.ts";
import { type DynamoStandIn, INDEX_TABLE, PACE_TABLE, startDynamo } from "../stand-ins/aws/dynamo.ts";
import { type EventBusStandIn, startEventBus } from "../stand-ins/aws/event-bus.ts";
import { type Queues, startQueues } from "../stand-ins/aws/queues.ts";
import { type SecretsStandIn, startSecrets } from "../stand-ins/aws/secrets.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";

export interface Surroundings extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly s3: S3StandIn;
  readonly queues: Queues;
  readonly bus: EventBusStandIn;
  readonly secrets: SecretsStandIn;
  readonly dynamo: DynamoStandIn;
  /** Puts LeadSquared's present keys where the functions look for them. */
  putKeys(): void;
  /** Forgets what happened, and sets the environment; `vi.unstubAllEnvs` takes it away again. */
  set(): void;
}

export async function startSurroundings(): Promise<Surroundings> {
  const [sandbox, s3, queues, bus, secrets, dynamo] = await Promise.all([
    startSandbox(),
    startS3(),
    startQueues(),
    startEventBus(),
    startSecrets(),
    startDynamo(),
  ]);
  const s3Client = vaultClient(s3);
  await makeVaultBuckets(s3Client);
  s3Client.destroy();
  secrets.put("webhook", '{"current":"let me in"}');
  const putKeys = (): void => {
    const { accessKey, secretKey } = sandbox;
    secrets.put("keys", JSON.stringify({ accessKey, secretKey }));
  };
  const environment = {
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    AWS_ENDPOINT_URL_S3: s3.endpoint,
    AWS_ENDPOINT_URL_SQS: queues.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
    [ENV.orgId]: String(sandbox.orgId),
    [ENV.baseUrl]: `${sandbox.origin}/`,
    [ENV.attachmentHosts]: `${sandbox.origin}, other.example.com`,
    [ENV.credentialsSecret]: "keys",
    [ENV.webhookSecret]: "webhook",
    [ENV.archiveBucket]: ARCHIVE_BUCKET,
    [ENV.stagingBucket]: STAGING_BUCKET,
    [ENV.requestQueueUrl]: queues.requestQueueUrl,
    [ENV.unreadWebhooksQueueUrl]: queues.deadLetterQueueUrl,
    [ENV.holdQueueUrl]: queues.requestQueueUrl,
    [ENV.exportsBucket]: "exports",
    [ENV.exportStateMachine]: "arn:aws:states:us-east-1:111122223333:stateMachine:exports",
    [ENV.deadLetterQueueUrl]: queues.deadLetterQueueUrl,
    [ENV.eventBus]: "tickets",
    [ENV.paceTable]: PACE_TABLE,
    [ENV.indexTable]: INDEX_TABLE,
    // The functions log to the output of the tests.
    [ENV.logLevel]: "error",
  };
  return {
    sandbox,
    s3,
    queues,
    bus,
    secrets,
    dynamo,
    putKeys,
    set() {
      sandbox.reset();
      putKeys();
      bus.events.length = 0;
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([
        sandbox.close(),
        s3.close(),
        queues[Symbol.asyncDispose](),
        bus.close(),
        secrets.close(),
        dynamo[Symbol.asyncDispose](),
      ]);
    },
  };
}
