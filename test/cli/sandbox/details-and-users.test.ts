/** The details of a ticket and the list of users are answered, refused and counted as documented. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { ask, rawGet, ticketOf } from "./client.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ tickets: 3, limit: { calls: 4 } });
});
afterEach(() => sandbox.close());

describe("the details of a ticket", () => {
  async function details(id: number, secretKey = sandbox.secretKey): Promise<Response> {
    return await fetch(`${sandbox.origin}/api/tenants/${sandbox.tenantId}/tickets/${id}`, {
      headers: { "X-LSQ-ACCESS-KEY": sandbox.accessKey, "X-LSQ-SECRET-KEY": secretKey },
      redirect: "manual",
    });
  }

  async function fields(id: number): Promise<Record<string, unknown>> {
    const { Fields } = JSON.parse(await (await details(id)).text());
    return Object.fromEntries(
      Fields.map((each: { SchemaName: string; Value: unknown }) => [each.SchemaName, each.Value]),
    );
  }

  test("are those of the documented ticket", async () => {
    const answer = JSON.parse(await (await details(143)).text());

    expect(answer).toMatchObject({ Id: "143", TicketId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    expect(answer.Fields[2]).toEqual({ SchemaName: "Title", Value: "Update Email Id", SubFields: null });
    expect(await fields(143)).toMatchObject({
      TicketKey: "#143",
      Title: "Update Email Id",
      Description: expect.stringMatching(/^Hi, Has my email Id been updated/),
      Status: "Open",
      Priority: "Medium",
      Channel: "Email",
      Tags: "sandbox",
      DueDate: "2024-08-31T12:38:36",
      "CustomData.SRC_CS_2": "Standard",
    });
  });

  test("have a title where no message quotes a subject", async () => {
    sandbox.change(7, { kind: "add", text: "Where is it?" });

    expect(await fields(7)).toMatchObject({
      TicketKey: "#7",
      Title: "Where is it?",
      Description: "Where is it?",
    });
  });

  test("are changed, and stay when messages go", async () => {
    sandbox.change(
      143,
      { kind: "details", set: { Status: "Closed", "CustomData.X": [1] } },
      { kind: "empty" },
    );

    expect(await fields(143)).toMatchObject({
      Title: "Update Email Id",
      Status: "Closed",
      "CustomData.X": [1],
    });
    expect((await ticketOf(await ask(sandbox, 143))).Total).toBe(0);
  });

  // T4
  test("are a ticket's alone: none for a number that never was, some for one with a description only", async () => {
    sandbox.change(143, { kind: "forget" });
    sandbox.change(8, { kind: "details", set: { Title: "By telephone", Description: "Called twice." } });

    expect([(await details(143)).status, (await details(7)).status]).toEqual([404, 404]);
    expect(await fields(8)).toMatchObject({ Title: "By telephone", Description: "Called twice." });
  });

  test.each([403, 404])("can fail with %i while conversations are answered", async (status) => {
    sandbox.fault({ on: "details", kind: "status", status });

    expect([(await details(143)).status, (await ask(sandbox, 143)).status]).toEqual([status, 200]);
  });

  test("want the keys, leak none, and count against the limit", async () => {
    const statuses = [(await details(143, "wrong")).status];
    for (let n = 0; n < 4; n++) statuses.push((await details(143)).status);

    expect(statuses).toEqual([401, 200, 200, 200, 429]);
    expect(sandbox.counts).toMatchObject({ apiCalls: 0, detailsCalls: 5, rejected429: 1, leakedKeys: 0 });
  });
});

describe("the list of users", () => {
  const get = async (query: Record<string, string>) =>
    await fetch(`${sandbox.origin}/v2/UserManagement.svc/Users.Get?${new URLSearchParams(query)}`);

  test("names everybody who wrote on behalf of the company, and takes the keys in the query", async () => {
    const { accessKey, secretKey } = sandbox;

    const users = JSON.parse(await (await get({ accessKey, secretKey })).text());

    const ids = users.map(({ ID }: { ID: string }) => ID);
    const agents = sandbox.ticketIds
      .flatMap((id) => sandbox.ticket(id)?.ConversationList ?? [])
      .filter(({ RelatedActivityType, Id }) => RelatedActivityType.includes("Outbound") || Id === 131)
      .map(({ CreatedBy }) => CreatedBy);
    expect(agents.length).toBeGreaterThan(1);
    expect(ids).toEqual(expect.arrayContaining(agents));
    expect(users[0]).toEqual({
      ID: "a443f7b7-d1fd-11ec-993a-06f221480cd8",
      FirstName: "Support",
      LastName: "Agent",
      EmailAddress: "support.agent@example.com",
      Role: "Sales_User",
      StatusCode: 0,
    });
    expect(users.at(-1).StatusCode).toBe(1);
  });

  test("is refused without the right keys", async () => {
    expect((await get({})).status).toBe(401);
    expect((await get({ accessKey: sandbox.accessKey, secretKey: "wrong" })).status).toBe(401);
  });

  test("has its own faults", async () => {
    const { accessKey, secretKey } = sandbox;
    sandbox.fault({ on: "users", kind: "echo-headers" });
    const echo = await rawGet(
      `${sandbox.origin}/v2/UserManagement.svc/Users.Get?${new URLSearchParams({ accessKey, secretKey })}`,
    );

    expect(echo.body.toString()).toContain(`secretKey=${secretKey}`);
    expect((await ask(sandbox, 143)).status).toBe(200);
    expect(sandbox.counts).toMatchObject({ usersCalls: 1, apiCalls: 1 });
  });
});
