/** What is left out of the bundle of `export` is missed by nothing: it packs the same bytes as the sources do. */
import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { handler as ofSources } from "../../functions/export/index.ts";
import { bundleFunction } from "../../infra/bundle.ts";
import { archiveGenerated, ORG } from "../export/generated-vault.ts";
import { exportEnvironment } from "../functions/export-environment.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { tempFolder } from "../temp.ts";

type Handler = (event: unknown, context: { getRemainingTimeInMillis(): number }) => Promise<unknown>;

let s3: S3StandIn;
beforeEach(async () => {
  // The plan says when it was made.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-03-04T05:06:07Z") });
  s3 = await startS3();
});
afterEach(async () => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  await s3.close();
});

/** The digests of the parts that a function packs into a bucket of its own. */
async function digests(name: string, load: () => Promise<Handler>): Promise<unknown> {
  const bucket = `exports-of-${name}`;
  const client = vaultClient(s3);
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  client.destroy();
  const environment = exportEnvironment(s3, ORG, bucket);
  for (const [key, value] of Object.entries(environment)) vi.stubEnv(key, value);
  const handler = await load();
  const context = { getRemainingTimeInMillis: () => 60_000 };
  const request = {
    matter: "Smith v. Acme",
    requestedBy: "J. Doe",
    reason: "Discovery",
    selection: { tickets: [1, 2] },
    partSize: 10_000_000,
  };
  const plan = await handler({ step: "plan", request }, context);
  const { id, parts } = plan as { readonly id: string; readonly parts: readonly number[] };
  return Promise.all(parts.map((part) => handler({ step: "part", id, part }, context)));
}

test("the same parts, to the byte", async () => {
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  for (const ticketId of [1, 2]) {
    await archiveGenerated(vaultStore(client), { ticketId, attachments: [2_000_000, 1_000] });
  }
  client.destroy();
  await using folder = await tempFolder();
  const index = bundleFunction("export", folder.path);

  const fromBundle = await digests("the-bundle", async () => (await import(index)).handler);
  const fromSources = await digests("the-sources", async () => ofSources as Handler);
  expect(fromBundle).toMatchObject([{ part: 1 }, { part: 2 }]);
  expect(fromBundle).toEqual(fromSources);
});
