/** Where radosgw does not honour conditions, or something in front of it does not, it is named and nothing is archived. */
import { randomUUID } from "node:crypto";
import { CreateBucketCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { s3Store } from "../../shared/store/s3.ts";
import { harness } from "../archive/harness.ts";
import type { S3Place } from "../stand-ins/s3/client.ts";
import { vaultClient } from "../stand-ins/s3/vault.ts";
import { startS3Proxy } from "../stand-ins/s3-proxy/proxy.ts";
import { collect } from "../store/collect.ts";

let sandbox: Sandbox;
let client: S3Client;
beforeAll(async () => {
  sandbox = await startSandbox();
  client = vaultClient(inject("radosgw"));
});
afterAll(async () => {
  client.destroy();
  await sandbox.close();
});

/** Archives a ticket three times on `place`, and gives what is said of it and what stands in the bucket. */
async function archived(place: S3Place, lock: boolean) {
  const bucket = `refused-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: lock }));
  const own = vaultClient(place);
  const store = s3Store({ client: own, bucket, prefix: "", staging: { bucket, prefix: ".staging" } });
  const said: string[] = [];
  for (const _time of [1, 2, 3]) {
    await using wired = harness(sandbox, store);
    said.push(
      await wired.archive(143).then(
        ({ outcome }) => outcome,
        (error: Error) => error.message,
      ),
    );
  }
  const keys = (await collect(store.list(""))).map(({ key }) => key);
  own.destroy();
  return { said, ofTickets: keys.filter((key) => key.startsWith("archive/22824/143/")).length };
}

const refused = ({ endpoint }: S3Place, what: string) =>
  expect.stringContaining(`The S3 server ${new URL(endpoint).host} ${what}, so that `);

// F31
test("without versions radosgw keeps an archive", async () => {
  const { said, ofTickets } = await archived(inject("radosgw"), false);
  expect(said).toEqual(["archived", "unchanged", "unchanged"]);
  expect(ofTickets).toBe(9);
});

// F30, F31
test("with versions and a lock it is refused by name, and nothing of a ticket is written", async () => {
  const place = inject("radosgw");
  const { said, ofTickets } = await archived(place, true);
  expect(said).toEqual(Array(3).fill(refused(place, "ignores If-None-Match")));
  expect(ofTickets).toBe(0);
});

// F30, F31
test.each([
  ["refuse-if-match", "refuses every If-Match"],
  ["drop-conditions", "ignores If-None-Match and ignores If-Match"],
] as const)("behind a proxy that does %s it is refused by name", async (manner, what) => {
  await using proxy = await startS3Proxy(inject("radosgw"), manner);
  const { said, ofTickets } = await archived(proxy, false);
  expect(said).toEqual(Array(3).fill(refused(proxy, what)));
  expect(ofTickets).toBe(0);
});
