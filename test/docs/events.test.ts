/** docs/events.md: its examples are what the code reads and publishes. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { readConfig } from "../../infra/config.ts";
import { EVENTS } from "../../shared/names.ts";
import { announceFailure, type FailedRequest } from "../../shared/requests/announce.ts";
import { parseRequests, requestJsonSchema } from "../../shared/requests/message.ts";
import { harness } from "../archive/harness.ts";
import { batch, makeSealer, notice } from "../seal/sealer.ts";

/** Stands in the examples in place of the digest of an inventory. */
const SHA256 = "3ff21740cfcf2c68baf3e51858bbd9274b4205ad073def8eea1e65944362fffb";

interface Example {
  readonly source?: string;
  readonly "detail-type"?: string;
  readonly detail?: Record<string, unknown>;
}

const page = readFileSync(new URL("../../docs/events.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json = ""]): Example => JSON.parse(json));

/** What is raised of 143 in a vault of its own. */
async function raised(...changes: readonly ((sandbox: Sandbox) => unknown)[]): Promise<Example[]> {
  await using sealer = await makeSealer();
  const sandbox = await startSandbox();
  await using wired = harness(sandbox, sealer.store);
  for (const change of changes) {
    change(sandbox);
    await wired.archive(143);
    await sealer.seal(batch(notice("archive/22824/143/inventory.json.sha256")));
  }
  await sandbox.close();
  const asExampled = { inventorySha256: SHA256, location: "s3://BUCKET/archive/22824/143" };
  return sealer.told.map(({ type, detail }) => {
    expect(detail).toMatchObject({ inventorySha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    return { source: EVENTS.source, "detail-type": type, detail: { ...detail, ...asExampled } };
  });
}

async function failed(): Promise<Example> {
  const example = examples.find(({ "detail-type": type }) => type === EVENTS.failed);
  const { final: _, ...failure } = example?.detail ?? {};
  let told: Example = {};
  const publish = async (type: string, detail: object): Promise<void> => {
    told = { source: EVENTS.source, "detail-type": type, detail: { ...detail } };
  };
  await announceFailure({ publish }, failure as unknown as FailedRequest);
  return told;
}

it("the published events are as in the examples, field by field", async () => {
  const nothing = (): void => {};
  const [archived, changed] = await raised(nothing, (sandbox) => {
    sandbox.change(143, { kind: "edit", message: 131, set: { Text: "other words" } });
    sandbox.change(143, { kind: "remove", message: 135 });
  });
  const [incomplete] = await raised((sandbox) => {
    sandbox.fault({ on: "attachment", kind: "status", status: 404 });
  });

  const told = examples.filter(({ source }) => source === EVENTS.source);
  expect(told).toEqual([archived, incomplete, changed, await failed()]);
});

it("the request to put on the bus is one", () => {
  const entries = /--entries '(\[.*?\])'/s.exec(page)?.[1] ?? "[]";
  const [{ DetailType, Detail }] = JSON.parse(entries);
  expect(DetailType).toBe(EVENTS.request);
  expect(parseRequests(Detail, 22824)[0]).toMatchObject({ ticketId: 143, requestedBy: "crm" });
});

it("the settings in the examples can be used", () => {
  const settings = examples.filter((example) => !("source" in example));
  expect(settings).toHaveLength(2);
  for (const each of settings) expect(readConfig({ orgId: 22824, ...each })).toMatchObject(each);
});

it("docs/archive-ticket.schema.json is the schema of requests (npm run docs makes it)", () => {
  const schema = readFileSync(new URL("../../docs/archive-ticket.schema.json", import.meta.url), "utf8");
  expect(JSON.parse(schema)).toEqual(requestJsonSchema());
});
