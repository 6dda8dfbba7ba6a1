/** Each change of a ticket at the source does what it says, in process and over the control interface. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changes, type TicketChange } from "../../../cli/sandbox/catalogue/changes.ts";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { type AnsweredTicket, ask, attachmentsOf, firstUrl, rawGet, ticketOf } from "./client.ts";

let sandbox: Sandbox;
let now = Date.UTC(2026, 4, 20);
beforeEach(async () => {
  sandbox = await startSandbox({ tickets: 2, now: () => now });
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

describe("changes of files", () => {
  const PATH = "email/ebf0f7d2-b153-4775-ae9f-c45e8a047c7c";

  test("attach one that can be fetched", async () => {
    sandbox.change(143, {
      kind: "add-file",
      message: 131,
      name: "a.pdf",
      type: "application/pdf",
      bytes: 4000,
    });

    const { headers, body } = await rawGet(await firstUrl(sandbox));
    expect([headers["content-type"], body.length]).toEqual(["application/pdf", 4000]);
  });

  test("replace one under the same name; the old one stays in the bucket", async () => {
    const oldUrl = await firstUrl(sandbox);
    sandbox.change(143, { kind: "replace-file", file: "Aadhaar.png", bytes: 9000 });

    const [attachment] = await attachmentsOf(sandbox, 143);
    const [before, after] = [await rawGet(oldUrl), await rawGet(attachment?.ContentPath ?? "")];
    expect(attachment).toMatchObject({ FileName: "Aadhaar.png", FileSize: 9000 });
    expect([before.body.length, after.body.length]).toEqual([109_210, 9000]);
    expect(attachment?.ContentPath).not.toContain(PATH);
  });

  test("edit one, by name or path, and remove one", async () => {
    sandbox.change(143, { kind: "edit-file", file: PATH, set: { FileName: "b.png" } });
    const renamed = await attachmentsOf(sandbox, 143);
    sandbox.change(143, { kind: "remove-file", file: "b.png" });

    expect(renamed).toMatchObject([{ FileName: "b.png" }]);
    expect(await attachmentsOf(sandbox, 143)).toEqual([]);
  });

  // T11
  test("serve versions of one object as the files that they are", async () => {
    sandbox.change(
      143,
      { kind: "add-file", message: 135, name: "Aadhaar.png", type: "image/png", bytes: 109_210 },
      { kind: "edit-file", file: PATH, set: { ContentPath: `${PATH}?versionId=1` } },
    );
    const [, added] = sandbox.ticket(143)?.ConversationList[1]?.Attachments ?? [];
    sandbox.change(143, {
      kind: "edit-file",
      file: added?.ContentPath ?? "",
      set: { ContentPath: `${PATH}?versionId=2` },
    });

    const urls = (await attachmentsOf(sandbox, 143)).map(({ ContentPath }) => ContentPath);
    const [one, two] = await Promise.all(urls.map((url) => rawGet(url)));
    expect(urls.map((url) => new URL(url).searchParams.get("versionId"))).toEqual(["1", "2"]);
    expect([one?.status, two?.status]).toEqual([200, 200]);
    expect(one?.body.equals(two?.body ?? Buffer.alloc(0))).toBe(false);
  });
});

// T8
describe("a picture at the attachment host", () => {
  async function pictureUrl(): Promise<string> {
    const html = (await answered()).ConversationList[0]?.Html ?? "";
    return /<img src="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";
  }

  test("is signed anew in each answer, spelled as HTML, and can be fetched", async () => {
    sandbox.change(143, { kind: "add-picture", message: 131 });

    const first = await pictureUrl();
    now += 1000;
    const second = await pictureUrl();
    const { status, headers, body } = await rawGet(second);
    expect([status, headers["content-type"], body.length]).toEqual([200, "image/png", 8192]);
    expect(second).not.toBe(first);
    expect(new URL(second).pathname).toBe(new URL(first).pathname);
    expect((await answered()).ConversationList[0]?.Html).toContain("&amp;X-Amz-Signature=");
  });

  test.each([
    ["expired", 403, "Request has expired"],
    ["unsigned", 403, "Access Denied"],
  ] as const)("is refused when it is %s", async (signed, status, words) => {
    sandbox.change(143, { kind: "add-picture", message: 131, signed });

    const answer = await rawGet(await pictureUrl());
    expect(answer.status).toBe(status);
    expect(answer.body.toString()).toContain(words);
  });
});

// T17
test("a link to another company's signed file stands in HTML and text to the byte", async () => {
  sandbox.change(143, {
    kind: "add-foreign-link",
    message: 131,
    url: "https://x.example/?sig=abc&Signature=def",
  });

  expect((await answered()).ConversationList[0]).toMatchObject({
    Html: expect.stringContaining('href="https://x.example/?sig=abc&amp;Signature=def"'),
    Text: expect.stringContaining(" https://x.example/?sig=abc&Signature=def"),
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

test("every change says what it is, and what each of its fields is", () => {
  for (const { says, takes } of Object.values(changes)) {
    expect(says).toMatch(/^[A-Z].*\.$/);
    for (const [, description] of takes) expect(description).not.toBe("");
  }
});
