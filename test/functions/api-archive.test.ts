/** `POST /tickets/{ticketId}/archive`: queued durably, or archived within the call for who would wait. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Fault } from "../../cli/sandbox/faults/fault.ts";
import { harness } from "../archive/harness.ts";
import { instantPacer } from "../instant-pacer.ts";
import { type ApiParts, problem, startApi } from "./api-parts.ts";
import { takeRequests, unreachableQueue } from "./queued.ts";

const CALLER = "arn:aws:sts::111122223333:assumed-role/legal/alex";
const REQUEST = { method: "POST", path: "/tickets/143/archive" } as const;

let api: ApiParts;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(async () => {
  api.sandbox.reset();
  await takeRequests(api.queues);
  api.logged.lines.length = 0;
});

const sent = () => takeRequests(api.queues);

describe("a request to archive", () => {
  it("is queued with its reason and the caller, and answered with where to look", async () => {
    const answer = await api.call({ ...REQUEST, caller: CALLER, body: '{"reason":" complaint 17 "}' });

    const request = { orgId: 22824, ticketId: 143, reason: "complaint 17", requestedBy: CALLER };
    expect(await sent()).toEqual([{ ...request, byHand: true }]);
    expect(answer).toMatchObject({
      status: 202,
      headers: { location: "/tickets/143", "cache-control": "no-store" },
      json: { status: "queued", ...request, ticket: "/tickets/143" },
    });
    expect(answer.headers).not.toHaveProperty("preference-applied");
    expect(api.sandbox.counts.apiCalls).toBe(0);
  });

  it.each(["/tickets/#143/archive", "/tickets/%23143/archive", "/tickets/0143/archive"])(
    "may name ticket 143 as in %s",
    async (path) => {
      await api.call({ method: "POST", path });

      expect(await sent()).toMatchObject([{ ticketId: 143, requestedBy: "api" }]);
    },
  );

  it.each(["0", "-1", "1.5", "abc", "9007199254740993", "1e3", "..", "%2e%2e%2f1", "143%00", " "])(
    "is refused for a ticket id such as %j, with nothing queued or read",
    async (id) => {
      api.s3.forgetRequests();

      const request = await api.call({ method: "POST", path: `/tickets/${id}/archive` });
      const look = await api.call({ path: `/tickets/${id}` });

      expect(request).toMatchObject(problem(400, "bad-ticket-id"));
      expect(look).toMatchObject(problem(400, "bad-ticket-id"));
      expect(await sent()).toEqual([]);
      expect(api.s3.requests).toEqual([]);
    },
  );

  it.each([
    ["no JSON", "{reason", 400, "bad-body"],
    ["no object", "[]", 400, "bad-body"],
    ["an unknown field", '{"resaon":"x"}', 400, "bad-body"],
    ["no text as the reason", '{"reason":1}', 400, "bad-body"],
    ["a reason of two lines", '{"reason":"a\\nb"}', 400, "bad-body"],
    ["a reason that no queue bears", '{"reason":"a\\uffff"}', 400, "bad-body"],
    ["a reason with half a character", '{"reason":"a\\ud800"}', 400, "bad-body"],
    ["a reason of 501 characters", JSON.stringify({ reason: "😀".repeat(501) }), 400, "bad-body"],
    ["no UTF-8", Buffer.from([0x7b, 0xff]), 400, "bad-body"],
    ["too much", Buffer.alloc(16_385, " "), 413, "body-too-large"],
  ] as const)("is refused with a body that is %s", async (_, body, status, code) => {
    expect(await api.call({ ...REQUEST, body })).toMatchObject(problem(status, code));
    expect(await sent()).toEqual([]);
  });

  it("is not taken for queued when the queue is down", async () => {
    const answer = await api.call(REQUEST, { queue: unreachableQueue() });

    expect(answer).toMatchObject(problem(503, "unavailable"));
    expect(api.logged.lines.join("")).toContain('"code":"queue-unavailable"');
  });
});

describe("a request with Prefer: wait", () => {
  const waiting = (seconds = 25, path: string = REQUEST.path) =>
    ({
      method: "POST",
      path,
      caller: CALLER,
      headers: { Prefer: `respond-async, wait=${seconds}` },
    }) as const;

  it("is fulfilled within the call and answered with the receipt, and free when repeated", async () => {
    const first = await api.call(waiting());
    const second = await api.call(waiting(600));

    expect(first).toMatchObject({
      status: 200,
      headers: { "preference-applied": "wait=25" },
      json: { outcome: "archived", completeness: "complete", version: "v1", ticketId: 143 },
    });
    expect(second).toMatchObject({
      status: 200,
      headers: { "preference-applied": "wait=25" },
      json: { outcome: "unchanged", version: "v1" },
    });
    expect(await sent()).toEqual([]);
    const shown = await api.call({ path: "/tickets/143" });
    expect(shown.json).toMatchObject({ versions: [{ user: { name: CALLER } }] });
  });

  // T4
  it("is answered with a problem where the number has nothing, and nothing is written", async () => {
    const answer = await api.call(waiting(25, "/tickets/999/archive"));

    expect(answer).toMatchObject(problem(404, "ticket-empty"));
    expect(await api.store.children("archive/22824/999")).toEqual({ files: [], folders: [] });
    expect(await sent()).toEqual([]);
  });

  it("tells by the receipt that something is missing", async () => {
    api.sandbox.fault({ on: "attachment", kind: "status", status: 404 });
    const ticket = api.sandbox.ticket(143);
    if (ticket !== undefined) api.sandbox.setTicket(500, ticket);

    const answer = await api.call(waiting(25, "/tickets/500/archive"));

    expect(answer).toMatchObject({ status: 200, json: { completeness: "incomplete" } });
    expect(answer.json).toHaveProperty("problems.0.severity", "missing");
  });

  it.each<[number, Fault]>([
    [501, { on: "api", kind: "stall" }],
    [502, { on: "attachment", kind: "stall" }],
  ])(
    "(of %i) is queued when the time is over, and what was begun is stopped and harmless",
    async (id, fault) => {
      const ticket = api.sandbox.ticket(143);
      if (ticket !== undefined) api.sandbox.setTicket(id, ticket);
      api.sandbox.fault(fault);

      const answer = await api.call(waiting(1, `/tickets/${id}/archive`));

      expect(answer).toMatchObject({
        status: 202,
        headers: { "preference-applied": "wait=1", location: `/tickets/${id}` },
        json: { status: "queued" },
      });
      expect(await sent()).toMatchObject([{ ticketId: id, requestedBy: CALLER }]);
      api.sandbox.clearFaults();
      expect(await api.call(waiting(25, `/tickets/${id}/archive`))).toMatchObject({
        status: 200,
        json: { outcome: "archived", completeness: "complete", version: "v1" },
      });
    },
  );

  it("is queued when the work cannot be stopped at all", async () => {
    const archiveNow = () => new Promise<never>(() => {});

    const answer = await api.call(waiting(1), { archiveNow });

    expect(answer.status).toBe(202);
    expect(await sent()).toMatchObject([{ ticketId: 143 }]);
  });

  it.each<Fault>([
    { on: "api", kind: "status", status: 429, retryAfter: "0" },
    { on: "api", kind: "status", status: 500 },
    { on: "api", kind: "reset" },
  ])("is queued when LeadSquared does not answer now (%j)", async (fault) => {
    api.sandbox.fault(fault);
    const { log } = api.logged;
    await using flow = harness(api.sandbox, api.store, { log, pacer: instantPacer() });

    const answer = await api.call(waiting(), { archiveNow: flow.request });

    expect(answer).toMatchObject({ status: 202, json: { status: "queued" } });
    expect(await sent()).toHaveLength(1);
    expect(api.logged.events()).toContain("archive.failed");
  });

  it.each([
    [400, 422, "ticket-refused"],
    [401, 502, "leadsquared-refused"],
    [403, 502, "leadsquared-refused"],
    [404, 502, "leadsquared-refused"],
  ])("ends in a problem when LeadSquared answers %i, with nothing queued", async (fault, status, code) => {
    api.sandbox.fault({ on: "api", kind: "status", status: fault });

    const answer = await api.call(waiting());

    expect(answer).toMatchObject(problem(status, code));
    expect(answer).toHaveProperty("json.detail", expect.stringContaining(`answered ${fault}`));
    expect(await sent()).toEqual([]);
    expect(api.logged.events().includes("leadsquared.unauthorized")).toBe(fault === 401);
  });
});
