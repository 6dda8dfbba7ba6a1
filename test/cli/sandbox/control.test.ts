/** Other processes can watch and steer the sandbox. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { ask, ticketOf } from "./client.ts";

describe("the sandbox's control endpoints", () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ limit: { calls: 2 } });
  });
  afterEach(() => sandbox.close());

  const get = async (action: string) => await fetch(`${sandbox.origin}/__sandbox/${action}`);
  const post = async (action: string, body: unknown = {}) =>
    await fetch(`${sandbox.origin}/__sandbox/${action}`, { method: "POST", body: JSON.stringify(body) });

  test("tell the counts", async () => {
    await Promise.all([ask(sandbox, 143), ask(sandbox, 143), ask(sandbox, 143)]);

    expect(await (await get("counts")).json()).toEqual({
      apiCalls: 3,
      detailsCalls: 0,
      usersCalls: 0,
      rejected429: 1,
      attachmentRequests: 0,
      attachmentBytes: 0,
      leakedKeys: 0,
      maxCallsInWindow: 3,
    });
  });

  test("take faults and clear them", async () => {
    await post("faults", { on: "api", kind: "status", status: 502 });
    const struck = await ask(sandbox, 143);
    await post("clear-faults");
    const cleared = await ask(sandbox, 143);

    expect([struck.status, cleared.status]).toEqual([502, 200]);
  });

  // U10
  test.each<[string, unknown, string]>([
    [
      "an unknown kind",
      { on: "api", kind: "earthquake" },
      'no fault on "api" of the kind "earthquake"; there are status, ',
    ],
    [
      "a kind of the other side",
      { on: "attachment", kind: "total" },
      'no fault on "attachment" of the kind "total"',
    ],
    ["no kind", { on: "api" }, 'there is no fault on "api" of the kind missing'],
    [
      "no place",
      { kind: "stall" },
      'the fault is on missing: "on" is one of api, details, users, attachment',
    ],
    [
      "an unknown field",
      { on: "api", kind: "stall", ticket: 143 },
      'the fault on "api" "stall": it does not take "ticket", but ticketId?, times?',
    ],
    [
      "a wrong value",
      { on: "api", kind: "status", status: "500", times: 0 },
      'status is "500": give a status from 300 to 599; times is 0: give how many requests are struck',
    ],
    [
      "a missing value",
      { on: "attachment", kind: "size" },
      "bytes is missing: give how many (0 for an empty file)",
    ],
    ["no fault at all", "x", "the fault is no JSON object"],
  ])("refuse %s as a fault, and say what to give", async (_what, body, message) => {
    const response = await post("faults", body);

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringContaining(message) });
  });

  test("show a ticket and replace it", async () => {
    const original = await (await get("tickets/143")).json();

    const replaced = await post("tickets/143", { ConversationList: [] });

    expect(original).toMatchObject({ ConversationList: [{ Id: 131 }, { Id: 135 }] });
    expect(replaced.status).toBe(200);
    expect((await ticketOf(await ask(sandbox, 143))).Total).toBe(0);
    expect((await get("tickets/7")).status).toBe(404);
  });

  test("refuse what is no ticket", async () => {
    const response = await post("tickets/143", { ConversationList: [{}] });

    expect(response.status).toBe(400);
    expect(sandbox.ticket(143)?.ConversationList).toHaveLength(2);
  });

  test("rotate the keys", async () => {
    const before = sandbox.secretKey;

    const keys = await (await post("rotate-keys")).json();

    expect(keys).toEqual({ accessKey: sandbox.accessKey, secretKey: sandbox.secretKey });
    expect(sandbox.secretKey).not.toBe(before);
  });

  test("make everything as it was at the start", async () => {
    const { accessKey } = sandbox;
    await post("rotate-keys");
    await post("faults", { on: "api", kind: "status", status: 500 });
    await post("tickets/143", { ConversationList: [] });
    await Promise.all([ask(sandbox, 143), ask(sandbox, 143), ask(sandbox, 143)]);

    await post("reset");

    expect(sandbox.counts.apiCalls).toBe(0);
    expect(sandbox.maxCallsInWindow()).toBe(0);
    expect(sandbox.accessKey).toBe(accessKey);
    expect((await ticketOf(await ask(sandbox, 143))).Total).toBe(2);
  });

  test("say what there is when asked for something else", async () => {
    const response = await get("nothing");

    expect(response.status).toBe(404);
    expect(await response.text()).toContain("POST faults");
  });
});
