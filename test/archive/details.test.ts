/** A ticket's details are asked for when its conversations changed, and their failure is a notice. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../../cli/sandbox/faults/fault.ts";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { localPacer } from "../../shared/leadsquared/local-pacer.ts";
import { VENDOR_PACE } from "../../shared/leadsquared/pace.ts";
import type { Pacer } from "../../shared/leadsquared/pacer.ts";
import type { LogFields, Logger } from "../../shared/log.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import type { TicketDocument } from "../../shared/ticket/document.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { filesOf, tempFolder } from "../temp.ts";
import { harness } from "./harness.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 8, limit: { calls: 1000 } });
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

function recorder() {
  const lines: [event: string, fields: LogFields][] = [];
  const note = (event: string, fields: LogFields = {}) => lines.push([event, fields]);
  const log: Logger = { debug: note, info: note, warn: note, error: note };
  return { log, of: (event: string) => lines.filter(([each]) => each === event) };
}

async function vault(options: { detailsPath?: string; pacer?: Pacer } = {}) {
  const folder = await tempFolder();
  const { log, of } = recorder();
  const pacer = localPacer({ ...VENDOR_PACE, limit: 1000, gapMs: 0 });
  const wired = harness(sandbox, directoryStore(folder.path), { pacer, ...options, log });
  const file = async (path: string): Promise<Buffer | undefined> =>
    (await filesOf(folder.path)).get(`archive/22824/${path}`);
  return {
    ...wired,
    file,
    logged: of,
    async ticket(version: string, ticketId = 143): Promise<TicketDocument> {
      return parseTicketDocument((await file(`${ticketId}/${version}/content/ticket.json`)) ?? Buffer.of());
    },
    async [Symbol.asyncDispose]() {
      await wired[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The details call fails so from now on. */
const failing = (status: number): void => sandbox.fault({ on: "details", kind: "status", status });

const notices = ({ completeness }: TicketDocument) =>
  completeness.problems.map(({ code, severity, detail }) => `${severity} ${code} ${detail}`);

describe("a ticket's details", () => {
  it("stand in the archive as received, and their fields in ticket.json", async () => {
    await using it = await vault();

    expect(await it.archive(143)).toMatchObject({
      completeness: "complete",
      message: "First version: 2 conversations, 1 attachment. Complete.",
    });

    const received = JSON.parse(String(await it.file("143/v1/content/details.json")));
    expect(received).toMatchObject({ Id: "143", Fields: expect.any(Array) });
    const { ticket, capture } = await it.ticket("v1");
    expect(ticket).toMatchObject({
      ...{ id: 143, key: "#143", title: "Update Email Id", status: "Open", priority: "Medium" },
      ...{ channel: "Email", customerId: received.LeadId, tags: ["sandbox"] },
      ...{ dueAt: "2024-08-31T12:38:36.000Z", dueAtRaw: "2024-08-31T12:38:36" },
      customFields: { "CustomData.SRC_CS_2": "Standard" },
      ...{ detailsSince: "v1", wordingSince: "v1", revisions: [] },
    });
    expect(ticket.description).toMatch(/^Hi, Has my email Id been updated/);
    expect(capture.coverage.doesNotCover).not.toContain("title, description and status of the ticket");
  });

  it("cost one call more when the conversations changed, and none when they did not", async () => {
    await using it = await vault();
    const calls = () => [sandbox.counts.apiCalls, sandbox.counts.detailsCalls];

    await it.archive(143);
    expect(calls()).toEqual([1, 1]);
    sandbox.change(143, { kind: "details", set: { Status: "Closed" } });
    expect(await it.archive(143)).toMatchObject({ outcome: "unchanged", version: "v1" });
    expect(calls()).toEqual([2, 1]);
    sandbox.change(143, { kind: "add" });
    expect(await it.archive(143)).toMatchObject({
      version: "v2",
      message: expect.stringContaining("the ticket's details are new or changed"),
    });
    expect(calls()).toEqual([3, 2]);
    expect((await it.ticket("v2")).ticket).toMatchObject({ status: "Closed", detailsSince: "v2" });
    expect((await it.ticket("v1")).ticket.status).toBe("Open");
  });

  it("keep an earlier title and description", async () => {
    await using it = await vault();
    await it.archive(143);
    const { description } = (await it.ticket("v1")).ticket;
    sandbox.change(143, { kind: "details", set: { Title: "Renamed" } }, { kind: "add" });
    await it.archive(143);

    expect((await it.ticket("v2")).ticket).toMatchObject({
      ...{ title: "Renamed", wordingSince: "v2" },
      revisions: [{ firstSeen: "v1", lastSeen: "v1", title: "Update Email Id", description }],
    });
  });

  it("are asked for nowhere when they are switched off", async () => {
    await using it = await vault({ detailsPath: "off" });
    await it.archive(143);

    expect(sandbox.counts.detailsCalls).toBe(0);
    const document = await it.ticket("v1");
    expect(document).toMatchObject({ ticket: { title: null, detailsSince: null } });
    expect(notices(document)).toEqual([]);
    expect(document.capture.coverage.doesNotCover).toContain("title, description and status of the ticket");
  });

  it("are asked for at the path of the settings", async () => {
    const paths: string[] = [];
    sandbox.onRequest = ({ path }) => void paths.push(path);
    await using it = await vault({ detailsPath: "/api/tenants/{tenantId}/tickets/{ticketId}?full=1" });
    await it.archive(143);
    sandbox.onRequest = undefined;

    expect(paths).toContain("/api/tenants/22824/tickets/143");
    expect((await it.ticket("v1")).ticket.title).toBe("Update Email Id");
  });
});

describe("details that cannot be had", () => {
  it("403 for ever: archives are as before with one notice, and after three none is asked for", async () => {
    failing(403);
    await using it = await vault();
    const tickets = [143, 1000, 1001, 1002, 1003];
    for (const ticketId of tickets) {
      expect(await it.archive(ticketId)).toMatchObject({ outcome: "archived", completeness: "complete" });
      expect(notices(await it.ticket("v1", ticketId))).toContain("notice details-failed forbidden");
    }

    expect(sandbox.counts.detailsCalls).toBe(3);
    expect(it.logged("details.switched-off")).toHaveLength(1);
    expect(it.logged("leadsquared.account-paused")).toEqual([]);
    for (const ticketId of tickets)
      expect(await it.archive(ticketId)).toMatchObject({ outcome: "unchanged", version: "v1" });
    expect(sandbox.counts.detailsCalls).toBe(3);
  });

  it.each<Fault>([
    { on: "details", kind: "status", status: 500 },
    { on: "details", kind: "reset" },
    { on: "details", kind: "malformed-json" },
    { on: "details", kind: "error-envelope" },
    { on: "details", kind: "gzip", wire: "compressed" },
    {
      on: "details",
      kind: "raw",
      body: '{"Id":"144","Fields":[{"SchemaName":"Title","Value":"of another"}]}',
    },
  ])("are a notice (%j), and are asked for again the next time", async (fault) => {
    sandbox.fault({ ...fault, times: 1 });
    await using it = await vault();

    expect(await it.archive(143)).toMatchObject({ outcome: "archived", completeness: "complete" });
    expect(notices(await it.ticket("v1"))).toEqual([
      expect.stringMatching(/^notice details-failed [a-z-]+$/),
    ]);
    expect(await it.file("143/v1/content/details.json")).toBeUndefined();
    expect(sandbox.counts.detailsCalls).toBe(1);

    sandbox.clearFaults();
    expect(await it.archive(143)).toMatchObject({ version: "v2", completeness: "complete" });
    const document = await it.ticket("v2");
    expect(document.ticket).toMatchObject({ title: "Update Email Id", detailsSince: "v2" });
    expect(notices(document)).toEqual([]);
    expect(await it.archive(143)).toMatchObject({ outcome: "unchanged", version: "v2" });
  });

  it("push the account's calls back when they are refused by a 429", async () => {
    sandbox.fault({ on: "details", kind: "status", status: 429, retryAfter: "7", times: 1 });
    const pushedBack: number[] = [];
    const free = localPacer({ ...VENDOR_PACE, limit: 1000, gapMs: 0 });
    const pacer = { ...free, pushBack: async (ms: number) => void pushedBack.push(ms) };
    await using it = await vault({ pacer });

    expect(await it.archive(143)).toMatchObject({ outcome: "archived", completeness: "complete" });
    expect(pushedBack).toEqual([7000]);
    expect(notices(await it.ticket("v1"))).toEqual(["notice details-failed throttled"]);
  });

  it("leave those of the version before", async () => {
    await using it = await vault();
    await it.archive(143);
    failing(404);
    sandbox.change(143, { kind: "add" });

    expect(await it.archive(143)).toMatchObject({ version: "v2" });
    const document = await it.ticket("v2");
    expect(document.ticket).toMatchObject({ title: "Update Email Id", detailsSince: "v1" });
    expect(notices(document)).toEqual(["notice details-failed not-found"]);
    const inventory = JSON.parse(String(await it.file("143/inventory.json")));
    expect(Object.values(inventory.versions.v2.state).flat()).toContain("details.json");
    expect(await it.file("143/v2/content/details.json")).toBeUndefined();
  });

  it("of numbers that have nothing say nothing of other tickets", async () => {
    await using it = await vault();
    const empty = { reason: "test", requestedBy: "tests", orgId: 22824 };
    for (const ticketId of [901, 902, 903, 904]) {
      expect(await it.request({ ...empty, ticketId })).toMatchObject({ outcome: "empty" });
    }
    await it.archive(143);

    expect(it.logged("details.switched-off")).toEqual([]);
    expect((await it.ticket("v1")).ticket.title).toBe("Update Email Id");
  });
});

// T4
it("a ticket without conversations whose details are there is archived", async () => {
  sandbox.setTicket(9, {
    ConversationList: [],
    Details: { Title: "Call me", Description: "Please call me." },
  });
  await using it = await vault();

  expect(await it.archive(9)).toMatchObject({
    ...{ outcome: "archived", completeness: "complete", conversations: 0 },
    message: "First version: 0 conversations, 0 attachments. Complete.",
  });
  expect((await it.ticket("v1", 9)).ticket).toMatchObject({
    title: "Call me",
    description: "Please call me.",
  });
  expect(await it.archive(9)).toMatchObject({ outcome: "unchanged", version: "v1" });
  expect(sandbox.counts.detailsCalls).toBe(1);
});
