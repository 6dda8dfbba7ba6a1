/** The stack's bundles do their work on moto's DynamoDB, SQS, Secrets Manager and EventBridge; its S3 takes no copy under a lock. */
import { CreateEventBusCommand, EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { CreateSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect, it, onTestFailed } from "vitest";
import { ENV } from "../../../shared/names.ts";
import { synthesizedAssembly } from "../../e2e/assembly.ts";
import { type Deployment, deploy } from "../../e2e/deployment.ts";
import { SIGNED } from "../../e2e/http-api.ts";
import { headOf, request } from "../../e2e/stack.ts";
import type { StandIns } from "../../e2e/stand-ins.ts";
import { REGION } from "../../e2e/template.ts";
import { tell } from "../told.ts";
import { MOTO } from "./known.ts";
import { type Moto, startMoto } from "./moto.ts";

it("tickets are archived from the queue and by sync, sealed, told of and verified", async () => {
  await using moto = await startMoto();
  await using assembly = await synthesizedAssembly();
  await using stack = await deploy(assembly.path, { replace: (standIns) => onMoto(standIns, moto) });
  onTestFailed(() => {
    for (const { id, running } of stack.functions) process.stderr.write(`\n${id}:\n${running.logs()}`);
  });
  await makeSecretAndBus(stack, moto);

  await stack.send(request(143, { reason: "😀" }));
  await stack.drain();
  const answer = await fetch(`${stack.origin}/tickets/143/archive`, {
    method: "POST",
    headers: { authorization: SIGNED },
  });
  await stack.drain();
  await stack.sealNew();
  const sync = stack.functions.find(({ id }) => id.startsWith("SyncFunction"));

  expect(answer.status).toBe(202);
  expect(await headOf(stack, 143)).toBe("v1");
  expect(await sync?.running.invoke({})).toMatchObject({ result: { highest: 143 } });
  expect(await stack.callOnTime("verify")).toMatchObject({ result: { tickets: 1, errors: 0 } });
  for (const { id, running } of stack.functions) expect(running.logs(), id).not.toContain('"level":"error"');
  expect(stack.dynamo.endpoint).toBe(moto.endpoint);
  tell(
    "aws",
    MOTO,
    "to be DynamoDB, SQS, Secrets Manager and EventBridge under the stack's bundles",
    "a ticket archived, sealed, verified, and found by sync",
  );
});

function onMoto(standIns: StandIns, { endpoint }: Moto): StandIns {
  return {
    ...standIns,
    queues: { ...standIns.queues, endpoint },
    dynamo: { ...standIns.dynamo, endpoint },
    environment: {
      ...standIns.environment,
      AWS_ENDPOINT_URL_SQS: endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: endpoint,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: endpoint,
    },
  };
}

async function makeSecretAndBus(stack: Deployment, { endpoint }: Moto): Promise<void> {
  const options = { endpoint, region: REGION, credentials: stack.s3.credentials };
  const { accessKey, secretKey } = stack.sandbox;
  const arn = stack.setting(ENV.credentialsSecret);
  // Under a name that is all of the ARN's last part, moto finds it by the ARN.
  const Name = arn.split(":").at(-1);
  const SecretString = JSON.stringify({ accessKey, secretKey });
  await new SecretsManagerClient(options).send(new CreateSecretCommand({ Name, SecretString }));
  const bus = stack.setting(ENV.eventBus).split("/").at(-1);
  await new EventBridgeClient(options).send(new CreateEventBusCommand({ Name: bus }));
}
