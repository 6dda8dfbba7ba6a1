/** The conversation filter answers, refuses and counts as documented. */
import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { ask, ticketOf } from "./client.ts";

describe("the conversation filter of the sandbox", () => {
  let now = Date.UTC(2026, 4, 20, 10, 37, 32);
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandbox({ tickets: 1, now: () => now });
  });
  afterEach(() => sandbox.close());

  test("answers ticket 143 as documented, but for the minted URL", async () => {
    const documented: unknown = JSON.parse(
      readFileSync(`${import.meta.dirname}/../../../cli/sandbox/tickets/143.json`, "utf8"),
    );

    const response = await ask(sandbox, 143);

    const ticket = await ticketOf(response);
    const url = ticket.ConversationList[1]?.Attachments[0]?.ContentPath ?? "";
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(url).toContain("/t/22824/ticket/%23143/email/ebf0f7d2-b153-4775-ae9f-c45e8a047c7c?");
    expect(
      JSON.parse(JSON.stringify(ticket).replace(url, "email/ebf0f7d2-b153-4775-ae9f-c45e8a047c7c")),
    ).toEqual(documented);
  });

  test("answers only the activity types asked for, and counts those alone", async () => {
    const inbound = await ticketOf(await ask(sandbox, 143, { body: { ActivityType: ["InboundEmail"] } }));
    const portal = await ticketOf(await ask(sandbox, 143, { body: { ActivityType: ["PortalInbound"] } }));

    expect([inbound.Total, inbound.ConversationList.length]).toEqual([2, 2]);
    expect([portal.Total, portal.ConversationList]).toEqual([0, []]);
  });

  test("answers an unknown ticket with an empty list", async () => {
    const response = await ask(sandbox, 7);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ Total: 0, Conversations: null, ConversationList: [] });
  });

  test.each([
    ["access", { "X-LSQ-ACCESS-KEY": "wrong" }],
    ["secret", { "X-LSQ-SECRET-KEY": "wrong" }],
  ])("refuses a wrong %s key with 401", async (_which, headers) => {
    expect((await ask(sandbox, 143, { headers })).status).toBe(401);
  });

  test.each([
    ["no JSON", { body: "{" }],
    ["a ticket id in quotes", { body: { TicketId: "143" } }],
    ["no ticket id", { body: { TicketId: undefined } }],
    ["an org id in quotes", { body: { OrgId: "22824" } }],
    ["another account's org id", { body: { OrgId: 1 } }],
    ["no activity types", { body: { ActivityType: [] } }],
    ["the activity types left out", { body: { ActivityType: undefined } }],
    ["an unknown activity type", { body: { ActivityType: ["Chat"] } }],
    ["another content type", { headers: { "Content-Type": "text/plain" } }],
  ])("refuses a body with %s with 400", async (_what, change) => {
    const response = await ask(sandbox, 143, change);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ Status: "Error" });
  });

  test.each([
    ["another tenant", { path: "/api/tenants/1/conversation/filter" }],
    ["an unknown path", { path: "/api/tenants/22824/conversations" }],
    ["another method", { method: "GET" }],
  ])("answers %s with 404", async (_what, change) => {
    expect((await ask(sandbox, 143, change)).status).toBe(404);
  });

  test("keeps tenant id and org id apart when told both", async () => {
    const other = await startSandbox({ orgId: 5, tenantId: 6 });

    const response = await ask(other, 143);
    await other.close();

    expect(response.status).toBe(200);
    expect(await response.text()).toContain("/t/5/ticket/%23143/email/");
  });

  test("admits 25 calls in any 5 seconds and refuses the 26th with 429", async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 26; n++) {
      now += 10;
      statuses.push((await ask(sandbox, 143)).status);
    }
    now += 5000 - 260;
    const tooEarly = (await ask(sandbox, 143)).status;
    now += 10;
    const inTime = (await ask(sandbox, 143)).status;

    expect(statuses).toEqual([...new Array<number>(25).fill(200), 429]);
    expect([tooEarly, inTime]).toEqual([429, 200]);
    expect(sandbox.counts).toMatchObject({ apiCalls: 28, rejected429: 2 });
    expect(sandbox.maxCallsInWindow()).toBe(27);
  });

  test("counts calls with wrong keys against the limit too", async () => {
    for (let n = 0; n < 25; n++) {
      await ask(sandbox, 143, { headers: { "X-LSQ-SECRET-KEY": "wrong" } });
    }

    expect((await ask(sandbox, 143)).status).toBe(429);
  });

  test("refuses the old keys after a rotation and takes the new ones", async () => {
    const { accessKey, secretKey } = sandbox;

    sandbox.rotateKeys();

    const old = { "X-LSQ-ACCESS-KEY": accessKey, "X-LSQ-SECRET-KEY": secretKey };
    expect((await ask(sandbox, 143, { headers: old })).status).toBe(401);
    expect((await ask(sandbox, 143)).status).toBe(200);
  });

  test("answers an edited ticket with the edit, strange values as they are", async () => {
    const strange = {
      RelatedActivityType: "WhatsApp",
      Html: null,
      Text: null,
      Attachments: null,
      CreatedBy: null,
      CreatedOn: "yesterday",
      Id: "131",
      Extra: { kept: true },
    };

    sandbox.setTicket(9, { ConversationList: [strange] });

    expect(await (await ask(sandbox, 9)).json()).toEqual({
      Total: 1,
      Conversations: null,
      ConversationList: [strange],
    });
    expect(sandbox.ticketIds).toEqual([9, 143, 1000]);
  });

  test("tells its hooks of each request, before it is handled and before the reply is sent", async () => {
    const heard: string[] = [];
    sandbox.onRequest = ({ number, target, ticketId }) => {
      heard.push(`request ${number} ${target} ${ticketId}`);
      sandbox.setTicket(143, { ConversationList: [] });
    };
    sandbox.onResponse = async ({ number }) => {
      await Promise.resolve();
      heard.push(`response ${number}`);
    };

    const ticket = await ticketOf(await ask(sandbox, 143));
    heard.push("received");

    expect(ticket.Total).toBe(0);
    expect(heard).toEqual(["request 1 api 143", "response 1", "received"]);
  });

  test("says so when a hook fails", async () => {
    sandbox.onRequest = () => {
      throw new Error("hook broke");
    };

    const response = await ask(sandbox, 143);

    expect(response.status).toBe(500);
    expect(await response.text()).toContain("hook broke");
  });
});

describe("starting a sandbox", () => {
  test("refuses a port that is taken", async () => {
    const first = await startSandbox();

    const second = startSandbox({ port: Number(new URL(first.origin).port) });

    await expect(second).rejects.toThrow(/cannot listen on 127\.0\.0\.1:\d+: choose another port/);
    await first.close();
  });

  test.each([
    ["port", { port: 70_000 }],
    ["tickets", { tickets: -1 }],
    ["attachmentBytes", { attachmentBytes: 100 }],
    ["delayMs", { delayMs: Number.NaN }],
  ])("refuses %s out of range", async (name, options) => {
    await expect(startSandbox(options)).rejects.toThrow(`the sandbox's ${name} is`);
  });
});
