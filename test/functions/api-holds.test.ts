/** `/holds`: the record is written within the call, and the tickets are queued to be held. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { TicketvaultError } from "../../shared/errors.ts";
import { type ApiParts, problem, startApi } from "./api-parts.ts";

const CALLER = "arn:aws:sts::111122223333:assumed-role/legal/alex";

let api: ApiParts;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => {
  api.holds.length = 0;
});

const place = (matter: string, body: object | string) =>
  api.call({
    method: "POST",
    path: `/holds/${matter}`,
    caller: CALLER,
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("a legal hold", () => {
  it("is recorded with who and why, and its tickets are queued", async () => {
    const answer = await place("acme-v-us", { tickets: [144, "#143"], reason: "24-cv-17" });

    expect(answer).toMatchObject({
      status: 202,
      headers: { location: "/holds/acme-v-us" },
      json: {
        matter: "acme-v-us",
        // F10
        state: "placing",
        progress: { done: 0, of: 2 },
        tickets: [143, 144],
        record: [{ action: "place", by: CALLER, reason: "24-cv-17", tickets: [143, 144] }],
      },
    });
    expect(api.holds).toEqual([["acme-v-us", 1]]);
    expect((await api.call({ path: "/holds/acme-v-us" })).json).toEqual(answer.json);
  });

  it("ends with a reason, and the tickets that it held are queued", async () => {
    await place("to-end", { tickets: [7], reason: "begin" });
    const end = { method: "DELETE", path: "/holds/to-end", caller: CALLER } as const;

    expect(await api.call(end)).toMatchObject(problem(400, "bad-query"));
    const answer = await api.call({ ...end, query: { reason: "settled" } });

    expect(answer).toMatchObject({
      status: 202,
      json: { state: "releasing", progress: { done: 0, of: 1 }, tickets: [] },
    });
    expect(api.holds).toEqual([
      ["to-end", 1],
      ["to-end", 2],
    ]);
    const holds = await api.call({ path: "/holds" });
    expect(holds.json).toMatchObject({
      holds: expect.arrayContaining([expect.objectContaining({ matter: "to-end", state: "releasing" })]),
    });
  });

  it("is queued again when it is asked for again, since the first call may have died in between", async () => {
    const queue = {
      send: () => Promise.reject(new TicketvaultError("queue-unavailable", "down", { retryable: true })),
    };
    const openHolds = async () => ({ ...(await api.dependencies.openHolds()), queue });
    const request = { method: "POST", path: "/holds/twice", body: '{"tickets":[5],"reason":"r"}' } as const;

    expect(await api.call(request, { openHolds })).toMatchObject(problem(503, "unavailable"));
    expect(await api.call(request)).toMatchObject({ status: 202 });

    expect(api.holds).toEqual([["twice", 1]]);
    expect((await api.call({ path: "/holds/twice" })).json).toHaveProperty("record.length", 1);
  });

  it.each([
    ["no reason", { tickets: [1] }],
    ["no tickets", { tickets: [], reason: "r" }],
    ["a ticket that is none", { tickets: [1, "x"], reason: "r" }],
    ["a reason of two lines", { tickets: [1], reason: "a\nb" }],
  ])("is refused with %s", async (_, body) => {
    expect(await place("bad", body)).toMatchObject(problem(400, "bad-body"));
    expect(api.holds).toEqual([]);
    expect(await api.call({ path: "/holds/bad" })).toMatchObject(problem(404, "no-such-matter"));
  });

  it.each(["%2e%2e%2fledger", "a b", "ä"])("has no name like %s", async (name) => {
    expect(await place(name, { tickets: [1], reason: "r" })).toMatchObject(problem(400, "bad-matter"));
    expect(await api.call({ path: `/holds/${name}` })).toMatchObject(problem(400, "bad-matter"));
  });
});
