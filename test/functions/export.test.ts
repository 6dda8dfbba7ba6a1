/** The steps of an export as the state machine calls them, wired by the environment, on S3. */

import { CreateBucketCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { handleExport, type StepResult } from "../../functions/export/handler.ts";
import { wireExport } from "../../functions/export/wiring.ts";
import { archiveGenerated, ORG } from "../export/generated-vault.ts";
import { ledgerOn, memorySigner } from "../seal/signing.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { exportEnvironment } from "./export-environment.ts";
import { type RecordedLog, recordedLog } from "./http.ts";

const BUCKET = "exports-of-tests";

let s3: S3StandIn;
beforeAll(async () => {
  s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }));
  const store = vaultStore(client);
  for (const ticketId of [1, 2]) await archiveGenerated(store, { ticketId, attachments: [2_000_000] });
  client.destroy();
});
afterAll(() => s3.close());

beforeEach(() => {
  const environment = exportEnvironment(s3, ORG, BUCKET);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  s3.clearFaults();
});

const REQUEST = {
  matter: "Smith v. Acme",
  requestedBy: "J. Doe",
  reason: "Discovery",
  selection: { tickets: [1, 2, 3] },
  partSize: 10_000_000,
};
let logged: RecordedLog;
beforeEach(() => {
  logged = recordedLog();
});

const time = { getRemainingTimeInMillis: () => 60_000 };

async function step(event: unknown, clock = time): Promise<StepResult> {
  return handleExport({ ...(await wireExport()), log: logged.log }, event, clock);
}

// E10
it("plans, packs each part and finishes, and hands out what is sealed alone; what one step answers is what the next one takes", async () => {
  const plan = await step({ step: "plan", request: REQUEST });
  if (!("parts" in plan) || typeof plan.parts === "number") throw new Error("this is no plan");
  const parts = await Promise.all(plan.parts.map((part) => step({ step: "part", id: plan.id, part })));
  const finished = await step({ step: "finish", id: plan.id });
  if (!("record" in finished)) throw new Error("this is no record");
  const { record } = finished;
  await expect(step({ step: "hand-out", id: plan.id, record, sequence: 1 })).rejects.toMatchObject({
    name: "ExportFailed",
    message: expect.stringContaining("was not handed out"),
  });
  const sequence = await ledgerOn((await wireExport()).archive, memorySigner(), new Date(), ORG).sealRecord(
    "production",
    record,
  );
  const summary = await step({ step: "hand-out", id: plan.id, record, sequence });

  expect(plan).toMatchObject({ parts: [1, 2], leftOut: 1 });
  expect(parts).toMatchObject([{ part: 1 }, { part: 2 }]);
  expect(summary).toEqual({ id: plan.id, completeness: "incomplete", tickets: 2, leftOut: 1, parts: 2 });
  const keys = s3.keys(BUCKET).filter((key) => key.startsWith(`exports/${plan.id}/`));
  expect(keys.map((key) => key.replace(/.*[/-]/, ""))).toContain("002.zip.sha256");
  expect(keys.length).toBe(20);
  expect(logged.events()).toContain("export.finished");
});

it("names an error by whether trying again can help", async () => {
  await expect(step({ step: "plan", request: { ...REQUEST, zone: "Nowhere/Here" } })).rejects.toMatchObject({
    name: "ExportFailed",
    message: expect.stringContaining("is not a time zone"),
  });
  await expect(step({ step: "finish", id: "0123456789abcdef" })).rejects.toMatchObject({
    name: "ExportFailed",
  });
  await expect(step({ step: "other" })).rejects.toThrow("not a step of an export");
  const late = { getRemainingTimeInMillis: () => 15_050 };
  s3.onRequest = () => new Promise((resolve) => setTimeout(resolve, 100));
  await expect(step({ step: "plan", request: REQUEST }, late)).rejects.toMatchObject({
    name: "ExportRetryable",
  });
  expect(logged.events()).toEqual(Array(4).fill("export.failed"));
  s3.onRequest = () => {};
});
