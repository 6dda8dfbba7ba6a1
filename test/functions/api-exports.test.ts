/** `/exports`: started, asked for, and handed out by links. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenExports } from "../../functions/api/exports.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { archiveGenerated } from "../export/generated-vault.ts";
import { type ApiParts, problem, startApi } from "./api-parts.ts";

let api: ApiParts;
beforeAll(async () => {
  api = await startApi();
  await archiveGenerated(api.store, { ticketId: 143, attachments: [100] });
});
afterAll(() => api[Symbol.asyncDispose]());

const mandate = { matter: "Smith v. Acme", reason: "Discovery request 12" };

function start(body: object) {
  return api.call({ method: "POST", path: "/exports", body: JSON.stringify(body) });
}

it("starts an export, tells how it goes, and links to its zips", async () => {
  const started = await start({ ...mandate, tickets: ["#143", 7], zone: "Asia/Kolkata" });
  const path = started.headers["location"] ?? "";
  const running = await api.call({ method: "GET", path });
  const done = await api.call({ method: "GET", path });

  expect(started).toMatchObject({ status: 202, json: { status: "running", export: null } });
  expect(running).toMatchObject({ status: 200, json: { status: "running", export: null } });
  expect(done).toMatchObject({
    status: 200,
    json: {
      status: "succeeded",
      export: { completeness: "incomplete", tickets: 1, leftOutCount: 1, leftOut: [{ ticketId: 7 }] },
    },
  });
  const [part] = (done.json as { export: { parts: { url: string; sha256: string }[] } }).export.parts;
  const zip = await (await fetch(part?.url ?? "")).arrayBuffer();
  expect(sha256Hex(new Uint8Array(zip))).toBe(part?.sha256);
});

it("hands out no export of which a part has expired", async () => {
  const started = await start({ ...mandate, tickets: [143] });
  const path = started.headers["location"] ?? "";
  await api.call({ method: "GET", path });
  const openExports = async (): Promise<OpenExports> => {
    const opened = await api.dependencies.openExports();
    return { ...opened, output: { ...opened.output, size: async () => undefined } };
  };

  const answer = await api.call({ method: "GET", path }, { openExports });

  expect(answer).toMatchObject(problem(404, "no-such-export"));
});

it("takes a CSV, or a span of time, and tells why an export failed", async () => {
  const csv = await start({ ...mandate, csv: "TicketId\n143\n" });
  const span = await start({
    ...mandate,
    archivedFrom: "2020-01-01T00:00:00Z",
    archivedTo: "2020-01-02T00:00:00Z",
  });
  const path = span.headers["location"] ?? "";
  await api.call({ method: "GET", path });

  expect(csv.status).toBe(202);
  expect(await api.call({ method: "GET", path })).toMatchObject({
    json: { status: "failed", failure: expect.stringContaining("was archived in that span of time") },
  });
});

it.each([
  ["no way to say which tickets", {}],
  ["two ways", { tickets: [1], csv: "1" }],
  ["half a span of time", { archivedFrom: "2020-01-01T00:00:00Z" }],
  ["a ticket that is none", { tickets: ["x"] }],
  ["an unknown zone", { tickets: [1], zone: "Mars/Base" }],
  ["an unknown form", { tickets: [1], formats: ["pdf"] }],
  ["a matter of two lines", { tickets: [1], matter: "a\nb" }],
])("refuses a body with %s", async (_what, more) => {
  expect(await start({ ...mandate, ...more })).toMatchObject(problem(400, "bad-body"));
});

it("knows no export that was not started", async () => {
  const answer = await api.call({ method: "GET", path: "/exports/unknown" });
  expect(answer).toMatchObject(problem(404, "no-such-export"));
});
