/** The `archive` function: every message ends in an archive, another try, or the dead-letter queue, which is told of. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LeadSquaredError } from "../../shared/errors.ts";
import { EVENTS } from "../../shared/names.ts";
import { GIVEN_UP_AFTER_MS } from "../../shared/requests/request-queue.ts";
import type { TicketDocument } from "../../shared/ticket/document.ts";
import { parseTicketDocument } from "../../shared/ticket/read-document.ts";
import { type ArchiveParts, startArchive } from "./archive-parts.ts";

let parts: ArchiveParts;
beforeEach(async () => {
  parts = await startArchive();
  // The queue tells how long its messages wait from now: that stands still, however long a test takes.
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(async () => {
  vi.useRealTimers();
  await parts[Symbol.asyncDispose]();
});

const request = { ticketId: 143, reason: "closed", requestedBy: "crm" };
const failed = (detail: object) => ({ type: EVENTS.failed, detail: expect.objectContaining(detail) });
/** A try whose time for attachments is over when one of them is stored and four are under way, as many as may be. */
async function tryBriefly() {
  vi.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
  const working = parts.work(100_000, { forCommitting: 0.9 });
  await expect.poll(() => parts.sandbox.counts.attachmentRequests).toBe(5);
  vi.advanceTimersByTime(10_000);
  return await working;
}

/** Gives 143 so many more attachments, which send nothing. */
function stallAttachmentsOf143(count: number): number {
  const ticket = structuredClone(parts.sandbox.ticket(143));
  const list = ticket?.ConversationList.find(({ Attachments }) => Attachments?.length)?.Attachments;
  const [one] = list ?? [];
  if (!ticket || !list || !one) throw new Error("143 has no attachment");
  for (let index = 0; index < count; index += 1) {
    const name = `s${index}`;
    list.push({ ...one, FileName: name, ContentPath: `email/${name}` });
    parts.sandbox.fault({ on: "attachment", kind: "stall", file: name });
  }
  parts.sandbox.setTicket(143, ticket);
  return count;
}

async function documentOf143(version: number): Promise<TicketDocument> {
  const file = await parts.store.read(`archive/22824/143/v${version}/content/ticket.json`);
  return parseTicketDocument(file?.bytes ?? Buffer.of());
}

const versions = () => parts.s3.keys("archive").filter((key) => key.endsWith("/v2/inventory.json"));

describe("a message", () => {
  it("is archived and done with; its version is told of by whoever seals it", async () => {
    await parts.send(request);

    const batch = await parts.work();

    expect(batch?.response).toEqual({ batchItemFailures: [] });
    expect(parts.events()).toEqual([]);
    expect(await parts.queues.messages("requests")).toEqual([]);
    expect(await parts.store.read("archive/22824/143/inventory.json")).toBeDefined();
  });

  // A9
  it("of the schedule is made a request of each of its tickets, and is then done with", async () => {
    await parts.send({ tickets: [143, 144], reason: "schedule", requestedBy: "schedule" });

    expect((await parts.work())?.response).toEqual({ batchItemFailures: [] });
    expect(parts.s3.keys("archive")).toEqual([]);
    const asked = (await parts.work())?.event.Records ?? [];
    expect(asked.map(({ body }) => JSON.parse(body).ticketId).toSorted()).toEqual([143, 144]);
    expect(await parts.work()).toBeUndefined();
    expect(parts.s3.keys("archive")).toContain("archive/22824/143/inventory.json");
  });

  it("about a ticket of which something is missing is done with", async () => {
    parts.sandbox.fault({ on: "attachment", kind: "status", status: 404 });
    await parts.send(request);

    const batch = await parts.work();

    expect(batch?.response).toEqual({ batchItemFailures: [] });
    expect(parts.logged.lines.join("")).toContain('"completeness":"incomplete"');
    expect(await parts.queues.messages("requests")).toEqual([]);
  });

  it("that comes again, late or twice at once adds no version", async () => {
    await parts.send(request);
    await parts.work();
    const { apiCalls } = parts.sandbox.counts;
    await parts.send(request, { ticketId: "#143" }, request);

    const batch = await parts.work();

    expect(batch?.response).toEqual({ batchItemFailures: [] });
    expect(versions()).toEqual([]);
    // Messages about one ticket in one batch share its run, and so its paced call.
    expect(parts.sandbox.counts.apiCalls).toBe(apiCalls + 1);
  });
});

describe("a message that no further try can help", () => {
  it.each([
    ["no JSON", "{poison"],
    ["another account's", { ...request, orgId: 999 }],
    ["a negative ticket", { ticketId: -143 }],
    ["a path for a ticket", { ticketId: "../143" }],
    ["a megabyte of garbage", "x".repeat(1_000_000)],
  ])("(%s) fails alone, and goes to the dead-letter queue at once", async (_, poison) => {
    await parts.send(request, poison, { ticketId: 1000 });

    const batch = await parts.work();

    expect(batch?.response).toEqual({ batchItemFailures: [] });
    const body = typeof poison === "string" ? poison : JSON.stringify(poison);
    expect(await parts.queues.messages("dead-letters")).toMatchObject([
      { body, attributes: { ErrorCode: "usage" } },
    ]);
    expect(await parts.queues.messages("requests")).toEqual([]);
    expect(parts.events()).toEqual([
      failed({ code: "usage", orgId: 22824, retryable: false, final: true, messageId: expect.any(String) }),
    ]);
    expect(parts.s3.keys("archive").filter((key) => !/^archive\/22824\//.test(key))).toEqual([]);
  });

  it("costs one paced call when LeadSquared refuses it", async () => {
    parts.sandbox.fault({ on: "api", kind: "status", status: 400, ticketId: 143 });
    await parts.send(request);

    await parts.work();

    expect(parts.events()).toEqual([failed({ ticketId: 143, code: "bad-request", final: true })]);
    expect(await parts.queues.messages("dead-letters")).toMatchObject([
      { attributes: { ErrorCode: "bad-request" } },
    ]);
    expect(parts.sandbox.counts.apiCalls).toBe(1);
  });

  it("stays in the queue while its failure cannot be told", async () => {
    parts.bus.fail("error", 1);
    await parts.send("{poison");

    const batch = await parts.work();

    expect(batch?.response.batchItemFailures).toHaveLength(1);
    expect(await parts.queues.messages("dead-letters")).toEqual([]);
    expect(await parts.queues.messages("requests")).toHaveLength(1);
  });
});

describe("a message whose failure may pass", () => {
  // F3
  it("waits longer after each try, however many there were, and is given up by its age, from where it can be redriven", async () => {
    parts.sandbox.fault({ on: "api", kind: "status", status: 500 });
    await parts.send(request);
    const sent = Date.now();

    const waits: number[] = [];
    for (let tries = 1; tries <= 12; tries += 1) {
      const batch = await parts.work();
      waits.push(...(await parts.queues.messages("requests")).map(({ seconds }) => seconds));
      if (batch) await parts.queues.showAgain(batch.event);
    }

    expect(waits).toEqual([45, 135, 405, 1215, 3645, ...Array(7).fill(10_800)]);
    expect(parts.events()).toEqual([]);

    vi.setSystemTime(sent + GIVEN_UP_AFTER_MS + 1000);
    await parts.work();

    expect(parts.events()).toEqual([
      failed({ ticketId: 143, code: "server-error", retryable: true, final: true }),
    ]);
    const [dead] = await parts.queues.messages("dead-letters");
    expect(await parts.queues.messages("requests")).toEqual([]);

    parts.sandbox.clearFaults();
    await parts.send(dead?.body);
    await parts.work();
    expect(await parts.queues.messages("requests")).toEqual([]);
    expect(await parts.store.read("archive/22824/143/inventory.json")).toBeDefined();
  });

  // Issue 19: what only waits for calls is never too old, and SQS keeps nothing for more than a week.
  it.each(["day-used-up", "no-slot-in-time", "throttled"])(
    "is one that waits for calls of the account (%s), however long: it is sent anew after 72 hours",
    async (code) => {
      const waiting = new LeadSquaredError(code, "later", { retryable: true, waitMs: 86_400_000 });
      const archive = () => Promise.reject(waiting);
      await parts.send(request);
      const sent = Date.now();
      await parts.work(30_000, { archive });
      const [young] = await parts.queues.messages("requests");
      vi.setSystemTime(sent + GIVEN_UP_AFTER_MS + 1000);

      await parts.work(30_000, { archive });

      expect(young?.seconds).toBe(43_200);
      expect(parts.events()).toEqual([]);
      expect(await parts.queues.messages("dead-letters")).toEqual([]);
      const [anew] = await parts.queues.messages("requests");
      expect(anew).toMatchObject({ body: young?.body, seconds: 900 });
    },
  );

  // F8
  it("is one that LeadSquared does not want for an hour: it is back in the queue at once, and not before that", async () => {
    parts.sandbox.fault({ on: "api", kind: "status", status: 429, retryAfter: "3600" });
    await parts.send(request);
    const started = performance.now();

    const batch = await parts.work();

    expect(performance.now() - started).toBeLessThan(10_000);
    expect(batch?.response.batchItemFailures).toHaveLength(1);
    const [{ seconds } = { seconds: 0 }] = await parts.queues.messages("requests");
    expect(seconds).toBeGreaterThanOrEqual(3_595);
    expect(seconds).toBeLessThanOrEqual(3_640);
    expect(parts.sandbox.counts.apiCalls).toBe(1);
  });

  // F3
  it.each([403, 404, 405, 407, 408, 418, 520])(
    "is one that LeadSquared answers with %i: somebody may mend that",
    async (status) => {
      parts.sandbox.fault({ on: "api", kind: "status", status });
      await parts.send(request);

      const batch = await parts.work();

      expect(batch?.response.batchItemFailures).toHaveLength(1);
      expect(await parts.queues.messages("dead-letters")).toEqual([]);
      expect(parts.events()).toEqual([]);
    },
  );

  it("is one that the account's pace has no room for", async () => {
    parts.sandbox.fault({ on: "api", kind: "status", status: 429, retryAfter: "60" });
    await parts.send(request);

    const batch = await parts.work();

    expect(batch?.response.batchItemFailures).toHaveLength(1);
    expect(parts.logged.lines.join("")).toMatch(/"code":"no-slot-in-time".*"final":false/);
  });

  it("is one that LeadSquared refuses the keys for: they may be mended", async () => {
    parts.sandbox.rotateKeys();
    await parts.send(request);

    const batch = await parts.work();

    expect(batch?.response.batchItemFailures).toHaveLength(1);
    expect(parts.sandbox.counts.apiCalls).toBe(2);
    expect(parts.logged.events()).toContain("leadsquared.unauthorized");
    expect(await parts.queues.messages("dead-letters")).toEqual([]);
  });

  it("is one that the bucket's key cannot be used for: it may be enabled again", async () => {
    const code = "KMS.DisabledException";
    parts.s3.fault({ kind: "error", status: 400, code, times: Number.POSITIVE_INFINITY });
    await parts.send(request);

    const batch = await parts.work();

    expect(batch?.response.batchItemFailures).toHaveLength(1);
    expect(parts.logged.lines.join("")).toMatch(/"code":"access-denied".*"final":false/);
    expect(await parts.queues.messages("dead-letters")).toEqual([]);
  });

  it("is one that nobody foresaw, of which the log has kind and place and no words", async () => {
    await parts.send(request);

    const batch = await parts.work(30_000, {
      archive: () => Promise.reject(new TypeError("canary words")),
    });

    expect(batch?.response.batchItemFailures).toHaveLength(1);
    expect(parts.logged.lines.join("")).toMatch(/"code":"unexpected","error":"TypeError","at":"at /);
    expect(parts.logged.lines.join("")).not.toContain("canary");
  });
});

describe("when the function's time is nearly over", () => {
  it("a ticket with stalled attachments is archived without them, and finished by the next try", async () => {
    const stalled = stallAttachmentsOf143(16);
    await parts.send(request);

    const batch = await tryBriefly();

    expect(batch?.response.batchItemFailures).toHaveLength(1);
    expect(await parts.queues.messages("requests")).toMatchObject([{ seconds: 45 }]);
    expect(parts.logged.lines.join("")).toMatch(
      /"code":"not-in-time".*"final":false.*"event":"archive.failed"/,
    );
    expect((await documentOf143(1)).completeness.attachments).toMatchObject({ stored: 1, failed: stalled });

    parts.sandbox.clearFaults();
    if (batch) await parts.queues.showAgain(batch.event);
    await parts.work();

    expect((await documentOf143(2)).completeness).toMatchObject({
      status: "complete",
      attachments: { stored: stalled + 1 },
    });
    expect(await parts.queues.messages("requests")).toEqual([]);
  });

  it("a ticket that never gets its attachments in time stays archived without them, and is done with when it is too old", async () => {
    stallAttachmentsOf143(16);
    await parts.send(request);
    vi.setSystemTime(Date.now() + GIVEN_UP_AFTER_MS);

    const batch = await tryBriefly();

    expect(batch?.response).toEqual({ batchItemFailures: [] });
    expect((await documentOf143(1)).completeness.status).toBe("incomplete");
    expect(await parts.queues.messages("requests")).toEqual([]);
    expect(await parts.queues.messages("dead-letters")).toEqual([]);
  });

  it("a store that hangs holds nothing up, and messages not yet begun go back too", async () => {
    parts.s3.onRequest = () => new Promise(() => {});
    const ids = Array.from({ length: 8 }, (_, index) => 1000 + index);
    await parts.send(...ids.map((ticketId) => ({ ticketId })));

    const batch = await parts.work(500);

    expect(batch?.response.batchItemFailures).toHaveLength(8);
    expect((await parts.queues.messages("requests")).every(({ seconds }) => seconds <= 5)).toBe(true);
    expect(parts.sandbox.counts.apiCalls).toBe(0);
    expect(parts.events()).toEqual([]);
  });

  it("nothing is begun", async () => {
    await parts.send(request);

    const batch = await parts.work(100, { reserveMs: 1_000 });

    expect(batch?.response.batchItemFailures).toHaveLength(1);
    expect(parts.s3.total).toBe(3);
  });
});

describe("logs, events and messages", () => {
  it("hold no secret, whatever fails", async () => {
    parts.sandbox.fault({ on: "attachment", kind: "expired" });
    parts.sandbox.fault({ on: "api", kind: "malformed-json", ticketId: 1000 });
    parts.sandbox.fault({ on: "api", kind: "status", status: 401, ticketId: 1001 });
    await parts.send(
      request,
      { ticketId: 1000 },
      { ticketId: 1001 },
      { ticketId: "CANARY@example.com" },
      "CANARY",
    );

    await parts.work();

    const told = JSON.stringify([parts.bus.events, parts.logged.lines]);
    expect(parts.bus.events.length).toBeGreaterThan(1);
    expect(told).not.toMatch(/canary|X-Amz-/i);
  });

  it("are tied together by the ids of the call and the message", async () => {
    await parts.send(request);

    const batch = await parts.work();

    const messageId = batch?.event.Records[0]?.messageId;
    const lines: unknown[] = parts.logged.lines.map((line) => JSON.parse(line));
    expect(lines).not.toEqual([]);
    for (const line of lines)
      expect(line).toMatchObject({ requestId: "request-1", messageId, ticketId: 143 });
    expect(lines.at(-1)).toMatchObject({
      level: "info",
      event: "archive.completed",
      completeness: "complete",
    });
  });
});

describe("the index of tickets", () => {
  it("learns what became of each ticket", async () => {
    await parts.send({ ticketId: 143 }, { ticketId: 77777 });
    await parts.work();
    expect(await parts.index.read(143)).toMatchObject({ status: "complete", head: "v1" });
    expect(await parts.index.read(77777)).toMatchObject({ status: "empty", head: null, line: null });
  });

  // F8
  it("takes back what sync asked for and could not have; other requests wait in the queue", async () => {
    parts.sandbox.fault({ on: "api", kind: "status", status: 503 });
    await parts.send({ ticketId: 1000, repeated: true }, { ticketId: 1001 });
    const batch = await parts.work();
    expect(batch?.response.batchItemFailures).toHaveLength(1);
    expect(await parts.index.read(1000)).toMatchObject({ failure: expect.any(String), leased: null });
    expect(await parts.index.read(1001)).toBeUndefined();
    expect(parts.events()).toEqual([]);
  });

  it("tells once, by an event, that each try of what sync asks for has failed for 72 hours", async () => {
    let began = Date.now();
    const askAgain = async (afterMs: number): Promise<void> => {
      vi.setSystemTime(began + afterMs);
      await parts.send({ ticketId: 1000, repeated: true });
      await parts.work();
    };
    parts.sandbox.fault({ on: "api", kind: "status", status: 503 });
    await askAgain(0);
    began = (await parts.index.read(1000))?.failedSince ?? 0;
    await askAgain(GIVEN_UP_AFTER_MS - 1_000);
    expect(parts.events()).toEqual([]);
    parts.bus.fail("error", 1);
    await askAgain(GIVEN_UP_AFTER_MS);
    expect(await parts.index.read(1000)).toMatchObject({ failedSince: began, failureTold: null });
    await askAgain(GIVEN_UP_AFTER_MS + 1);
    await askAgain(2 * GIVEN_UP_AFTER_MS);

    const since = new Date(began).toISOString();
    expect(parts.events()).toEqual([failed({ ticketId: 1000, failedSince: since, final: false })]);
    expect(parts.logged.events().filter((event) => event === "archive.failing")).toHaveLength(1);
    expect(await parts.queues.messages("dead-letters")).toEqual([]);
    parts.sandbox.clearFaults();
    await askAgain(2 * GIVEN_UP_AFTER_MS + 1);
    expect(await parts.index.read(1000)).toMatchObject({
      failure: null,
      failedSince: null,
      failureTold: null,
    });
  });

  it("is told of what is given up, sync's own too", async () => {
    parts.sandbox.fault({ on: "api", kind: "status", status: 400 });
    await parts.send({ ticketId: 1000, repeated: true });
    await parts.work();
    expect(await parts.index.read(1000)).toMatchObject({ failure: "bad-request" });
    expect(parts.events()).toEqual([failed({ ticketId: 1000, code: "bad-request" })]);
  });
});
