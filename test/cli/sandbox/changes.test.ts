/** Each change of a ticket's messages does what it says, in process and over the control interface. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { TicketChange } from "../../../cli/sandbox/catalogue/changes.ts";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { type AnsweredTicket, ask, ticketOf } from "./client.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ tickets: 2 });
});
afterEach(() => sandbox.close());

async function answered(id = 143): Promise<AnsweredTicket> {
  return await ticketOf(await ask(sandbox, id));
}

const ids = (ticket: AnsweredTicket) => ticket.ConversationList.map(({ Id }) => Id);

describe("changes of messages", () => {
  test.each<[string, TicketChange[], number[]]>([
    ["remove one", [{ kind: "remove", message: 131 }], [135]],
    ["remove one by its id as text", [{ kind: "remove", message: "131" }], [135]],
    [
      "restore it in its place",
      [
        { kind: "remove", message: 131 },
        { kind: "restore", message: 131 },
      ],
      [131, 135],
    ],
    ["add one with an id of its own", [{ kind: "add" }], [131, 135, 136]],
    [
      "never give the id of a removed one again",
      [{ kind: "add" }, { kind: "remove", message: 136 }, { kind: "add" }],
      [131, 135, 137],
    ],
    ["empty the ticket", [{ kind: "empty" }], []],
    ["make the number one that never was", [{ kind: "forget" }], []],
    ["restore all", [{ kind: "forget" }, { kind: "restore" }], [131, 135]],
    ["reverse the order", [{ kind: "reorder" }], [135, 131]],
  ])("%s", async (_what, done, expected) => {
    sandbox.change(143, ...done);

    const ticket = await answered();
    expect(ids(ticket)).toEqual(expected);
    expect(ticket.Total).toBe(expected.length);
  });

  test("edit any field of a message", async () => {
    sandbox.change(143, {
      kind: "edit",
      message: 135,
      set: { Text: "5 \ud83d", CreatedOn: "0001-01-01T00:00:00" },
    });

    expect((await answered()).ConversationList[1]).toMatchObject({
      Text: "5 \ud83d",
      CreatedOn: "0001-01-01T00:00:00",
    });
  });

  test("reword a message in its HTML and its text, spelled as each wants", async () => {
    sandbox.change(
      143,
      { kind: "add", text: "a < 5000" },
      { kind: "reword", message: 136, from: "< 5000", to: "> 5" },
    );

    expect((await answered()).ConversationList[2]).toMatchObject({ Html: "<p>a &gt; 5</p>", Text: "a > 5" });
  });

  test("restore a message as it last was", async () => {
    sandbox.change(
      143,
      { kind: "edit", message: 131, set: { Text: "second wording" } },
      { kind: "remove", message: 131 },
      { kind: "empty" },
      { kind: "restore", message: 131 },
    );

    expect((await answered()).ConversationList).toMatchObject([{ Id: 131, Text: "second wording" }]);
  });

  test("add a message later than all others, with what is set", async () => {
    sandbox.change(143, {
      kind: "add",
      text: "More",
      set: { RelatedActivityType: "PortalInbound", Id: null },
    });

    expect((await answered()).ConversationList[2]).toMatchObject({
      RelatedActivityType: "PortalInbound",
      Text: "More",
      Id: null,
      CreatedOn: "2024-09-01T01:00:00.000",
    });
  });

  test("begin a ticket that was not there", async () => {
    sandbox.change(7, { kind: "add", text: "First" });

    expect(ids(await answered(7))).toEqual([1]);
    expect(sandbox.ticketIds).toEqual([7, 143, 1000, 1001]);
  });

  test("take a forgotten number out of the list of tickets", () => {
    sandbox.change(1000, { kind: "forget" });

    expect(sandbox.ticketIds).toEqual([143, 1001]);
  });
});

describe("a change that cannot be made", () => {
  test.each<[string, object, string]>([
    [
      "an unknown kind",
      { kind: "earthquake" },
      'there is no change of the kind "earthquake"; there are edit, reword',
    ],
    ["no kind", {}, "there is no change of the kind missing; there are edit"],
    ["an unknown field", { kind: "empty", ticket: 1 }, 'the change "empty": it does not take "ticket"'],
    [
      "a missing field",
      { kind: "remove" },
      'the change "remove": message is missing: give the Id of a message',
    ],
    [
      "a field of another type",
      { kind: "add-picture", message: 131, signed: 5 },
      'the change "add-picture": signed is 5: give how its URL is signed',
    ],
    ["an unknown message", { kind: "remove", message: 9 }, "the ticket has no message 9, but 131, 135"],
    ["an unknown file", { kind: "remove-file", file: "b" }, "the ticket has no file b, but Aadhaar.png"],
    ["a message that is there", { kind: "restore", message: 131 }, "message 131 is in the ticket"],
    ["a message that never was", { kind: "restore", message: 9 }, "the ticket never had a message 9"],
    [
      "a value that no ticket has",
      { kind: "edit", message: 131, set: { Html: 5 } },
      "the changed ticket 143 is no ticket for the sandbox (ConversationList.0.Html)",
    ],
  ])("is refused, and nothing is changed: %s", async (_what, change, message) => {
    const response = await fetch(`${sandbox.origin}/__sandbox/tickets/143/changes`, {
      method: "POST",
      body: JSON.stringify(change),
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringContaining(message) });
    expect(sandbox.ticket(143)?.ConversationList).toHaveLength(2);
  });

  test("is an error in process too", () => {
    expect(() => sandbox.change(143, { kind: "remove", message: 9 })).toThrow("the ticket has no message 9");
  });
});

test("changes travel over the control interface", async () => {
  const response = await fetch(`${sandbox.origin}/__sandbox/tickets/143/changes`, {
    method: "POST",
    body: JSON.stringify({ kind: "remove", message: 131 }),
  });

  expect(await response.json()).toEqual({ done: true });
  expect(ids(await answered())).toEqual([135]);
});
