/** How many requests to S3 a ticket costs. */
import { expect, it } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { harness } from "./harness.ts";

function requestsIn(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

it("a new ticket with one attachment costs thirteen, an unchanged one three, at v2 at most four", async () => {
  const sandbox = await startSandbox();
  const s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  await using wired = harness(sandbox, vaultStore(client));
  // The first ticket of an account also makes its storage root.
  const first = sandbox.ticket(143);
  if (first !== undefined) sandbox.setTicket(144, structuredClone(first));
  await wired.archive(144);
  s3.forgetRequests();

  await wired.archive(143);
  expect(s3.counts()).toEqual({ GetObject: 1, ListObjectsV2: 1, PutObject: 8, CopyObject: 3 });

  s3.forgetRequests();
  await wired.archive(143);
  expect(s3.counts()).toEqual({ GetObject: 3 });

  sandbox.change(143, { kind: "add" });
  await wired.archive(143);
  s3.forgetRequests();
  expect(await wired.archive(143)).toMatchObject({ outcome: "unchanged", version: "v2" });
  expect(requestsIn(s3.counts())).toBeLessThanOrEqual(4);
  client.destroy();
  await s3.close();
  await sandbox.close();
});
