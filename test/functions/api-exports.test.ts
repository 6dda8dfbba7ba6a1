/** `/exports`: started, asked for, and handed out by links. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { OpenExports } from "../../functions/api/dependencies.ts";
import { handleApi } from "../../functions/api/handler.ts";
import { sha256Hex } from "../../shared/digest.ts";
import type { ExportReceipt } from "../../shared/export/export-receipt.ts";
import { MOST_PARTS } from "../../shared/export/plan.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { s3LinkSigner } from "../../shared/store/s3-presign.ts";
import { archiveGenerated } from "../export/generated-vault.ts";
import { type ApiParts, problem, startApi } from "./api-parts.ts";
import { httpEvent, timeLeft } from "./http.ts";

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

it("links to a certificate that names the caller, whoever is said to have asked", async () => {
  const body = { ...mandate, requestedBy: "Somebody", tickets: [143], certificate: "bsa63" };
  const caller = "arn:aws:sts::111122223333:assumed-role/legal/rao";
  const started = await api.call({ method: "POST", path: "/exports", body: JSON.stringify(body), caller });
  const path = started.headers["location"] ?? "";
  await api.call({ method: "GET", path });
  const done = await api.call({ method: "GET", path });
  const { files } = (done.json as { export: { files: { file: string; url: string }[] } }).export;
  const url = files.find(({ file }) => file === "certificate.html")?.url ?? "";
  const page = await (await fetch(url)).text();

  expect(page).toContain("<bdi>Somebody</bdi>");
  expect(page).toContain(`authenticated as <bdi>${caller}</bdi>`);
  expect(page).toContain("☑ Cloud");
});

it("starts an export, tells how it goes, and links to its zips and what stands beside them", async () => {
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
  type Linked = { file: string; url: string; sha256: string };
  const { parts, files } = (done.json as { export: { parts: Linked[]; files: Linked[] } }).export;
  for (const { url, sha256 } of [...parts, ...files]) {
    const bytes = await (await fetch(url)).arrayBuffer();
    expect(sha256Hex(new Uint8Array(bytes))).toBe(sha256);
  }
  expect(files.map(({ file }) => file)).toEqual([
    ...["index.html", "messages.csv", "attachments.csv", "loadfile.dat", "loadfile.csv", "tickets.ndjson"],
  ]);
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

it(`answers of an export of ${MOST_PARTS} parts within the 6 MB that Lambda can answer`, async () => {
  const client = s3Client({
    region: "ap-southeast-1",
    // Tokens of functions have about 1 kB; this one half as much again.
    credentials: {
      accessKeyId: "A".repeat(20),
      secretAccessKey: "secret",
      sessionToken: randomBytes(1_100).toString("base64"),
    },
  });
  const size = 1e12 - 1;
  const receipt: ExportReceipt = {
    schema: "urn:ticketvault:schema:export:1",
    id: "0123456789abcdef",
    plannedAt: "2026-03-04T05:06:07.890Z",
    tool: "ticketvault 1.2.3",
    renderer: 1,
    orgId: api.sandbox.orgId,
    request: {
      ...mandate,
      requestedBy: "R",
      selection: { tickets: [1] },
      formats: [],
      zone: "UTC",
      partSize: 1e9,
    },
    completeness: "incomplete",
    tickets: 1_000_000,
    conversations: 5_000_000,
    attachments: 5_000_000,
    sent: null,
    missing: 0,
    incompleteTickets: [],
    acceptedTickets: [],
    changedTickets: [],
    rolledBackTickets: [],
    unsealedVersions: 0,
    leftOut: Array.from({ length: 1_001 }, (_, index) => ({
      ticketId: 1_000_000 + index,
      reason: "inventory-unreadable",
      message: "m".repeat(300),
    })),
    notSelected: { count: 0, tickets: "" },
    parts: Array.from({ length: MOST_PARTS }, (_, index) => ({
      number: index + 1,
      file: `export-0123456789abcdef-part-${1_000 + index}-of-${MOST_PARTS}.zip`,
      size,
      sha256: "a".repeat(64),
      tickets: 1_000,
    })),
    files: [],
  };
  const link = s3LinkSigner({ client, bucket: "b".repeat(63), prefix: "exports" });
  const url = await link.sign(`${receipt.id}/${receipt.parts[0]?.file}`, { seconds: 3600 });
  const openExports = async (): Promise<OpenExports> => {
    const { runs, output } = await api.dependencies.openExports();
    return {
      runs: {
        ...runs,
        find: async () => ({ status: "succeeded", exportId: receipt.id, failure: undefined }),
      },
      output: { ...output, read: async () => Buffer.from(JSON.stringify(receipt)), size: async () => size },
      link: { ...link, sign: async () => url },
    };
  };

  const dependencies = { ...api.dependencies, openExports };
  const answer = await handleApi(dependencies, httpEvent({ path: "/exports/run" }), timeLeft());

  expect(answer.statusCode).toBe(200);
  const bytes = Buffer.byteLength(JSON.stringify(answer));
  expect(bytes).toBeLessThan(6 * 1024 * 1024);
  expect(bytes).toBeGreaterThan(4e6);
  client.destroy();
});

it("takes a CSV, or a span of time, and tells why an export failed", async () => {
  const csv = await start({ ...mandate, csv: "No,Case\n1,143\n", column: "case" });
  const span = await start({
    ...mandate,
    archivedFrom: "2020-01-01T00:00:00Z",
    archivedTo: "2020-01-02T00:00:00Z",
  });
  const path = span.headers["location"] ?? "";
  await api.call({ method: "GET", path });

  expect(csv).toMatchObject({ status: 202, json: { columnRead: 'column 2 of 2, "Case"' } });
  expect(await api.call({ method: "GET", path })).toMatchObject({
    json: {
      status: "failed",
      failure: expect.stringContaining("none is one archived from 2020-01-01T00:00:00.000Z until"),
    },
  });
});

it.each([
  ["no way to say which tickets", {}],
  ["two lists", { tickets: [1], csv: "1" }],
  ["half a span of sending", { tickets: [1], sentTo: "2020-01-01T00:00:00Z" }],
  ["an unknown direction", { direction: "sideways" }],
  ["half a span of time", { archivedFrom: "2020-01-01T00:00:00Z" }],
  ["a ticket that is none", { tickets: ["x"] }],
  ["a column without a list", { tickets: [1], column: "Id" }],
  ["an unknown form", { tickets: [1], formats: ["pdf"] }],
  ["parts that are too small", { tickets: [1], partSize: 9_999_999 }],
  ["a matter of two lines", { tickets: [1], matter: "a\nb" }],
])("refuses a body with %s", async (_what, more) => {
  expect(await start({ ...mandate, ...more })).toMatchObject(problem(400, "bad-body"));
});

// F11
it.each([
  ["a list whose column is not known", { csv: "No,Case\n1,143\n" }],
  ["a list with an open quote", { csv: 'Id\n"143\n' }],
  ["an unknown zone", { tickets: [1], zone: "Mars/Base" }],
  ["a span that ends before it begins", { sentFrom: "2026-01-02T00:00:00Z", sentTo: "2026-01-01T00:00:00Z" }],
])("says of a body as described that no export can be made of %s", async (_what, more) => {
  expect(await start({ ...mandate, ...more })).toMatchObject(problem(422, "cannot-export"));
});

it("knows no export that was not started", async () => {
  const answer = await api.call({ method: "GET", path: "/exports/unknown" });
  expect(answer).toMatchObject(problem(404, "no-such-export"));
});
