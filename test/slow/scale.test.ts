/**
 * What a ticket costs does not depend on how much is in the vault: requests to S3, counted. SCALE_TICKETS=100000 fills the
 * vault with so many other tickets; it takes some minutes.
 */
import pMap from "p-map";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { objectKey } from "../../shared/keys.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { type Harness, harness } from "../archive/harness.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";

const TICKETS = Number(process.env["SCALE_TICKETS"] ?? 1_000);
const VERSIONS = 200;
const NEW = { GetObject: 1, ListObjectsV2: 1, PutObject: 9, CopyObject: 4 };
const UNCHANGED = { GetObject: 4 };

let sandbox: Sandbox;
let s3: S3StandIn;
let store: ObjectStore;
let vault: Harness;
beforeAll(async () => {
  sandbox = await startSandbox();
  s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  store = vaultStore(client);
  vault = harness(sandbox, store);
  // The first ticket of an account also makes its storage root.
  newTicket(99);
  await vault.archive(99);
});
afterAll(async () => {
  await vault[Symbol.asyncDispose]();
  await s3.close();
  await sandbox.close();
});

async function requestsOf(ticketId: number) {
  s3.forgetRequests();
  // By hand: a ticket that is edited so often is else asked for once a day.
  const mandate = { reason: "test", requestedBy: "tests", byHand: true };
  const { outcome, ...receipt } = await vault.request({ orgId: 22824, ticketId, ...mandate });
  const version = "version" in receipt ? receipt.version : outcome;
  return { version, counts: s3.counts() };
}

/** Puts ticket 143's content under another number, so that it is new. */
function newTicket(ticketId: number): void {
  const ticket = sandbox.ticket(143);
  if (ticket === undefined) throw new Error("The sandbox has no ticket 143.");
  sandbox.setTicket(ticketId, structuredClone(ticket));
}

it.each([10, TICKETS])("a new and an unchanged ticket cost the same beside %i others", async (count) => {
  const others = Array.from({ length: count }, (_, n) => 1_000_000 + n);
  const fill = (id: number) =>
    store.create(`${objectKey(sandbox.orgId, id)}/inventory.json`, Buffer.from("{}"));
  await pMap(others, fill, { concurrency: 32 });
  const ticketId = 700_000 + count;
  newTicket(ticketId);

  expect((await requestsOf(ticketId)).counts).toEqual(NEW);
  expect((await requestsOf(ticketId)).counts).toEqual(UNCHANGED);
});

it(`an unchanged ticket costs the same with 1, 10 and ${VERSIONS} versions, and so does the next version`, async () => {
  newTicket(600_000);
  const seen: { versions: number; unchanged: unknown; next: unknown }[] = [];
  let next: unknown = (await requestsOf(600_000)).counts;
  for (let version = 1; version <= VERSIONS; version += 1) {
    if ([1, 10, VERSIONS].includes(version)) {
      const unchanged = await requestsOf(600_000);
      expect(unchanged.version).toBe(`v${version}`);
      seen.push({ versions: version, unchanged: unchanged.counts, next });
    }
    const ticket = structuredClone(sandbox.ticket(600_000));
    const first = ticket?.ConversationList[0];
    if (ticket === undefined || first === undefined) throw new Error("The ticket has no conversation.");
    first.Text = `edited ${version}`;
    sandbox.setTicket(600_000, ticket);
    next = (await requestsOf(600_000)).counts;
  }

  // The root's inventory, its sidecar, the claim above it, and the document that the answer is compared with; no listing.
  // The document has details, so that it is read to be compared; an edit changes the description too here.
  const withDocument = { GetObject: 4 };
  const edited = { GetObject: 4, PutObject: 7, CopyObject: 3 };
  expect(seen).toEqual([
    { versions: 1, unchanged: UNCHANGED, next: NEW },
    { versions: 10, unchanged: withDocument, next: edited },
    { versions: VERSIONS, unchanged: withDocument, next: edited },
  ]);
});
