/** A gap that will never close is accepted: it alarms and is asked for no more, and a new one does. */
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { acceptGaps } from "../../shared/archive/accept.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { filesOf, tempFolder } from "../temp.ts";
import { harness } from "./harness.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const NOW = new Date("2026-01-03T00:00:00.000Z");
const MANDATE = { reason: "gone since 2024", requestedBy: "Alex", caller: null };
const REQUEST = { orgId: 22824, ticketId: 143, ...MANDATE };
const RECORD = "acceptances/22824/143/v1.json";

async function vault() {
  const folder = await tempFolder();
  const store = directoryStore(folder.path);
  const wired = harness(sandbox, store);
  return {
    ...wired,
    store,
    files: () => filesOf(folder.path),
    accept: (reason = REQUEST.reason) => acceptGaps(store, { ...REQUEST, reason }, NOW),
    async [Symbol.asyncDispose]() {
      await wired[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Lists one more attachment, which cannot be had either. */
function listAnother(): void {
  sandbox.change(143, { kind: "add-file", message: 135, name: "second.txt" });
}

it("is accepted in a record that names version, gaps, reason and who; the archive stays as it was", async () => {
  await using it = await vault();
  sandbox.fault({ on: "attachment", kind: "status", status: 404 });
  const { inventorySha256 } = await it.archive(143);
  const before = await it.files();

  expect(await it.accept()).toMatchObject({ created: true });

  const after = await it.files();
  expect(JSON.parse(String(after.get(RECORD)))).toEqual({
    schema: "urn:ticketvault:schema:acceptance:1",
    ...{ orgId: 22824, ticketId: 143, version: "v1", inventorySha256 },
    problems: [{ code: "attachment-failed", detail: "gone", conversation: "135", attachment: 1 }],
    ...{ reason: "gone since 2024", requestedBy: "Alex", caller: null, at: NOW.toISOString() },
  });
  after.delete(RECORD);
  expect(after).toEqual(before);
});

it("is asked for no more, and not called incomplete", async () => {
  await using it = await vault();
  sandbox.fault({ on: "attachment", kind: "status", status: 404 });
  await it.archive(143);
  await it.accept();
  const asked = sandbox.counts.attachmentRequests;

  const receipt = await it.archive(143);

  expect(receipt).toMatchObject({
    ...{ outcome: "unchanged", version: "v1", completeness: "accepted", problems: [] },
    ...{ accepted: { version: "v1", problems: 1 }, attachments: { failed: 1 } },
  });
  expect(sandbox.counts.attachmentRequests).toBe(asked);
});

it("leaves what is missing later incomplete, until that is accepted too", async () => {
  await using it = await vault();
  sandbox.fault({ on: "attachment", kind: "status", status: 404 });
  await it.archive(143);
  await it.accept();
  listAnother();

  expect(await it.archive(143)).toMatchObject({
    ...{ version: "v2", completeness: "incomplete", accepted: { version: "v1", problems: 1 } },
    problems: [{ code: "attachment-failed", conversation: "135", attachment: 2 }],
  });
  expect(await it.accept()).toMatchObject({ created: true, acceptance: { version: "v2" } });
  expect(await it.archive(143)).toMatchObject({
    ...{ completeness: "accepted", problems: [], accepted: { version: "v2", problems: 2 } },
  });
});

it("is accepted once: again is free, also after a version that misses the same", async () => {
  await using it = await vault();
  sandbox.fault({ on: "attachment", kind: "status", status: 404 });
  await it.archive(143);
  await it.accept();
  sandbox.change(143, { kind: "edit", message: 131, set: { Text: "worded otherwise" } });
  expect(await it.archive(143)).toMatchObject({ version: "v2", completeness: "accepted" });
  const before = await it.files();

  expect(await it.accept("another reason")).toMatchObject({
    ...{ created: false, acceptance: { version: "v1", reason: "gone since 2024" } },
  });
  expect(await it.files()).toEqual(before);
});

it("is asked for again when LeadSquared had ceased to list it and lists it once more", async () => {
  await using it = await vault();
  sandbox.fault({ on: "attachment", kind: "status", status: 404 });
  await it.archive(143);
  sandbox.change(143, { kind: "empty" });
  await it.archive(143);
  await it.accept();
  sandbox.clearFaults();
  sandbox.change(143, { kind: "restore" });

  expect(await it.archive(143)).toMatchObject({
    ...{ version: "v3", completeness: "complete", problems: [] },
    attachments: { stored: 1, downloaded: 1 },
  });
});

it("is refused where nothing is missing, or nothing is archived, and nothing is written", async () => {
  await using it = await vault();
  await expect(it.accept()).rejects.toMatchObject({ code: "not-archived" });
  await it.archive(143);
  const before = await it.files();

  await expect(it.accept()).rejects.toMatchObject({ code: "nothing-missing" });

  expect(await it.files()).toEqual(before);
});

it("is missing again when the record is not one that Ticketvault writes", async () => {
  await using it = await vault();
  sandbox.fault({ on: "attachment", kind: "status", status: 404 });
  await it.archive(143);
  await it.store.create(RECORD, Buffer.from("{}"));

  expect(await it.archive(143)).toMatchObject({ completeness: "incomplete", accepted: null });
  await expect(it.accept()).rejects.toMatchObject({ code: "acceptance-altered" });
});

it("costs two requests to S3 more", async () => {
  const s3: S3StandIn = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  const store = vaultStore(client);
  await using wired = harness(sandbox, store);
  sandbox.fault({ on: "attachment", kind: "status", status: 404 });
  await wired.archive(143);
  await acceptGaps(store, REQUEST, NOW);
  s3.forgetRequests();

  expect(await wired.archive(143)).toMatchObject({ completeness: "accepted" });

  // Inventory, sidecar, claim and document; the list of records and the newest of them.
  expect(s3.counts()).toEqual({ GetObject: 5, ListObjectsV2: 1 });
  client.destroy();
  await s3.close();
});
