/** The `hold` function: what the records say is set on the files, one message's failure is its own. */
import { GetObjectLegalHoldCommand } from "@aws-sdk/client-s3";
import type { SQSRecord } from "aws-lambda";
import { expect, it } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { handleHold } from "../../functions/hold/handler.ts";
import { holdProgress } from "../../shared/holds/hold-progress.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { sqsGoOn, sqsHoldQueue } from "../../shared/requests/sqs-hold-queue.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { harness } from "../archive/harness.ts";
import { startQueues } from "../stand-ins/aws/queues.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { recordedLog, timeLeft } from "./http.ts";

it("holds and releases the files of the tickets in a message, and hands back a message that it cannot read", async () => {
  const [sandbox, s3] = await Promise.all([startSandbox(), startS3()]);
  await using queues = await startQueues();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  const store = vaultStore(client);
  const { orgId } = sandbox;
  await using vault = harness(sandbox, store);
  await vault.archive(143);
  const legalHold = s3LegalHold({ client, bucket: ARCHIVE_BUCKET, prefix: "" });
  const { changedFiles } = legalHold;
  const register = holdRegister({ store, orgId, now: () => new Date(), changedFiles });
  const logged = recordedLog();
  const run = (event: { Records: SQSRecord[] }) =>
    handleHold({ ...dependencies, log: logged.log }, event, { awsRequestId: "id", ...timeLeft() });
  const onQueue = { client: queues.client, queueUrl: queues.requestQueueUrl };
  const queue = sqsHoldQueue(onQueue);
  const progress = holdProgress(store, orgId);
  const dependencies = { orgId, register, legalHold, progress, goOn: sqsGoOn(onQueue) };
  const status = async () => {
    const Key = `archive/${orgId}/143/v1/content/ticket.json`;
    const found = await client.send(new GetObjectLegalHoldCommand({ Bucket: ARCHIVE_BUCKET, Key }));
    return found.LegalHold?.Status;
  };
  const { sequences } = await register.place("acme", [143], { by: "counsel", reason: "r" });

  await queue.send("acme", sequences);
  await queues.send('{"matter":"../x","sequence":1,"look":1}');

  expect((await queues.messages("requests")).map(({ seconds }) => seconds > 600)).toContain(true);
  const event = await queues.receive();
  if (event === undefined) throw new Error("Nothing was queued.");
  const bad = event.Records.find(({ body }) => body.includes(".."));
  expect(await run(event)).toEqual({ batchItemFailures: [{ itemIdentifier: bad?.messageId }] });
  expect(await status()).toBe("ON");
  expect(logged.events()).toEqual(expect.arrayContaining(["hold.applied", "hold.failed"]));

  const released = await register.release("acme", { by: "counsel", reason: "r" });
  await queue.send("acme", released.sequences);
  const next = await queues.receive();
  await run({ Records: next?.Records.filter(({ body: of }) => of.includes('"sequence":2')) ?? [] });
  expect(await status()).toBe("OFF");
  client.destroy();
  await s3.close();
  await sandbox.close();
});
