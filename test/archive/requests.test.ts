/** How many requests to S3 a ticket costs. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { harness } from "./harness.ts";

let sandbox: Sandbox;
let s3: S3StandIn;
beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(async () => {
  sandbox.reset();
  s3 = await startS3();
});
afterAll(() => sandbox.close());

/** The flow on a vault that has its storage root, which the first ticket of an account makes. */
async function vault(options: { detailsPath?: string } = {}) {
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  const wired = harness(sandbox, vaultStore(client), options);
  const first = sandbox.ticket(143);
  if (first !== undefined) sandbox.setTicket(144, structuredClone(first));
  await wired.archive(144);
  s3.forgetRequests();
  return {
    /** What archiving ticket 143 costs. */
    async costs() {
      s3.forgetRequests();
      const { outcome } = await wired.archive(143);
      return { outcome, requests: s3.counts() };
    },
    async [Symbol.asyncDispose]() {
      await wired[Symbol.asyncDispose]();
      client.destroy();
      await s3.close();
    },
  };
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}

it("a new ticket with one attachment costs fifteen, an unchanged one four, at v2 too", async () => {
  await using it = await vault();

  const created = await it.costs();
  expect(created.requests).toEqual({ GetObject: 1, ListObjectsV2: 1, PutObject: 9, CopyObject: 4 });
  expect(sum(created.requests)).toBe(15);
  expect(await it.costs()).toEqual({ outcome: "unchanged", requests: { GetObject: 4 } });

  sandbox.change(143, { kind: "add" });
  expect(await it.costs()).toMatchObject({ outcome: "archived" });
  const unchanged = await it.costs();
  expect(unchanged.outcome).toBe("unchanged");
  expect(sum(unchanged.requests)).toBeLessThanOrEqual(4);
});

it("without details a new ticket costs thirteen, an unchanged one three", async () => {
  await using it = await vault({ detailsPath: "off" });

  const created = await it.costs();
  expect(created.requests).toEqual({ GetObject: 1, ListObjectsV2: 1, PutObject: 8, CopyObject: 3 });
  expect(await it.costs()).toEqual({ outcome: "unchanged", requests: { GetObject: 3 } });
});
