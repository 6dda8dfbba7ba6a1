/** docs/events.md: its examples are what the code reads and publishes. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readConfig } from "../../infra/config.ts";
import type { Receipt } from "../../shared/archive/receipt.ts";
import { EVENTS } from "../../shared/names.ts";
import { announceFailure, announceReceipt, type FailedRequest } from "../../shared/requests/announce.ts";
import { parseRequestMessage, requestJsonSchema } from "../../shared/requests/message.ts";

interface Example {
  readonly source?: string;
  readonly "detail-type"?: string;
  readonly detail?: Record<string, unknown>;
}

const page = readFileSync(new URL("../../docs/events.md", import.meta.url), "utf8");
const examples = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json = ""]): Example => JSON.parse(json));

/** What is published of a receipt or a failure. */
async function published(detail: object): Promise<Example> {
  const events: Example[] = [];
  const publish = async (type: string, each: object): Promise<void> => {
    events.push({ source: EVENTS.source, "detail-type": type, detail: { ...each } });
  };
  if ("final" in detail) {
    const { final: _, ...failure } = detail;
    await announceFailure({ publish }, failure as FailedRequest);
  } else {
    const { problemsOmitted: _, ...receipt } = detail as Receipt & { problemsOmitted: number };
    await announceReceipt({ publish }, receipt);
  }
  return events[0] ?? {};
}

it("the published events are as in the examples, field by field", async () => {
  const told = examples.filter(({ source }) => source === EVENTS.source);
  expect(told.map((example) => example["detail-type"])).toEqual([
    EVENTS.archived,
    EVENTS.incomplete,
    EVENTS.failed,
  ]);
  for (const example of told) expect(await published(example.detail ?? {})).toEqual(example);
});

it("the request to put on the bus is one", () => {
  const entries = /--entries '(\[.*?\])'/s.exec(page)?.[1] ?? "[]";
  const [{ DetailType, Detail }] = JSON.parse(entries);
  expect(DetailType).toBe(EVENTS.request);
  expect(parseRequestMessage(Detail, 22824)).toMatchObject({ ticketId: 143, requestedBy: "crm" });
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
