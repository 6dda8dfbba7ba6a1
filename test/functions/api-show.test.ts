/** `GET /tickets/{ticketId}`: versions, completeness and links; and what the API says of everything it cannot do. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import * as z from "zod";
import { readHead } from "../../shared/archive/head.ts";
import { inventoryKey, ticketPlace } from "../../shared/archive/place.ts";
import { sha256Hex } from "../../shared/digest.ts";
import { headState, inventoryBytes, nextInventory } from "../../shared/ocfl/inventory.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { tempFolder } from "../temp.ts";
import { type ApiParts, problem, startApi } from "./api-parts.ts";

const shown = z.object({
  versions: z.array(z.object({ version: z.string(), message: z.string() })),
  files: z.array(
    z.object({ path: z.string(), sha256: z.string(), size: z.number().optional(), url: z.string() }),
  ),
  fileCount: z.number(),
  next: z.string().nullable(),
  linksExpireAt: z.string(),
});

/** What S3's clock says; the time while it is undefined. */
let s3Time: number | undefined;
let api: ApiParts;
beforeAll(async () => {
  api = await startApi(() => new Date(s3Time ?? Date.now()));
});
afterAll(() => api[Symbol.asyncDispose]());
beforeEach(() => {
  s3Time = undefined;
  api.sandbox.reset();
  api.s3.clearFaults();
  api.logged.lines.length = 0;
});

async function archive(ticketId: number): Promise<void> {
  const headers = { prefer: "wait=20" };
  const { status } = await api.call({ method: "POST", path: `/tickets/${ticketId}/archive`, headers });
  expect(status).toBe(200);
}

/** Ticket 143 under another number, with a change for its second version. */
async function twoVersions(ticketId: number, fileName = "1-Aadhaar.png"): Promise<void> {
  const ticket = structuredClone(api.sandbox.ticket(143));
  const attachments = ticket?.ConversationList?.flatMap(({ Attachments }) => Attachments ?? []) ?? [];
  if (ticket === undefined || attachments[0] === undefined) throw new Error("ticket 143 has no attachment");
  attachments[0].FileName = fileName;
  api.sandbox.setTicket(ticketId, ticket);
  await archive(ticketId);
  api.sandbox.setTicket(ticketId, {
    ...ticket,
    ConversationList: ticket.ConversationList?.map((conversation) => ({ ...conversation, Text: "edited" })),
  });
  await archive(ticketId);
}

const look = async (path: string, version?: string) =>
  api.call({ path, ...(version !== undefined && { query: { version } }) });

describe("an archived ticket", () => {
  it("is shown with all its versions, and with links that open every file of the latest", async () => {
    await twoVersions(200);

    const answer = await look("/tickets/200");

    const ticket = shown.parse(answer.json);
    expect(answer.json).toMatchObject({ head: "v2", version: "v2", completeness: { status: "complete" } });
    expect(ticket.versions.map(({ version }) => version)).toEqual(["v1", "v2"]);
    expect(ticket.files.map(({ path }) => path)).toContain("source.json");
    for (const { url, sha256, size } of ticket.files) {
      const response = await fetch(url);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect(response.status).toBe(200);
      expect(sha256Hex(bytes)).toBe(sha256);
      if (size !== undefined) expect(bytes.length).toBe(size);
    }
  });

  it("is shown as it was, for ?version=1 as for ?version=v1", async () => {
    await twoVersions(201);
    const latest = shown.parse((await look("/tickets/201")).json);

    const answer = await look("/tickets/201", "v1");
    const same = await look("/tickets/201", "1");

    const earlier = shown.parse(answer.json);
    expect(answer.json).toMatchObject({ head: "v2", version: "v1" });
    const changed = earlier.files.filter(({ sha256 }) =>
      latest.files.every((file) => file.sha256 !== sha256),
    );
    expect(changed.map(({ path }) => path)).toEqual(["details.json", "source.json", "ticket.json"]);
    expect(shown.parse(same.json).files.map(({ sha256 }) => sha256)).toEqual(
      earlier.files.map(({ sha256 }) => sha256),
    );
  });

  it("has links that say no more to a browser than to save a file under a safe name", async () => {
    await twoVersions(202, 'नमस्ते"; filename=evil.html\r\nX: y/../é.png');
    const { files } = shown.parse((await look("/tickets/202")).json);
    const url = files.find(({ path }) => path.startsWith("attachments/"))?.url ?? "";

    const { status } = await fetch(url, { method: "GET" });

    // S3 sends this as the header of that name; it is signed with the rest of the query.
    const disposition = new URL(url).searchParams.get("response-content-disposition") ?? "";
    expect(status).toBe(200);
    expect(disposition).toMatch(
      /^attachment; filename="[A-Za-z0-9._+(),-]+"; filename\*=UTF-8''[A-Za-z0-9._%-]+$/,
    );
    expect(decodeURIComponent(disposition.split("''")[1] ?? "")).toMatch(/^1-नमस्ते.*é\.png$/u);
  });

  it("has links that are dead after five minutes, as the answer says", async () => {
    await archive(143);
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const { files, linksExpireAt } = shown.parse((await look("/tickets/143")).json);
    const url = files[0]?.url ?? "";

    s3Time = Date.now() + 299_000 - 1000;
    const late = await fetch(url);
    s3Time = Date.now() + 301_000;
    const tooLate = await fetch(url);

    expect([late.status, tooLate.status]).toEqual([200, 403]);
    expect(Date.parse(linksExpireAt)).toBe(Date.now() + 300_000);
    await Promise.all([late.body?.cancel(), tooLate.body?.cancel()]);
  });

  it("is given in parts when it has more files than fit into an answer", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    const place = ticketPlace(api.store, 22824, 143);
    await archive(143);
    const root = await readHead(place);
    if (root === undefined) throw new Error("nothing was archived");
    const paths = Array.from({ length: 450 }, (_, index) => `attachments/9/${index}-x.png`);
    const files = new Map([
      ...headState(root.inventory),
      ...paths.map((path) => [path, "0".repeat(64)] as const),
    ]);
    const user = { name: "tests", address: "urn:leadsquared:22824" };
    const made = { id: place.id, created: "2026-01-02T03:04:05.678Z", message: "Many.", user, files };
    await store.create(inventoryKey(place), inventoryBytes(nextInventory(undefined, made)));
    const document = `${place.object}/v1/content/ticket.json`;
    await store.create(document, (await api.store.read(document))?.bytes ?? Buffer.alloc(0));
    const { link } = await api.dependencies.openArchive();
    const openArchive = async () => ({ store, link });

    const seen: string[] = [];
    let next: string | null = "/tickets/143";
    while (next !== null) {
      const { pathname, searchParams } = new URL(next, "http://api.example");
      const query = Object.fromEntries(searchParams);
      const page: z.infer<typeof shown> = shown.parse(
        (await api.call({ path: pathname, query }, { openArchive })).json,
      );
      expect(page.files.length).toBeLessThanOrEqual(200);
      seen.push(...page.files.map(({ path }) => path));
      next = page.next;
    }

    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(paths));
    expect(seen).toEqual(expect.arrayContaining(["ticket.json", "source.json"]));
  });
});

describe("what cannot be done", () => {
  it.each([
    ["GET", "/tickets/4711", 404, "not-archived"],
    ["GET", "/tickets/%E0%A4%A", 400, "bad-ticket-id"],
  ])("is told as a problem: %s %s", async (method, path, status, code) => {
    expect(await api.call({ method, path })).toMatchObject(problem(status, code));
  });

  it.each([
    [{ version: "v3" }, 404, "no-such-version"],
    [{ version: "constructor" }, 400, "bad-query"],
    [{ version: "v0" }, 400, "bad-query"],
    [{ version: "1,2" }, 400, "bad-query"],
    [{ version: "../v1" }, 400, "bad-query"],
    [{ offset: "-1" }, 400, "bad-query"],
  ])("is told of a query such as %j", async (query, status, code) => {
    await archive(143);

    expect(await api.call({ path: "/tickets/143", query })).toMatchObject(problem(status, code));
  });

  it("is told without a word about what is inside, but so that the log knows it", async () => {
    const secret = "https://bucket.example/key?X-Amz-Signature=CANARY";
    const openArchive = async () => {
      throw new TypeError(`cannot read ${secret}`);
    };

    const answer = await api.call({ path: "/tickets/143" }, { openArchive });

    expect(answer).toMatchObject(problem(500, "unexpected"));
    expect(JSON.stringify(answer)).not.toContain("bucket.example");
    const failed = api.logged.lines.find((line) => line.includes("api.failed")) ?? "";
    expect(JSON.parse(failed)).toMatchObject({
      level: "error",
      requestId: "REQUEST-ID=",
      error: "TypeError",
    });
    expect(failed).not.toContain("CANARY");
  });

  it("is told when an archived file is not what it was", async () => {
    await archive(143);
    const place = ticketPlace(api.store, 22824, 143);
    const altered = { ...api.store, location: "s3://archive" };
    const openArchive = async () => ({
      ...(await api.dependencies.openArchive()),
      store: Object.assign(altered, {
        read: async (key: string) =>
          key.endsWith("ticket.json") ? { bytes: Buffer.from("{}"), tag: "" } : api.store.read(key),
      }),
    });

    const answer = await api.call({ path: "/tickets/143" }, { openArchive });

    expect(answer).toMatchObject(problem(500, "unexpected"));
    expect(JSON.stringify(answer)).not.toContain(place.object);
    expect(api.logged.lines.join("")).toContain('"code":"content-altered"');
  });
});

describe("the log", () => {
  it("has every call with its route, and neither links nor paths nor what callers wrote", async () => {
    await twoVersions(203);
    const { files } = shown.parse((await look("/tickets/203")).json);
    await api.call({ path: "/holds/CANARY" });
    await api.call({ path: "/tickets/203", query: { version: "CANARY" } });
    await api.call({ method: "POST", path: "/tickets/203/archive", body: '{"reason":"CANARY"}' });

    const answered = api.logged.lines
      .map((line) => JSON.parse(line))
      .filter(({ event }) => event === "api.answered");
    expect(answered.at(-4)).toMatchObject({
      route: "GET /tickets/{ticketId}",
      status: 200,
      requestId: "REQUEST-ID=",
    });
    expect(answered.at(-3)).toMatchObject({ route: "GET /holds/{matter}", status: 404 });
    const text = api.logged.lines.join("");
    expect(text).not.toMatch(/CANARY|X-Amz-|edited/);
    for (const { url } of files) expect(text).not.toContain(new URL(url).searchParams.get("X-Amz-Signature"));
  });
});
