/** Everything around the functions, started together: LeadSquared and the services of AWS. */

import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type DynamoStandIn, startDynamo } from "../stand-ins/aws/dynamo.ts";
import { type EventBusStandIn, startEventBus } from "../stand-ins/aws/event-bus.ts";
import { type KmsStandIn, startKms } from "../stand-ins/aws/kms.ts";
import { type SecretsStandIn, startSecrets } from "../stand-ins/aws/secrets.ts";
import { type StepFunctionsStandIn, startStepFunctions } from "../stand-ins/aws/step-functions.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { type QueueServer, startQueueServer } from "./queues.ts";
import { REGION } from "./template.ts";

export interface StandIns {
  readonly sandbox: Sandbox;
  readonly s3: S3StandIn;
  readonly queues: QueueServer;
  readonly dynamo: DynamoStandIn;
  readonly secrets: SecretsStandIn;
  readonly bus: EventBusStandIn;
  readonly kms: KmsStandIn;
  readonly stepFunctions: StepFunctionsStandIn;
  /** What makes the AWS SDK of a function find them, with the credentials that its role would have. */
  readonly environment: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** Of the functions' temporary credentials; in nothing that leaves them but links that are asked for. */
const SESSION_TOKEN_CANARY = "CANARY-SESSION-TOKEN-7d1f0c55a2be";

/** @param shared a LeadSquared to use instead of one of its own; it is left running */
export async function startStandIns(shared?: Sandbox): Promise<StandIns> {
  const [sandbox, s3, queues, dynamo, secrets, bus, kms, stepFunctions] = await Promise.all([
    shared ?? startSandbox(),
    startS3(),
    startQueueServer(),
    startDynamo(),
    startSecrets(),
    startEventBus(),
    startKms(),
    startStepFunctions(),
  ]);
  return {
    ...{ sandbox, s3, queues, dynamo, secrets, bus, kms, stepFunctions },
    environment: {
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
      AWS_SESSION_TOKEN: SESSION_TOKEN_CANARY,
      AWS_ENDPOINT_URL_S3: s3.endpoint,
      AWS_ENDPOINT_URL_SQS: queues.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
      AWS_ENDPOINT_URL_KMS: kms.endpoint,
      AWS_ENDPOINT_URL_SFN: stepFunctions.endpoint,
    },
    async close() {
      const own = shared === undefined ? [sandbox] : [];
      await Promise.all([...own, s3, queues, secrets, bus, kms, stepFunctions].map((part) => part.close()));
      await dynamo[Symbol.asyncDispose]();
    },
  };
}
