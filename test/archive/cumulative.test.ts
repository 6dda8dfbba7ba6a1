/** What was once seen of a ticket stays in its newest version, whatever LeadSquared lists later. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import type { ArchivedReceipt } from "../../shared/archive/receipt.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { TicketDocument } from "../../shared/ticket/document.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { filesOf, tempFolder } from "../temp.ts";
import { type Harness, type HarnessOptions, harness } from "./harness.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function vault(options: HarnessOptions = {}) {
  const folder = await tempFolder();
  const wired: Harness = harness(sandbox, directoryStore(folder.path), options);
  const files = () => filesOf(folder.path);
  return {
    ...wired,
    files,
    async ticket(version: string): Promise<TicketDocument> {
      const bytes = (await files()).get(`archive/22824/143/${version}/content/ticket.json`);
      return parseTicketDocument(bytes ?? Buffer.from(""));
    },
    async [Symbol.asyncDispose]() {
      await wired[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The next answers of the API are this, until the faults are cleared. */
function answer(body: object): void {
  sandbox.clearFaults();
  sandbox.fault({ on: "api", kind: "raw", body: JSON.stringify(body) });
}

const EMPTY = { Total: 0, ConversationList: [] };
const message = (Id: number | null, Text: string) => ({
  ...{ Id, Text, Html: null, RelatedActivityType: "InboundEmail", CreatedBy: "u", Attachments: null },
  CreatedOn: "2024-08-28T12:00:00",
});
const listOf = (...list: object[]): object => ({ Total: list.length, ConversationList: list });

describe("a ticket that is emptied at the source", () => {
  // T1
  it("keeps its messages and files, marked, and is not called short of anything", async () => {
    await using it = await vault();
    await it.archive(143);
    answer(EMPTY);

    expect(await it.archive(143)).toMatchObject({
      ...{ version: "v2", completeness: "complete", conversations: 2, noLongerListed: 2 },
      attachments: { stored: 1, downloaded: 0 },
      changedAtSource: { removed: ["131", "135"], attachmentsRemoved: 1 },
      message:
        "2 conversations removed at the source (131, 135); 1 attachment removed at the source. Complete.",
    });
    expect(await it.archive(143)).toMatchObject({
      outcome: "unchanged",
      noLongerListed: 2,
      changedAtSource: null,
    });
  });

  // T3
  it("has its bytes when it is restored with a dead URL", async () => {
    await using it = await vault();
    await it.archive(143);
    answer(EMPTY);
    await it.archive(143);
    sandbox.clearFaults();
    sandbox.fault({ on: "attachment", kind: "status", status: 404 });
    const before = sandbox.counts.attachmentRequests;

    expect(await it.archive(143)).toMatchObject({
      ...{ version: "v3", completeness: "complete", noLongerListed: 0 },
      attachments: { stored: 1, failed: 0, downloaded: 0 },
      changedAtSource: { restored: ["131", "135"], attachmentsRestored: 1 },
    });
    expect(sandbox.counts.attachmentRequests).toBe(before);
  });

  it("has an attachment missing that failed before it was removed, and asks for it no more", async () => {
    await using it = await vault();
    sandbox.fault({ on: "attachment", kind: "status", status: 404 });
    await it.archive(143);
    answer(EMPTY);
    const before = sandbox.counts.attachmentRequests;

    expect(await it.archive(143)).toMatchObject({
      completeness: "incomplete",
      problems: [{ code: "attachment-lost", detail: "gone; no longer listed, and asked for no more" }],
    });
    expect(sandbox.counts.attachmentRequests).toBe(before);
  });

  it("is not marked on the word of an answer that contradicts itself", async () => {
    await using it = await vault();
    await it.archive(143);
    answer({ Total: 2, ConversationList: [] });
    expect(await it.archive(143)).toMatchObject({
      ...{ version: "v2", completeness: "incomplete", noLongerListed: 0, changedAtSource: null },
    });
  });
});

describe("messages that are edited and removed", () => {
  // T2
  it("stay in every wording, each with the versions that it was seen in", async () => {
    await using it = await vault();
    answer(listOf(message(1, "5000"), message(2, "gone soon")));
    await it.archive(143);
    answer(listOf(message(1, "5")));

    expect(await it.archive(143)).toMatchObject({ changedAtSource: { edited: ["1"], removed: ["2"] } });
    expect((await it.ticket("v2")).conversations).toMatchObject([
      {
        ...{ id: "1", text: "5", wordingSince: "v2" },
        revisions: [{ text: "5000", firstSeen: "v1", lastSeen: "v1" }],
      },
      { id: "2", text: "gone soon", listed: false, lastSeen: "v1" },
    ]);
  });

  it("that were edited twenty times within a week are left alone for a day, except by hand", async () => {
    await using it = await vault();
    let receipt: ArchivedReceipt | undefined;
    for (let n = 0; n <= 20; n += 1) {
      answer(listOf(message(1, `wording ${n}`)));
      receipt = await it.archive(143);
    }
    expect(receipt).toMatchObject({ version: "v21", unstable: true });
    answer(listOf(message(1, "wording 21")));
    const calls = sandbox.counts.apiCalls;

    await expect(it.archive(143)).rejects.toMatchObject({
      code: "unstable",
      retryable: true,
      waitMs: 24 * 60 * 60 * 1000,
    });
    expect(sandbox.counts.apiCalls).toBe(calls);
    const byHand = { orgId: 22824, ticketId: 143, reason: "test", requestedBy: "tests", byHand: true };
    expect(await it.request(byHand)).toMatchObject({ outcome: "archived", version: "v22" });
  });
});

describe("a ticket whose answer has a name twice in one object", () => {
  const twice = '{"Total":1,"ConversationList":[{"Id":1,"Text":"a","Text":"b"}],"Total":1}';

  // F1
  it("is asked for again a day later, or by hand, until a sound answer comes", async () => {
    let time = Date.parse("2026-01-02T03:04:05.678Z");
    await using it = await vault({ now: () => new Date(time) });
    sandbox.fault({ on: "api", kind: "raw", body: twice });
    expect(await it.archive(143)).toMatchObject({ version: "v1", completeness: "incomplete" });
    const calls = sandbox.counts.apiCalls;

    const HOUR = 60 * 60 * 1000;
    time += HOUR;
    await expect(it.archive(143)).rejects.toMatchObject({ code: "name-repeated", waitMs: 23 * HOUR });
    expect(sandbox.counts.apiCalls).toBe(calls);
    const byHand = { orgId: 22824, ticketId: 143, reason: "test", requestedBy: "tests", byHand: true };
    expect(await it.request(byHand)).toMatchObject({ outcome: "unchanged" });

    time += 23 * HOUR;
    answer(listOf(message(1, "a")));
    expect(await it.archive(143)).toMatchObject({ version: "v2", completeness: "complete" });
  });
});

describe("a number that has nothing", () => {
  // T4
  it("is empty: nothing is written, not even the account's folder", async () => {
    await using it = await vault();
    const request = { orgId: 22824, ticketId: 999, reason: "test", requestedBy: "tests" };
    expect(await it.request(request)).toMatchObject({ outcome: "empty", ticketId: 999 });
    expect((await it.files()).size).toBe(0);
  });
});

describe("what means nothing", () => {
  // T12
  it("makes no version: another name for the API's host", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    await using first = harness(sandbox, store);
    await first.archive(143);
    const named = { ...sandbox, origin: sandbox.origin.replace("127.0.0.1", "localhost") };
    await using second = harness(named, store, { attachmentHosts: [sandbox.origin] });
    expect(await second.archive(143)).toMatchObject({ outcome: "unchanged", version: "v1" });
  });

  // T13
  it("makes no version: fields around the list, and another order of lists", async () => {
    await using it = await vault();
    const [one, other] = [message(null, "x"), message(null, "y")];
    answer({ ...listOf(one, other), RequestId: "r1" });
    await it.archive(143);
    answer({ ...listOf(other, one), RequestId: "r2" });
    expect(await it.archive(143)).toMatchObject({ outcome: "unchanged", version: "v1" });
  });
});

describe("an answer about something else", () => {
  // F4
  it("is refused and named, and nothing is archived", async () => {
    await using it = await vault();
    answer({ ...listOf(message(1, "x")), TicketId: 144 });
    await expect(it.archive(143)).rejects.toMatchObject({
      code: "another-ticket",
      message: expect.stringContaining("ticket 144"),
    });
    expect([...(await it.files()).keys()].filter((path) => path.startsWith("archive/"))).toEqual([]);
  });
});
