/** Each fault in the conversations that are answered does what it says. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiFault } from "../../../cli/sandbox/faults/fault.ts";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { ask, rawAsk, rawGet } from "./client.ts";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ tickets: 1 });
});
afterEach(() => sandbox.close());

async function under(fault: ApiFault): Promise<string> {
  sandbox.fault(fault);
  return (await rawAsk(sandbox, 143)).body.toString();
}

const [first, second] = [{ Id: 131 }, { Id: 135 }];
const undecided = "\ud83d";

test.each<[string, ApiFault, object]>([
  // T4
  ["nothing, of a ticket that is there", { on: "api", kind: "empty" }, { Total: 0, ConversationList: [] }],
  // F2
  ["Total -1", { on: "api", kind: "total", total: -1 }, { Total: -1, ConversationList: [first, second] }],
  ["Total 2.5", { on: "api", kind: "total", total: 2.5 }, { Total: 2.5 }],
  ["Total in words", { on: "api", kind: "total", total: "2 of 2" }, { Total: "2 of 2" }],
  ["Total true", { on: "api", kind: "total", total: true }, { Total: true }],
  // T14
  [
    "signs of paging",
    { on: "api", kind: "envelope", fields: { HasMore: true } },
    { HasMore: true, Total: 2 },
  ],
  [
    "a list that nobody reads",
    { on: "api", kind: "unread-list" },
    { Total: 1, Conversations: [second], ConversationList: [first] },
  ],
  [
    "attachments in lower case",
    { on: "api", kind: "rename-field", from: "Attachments", to: "attachments" },
    { ConversationList: [{ attachments: [] }, { attachments: [{ FileName: "Aadhaar.png" }] }] },
  ],
  // F3
  [
    "the answer in Data",
    { on: "api", kind: "data-envelope" },
    { Data: { Total: 2, ConversationList: [first, second] } },
  ],
  // F4
  [
    "another ticket's number",
    { on: "api", kind: "envelope", fields: { TicketId: 144 } },
    { TicketId: 144, ConversationList: [first, second] },
  ],
  [
    "another ticket",
    { on: "api", kind: "another-ticket", ticket: 1000 },
    { TicketId: 1000, Total: 3, ConversationList: [{ Id: 10_000 }, { Id: 10_001 }, { Id: 10_002 }] },
  ],
  [
    "an object for a text",
    { on: "api", kind: "message-field", field: "Html", value: { a: 1 }, message: 131 },
    { ConversationList: [{ Html: { a: 1 } }, { Html: expect.any(String) }] },
  ],
  // F7
  [
    "times of the year 1",
    { on: "api", kind: "message-field", field: "CreatedOn", value: "0001-01-01T00:00:00" },
    { ConversationList: [{ CreatedOn: "0001-01-01T00:00:00" }, { CreatedOn: "0001-01-01T00:00:00" }] },
  ],
  // T15
  [
    "a lone surrogate",
    { on: "api", kind: "message-field", field: "Text", value: undecided, message: 135 },
    { ConversationList: [first, { Text: undecided }] },
  ],
  // F5
  [
    "a size that is none",
    { on: "api", kind: "file-field", field: "FileSize", value: 5e9, file: "Aadhaar.png" },
    { ConversationList: [first, { Attachments: [{ FileSize: 5e9 }] }] },
  ],
])("the answer holds %s", async (_what, fault, expected) => {
  expect(JSON.parse(await under(fault))).toMatchObject(expected);
});

test("a lone surrogate is an escape on the wire", async () => {
  const body = await under({ on: "api", kind: "message-field", field: "Text", value: undecided });

  expect(body).toContain('"Text": "\\ud83d"');
});

test("a field without a value is left out", async () => {
  const { ConversationList } = JSON.parse(await under({ on: "api", kind: "message-field", field: "Id" }));

  expect(ConversationList.map((message: object) => "Id" in message)).toEqual([false, false]);
});

// T13
test("noise differs in each answer", async () => {
  sandbox.fault({ on: "api", kind: "noise" });

  const [one, two] = [await (await ask(sandbox, 1000)).json(), await (await ask(sandbox, 1000)).json()];

  expect(one).toMatchObject({ RequestId: expect.any(String), Total: expect.any(Number) });
  expect(Object(one).RequestId).not.toBe(Object(two).RequestId);
});

// F1
describe("a name twice in one object", () => {
  test.each([
    ["ConversationList", 2],
    ["Attachments", 3],
    ["Html", 3],
    ["Text", 3],
    ["ContentPath", 2],
  ] as const)("stands so on the wire: %s", async (name, times) => {
    const body = await under({ on: "api", kind: "double-name", name });

    expect(body.split(`"${name}":`)).toHaveLength(times + 1);
    expect(() => JSON.parse(body)).not.toThrow();
  });

  test("hides messages from whoever reads the last value", async () => {
    const body = await under({ on: "api", kind: "double-name", name: "ConversationList" });

    expect(body.match(/"Id": \d+/g)).toEqual(['"Id": 131', '"Id": 135', '"Id": 135']);
    expect(JSON.parse(body)).toMatchObject({ Total: 1, ConversationList: [second] });
  });

  test("leads to two files when it is a path", async () => {
    const body = await under({ on: "api", kind: "double-name", name: "ContentPath" });

    const urls = [...body.matchAll(/"ContentPath": "([^"]+)"/g)].map(([, url = ""]) => url);
    const [one, two] = await Promise.all(urls.map((url) => rawGet(url)));
    expect([one?.status, two?.status]).toEqual([200, 200]);
    expect(one?.body.equals(two?.body ?? Buffer.alloc(0))).toBe(false);
  });
});
