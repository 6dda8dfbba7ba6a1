/** `ticketvault browse`: whom the window answers, and what it shows them. */

import { chmod, readFile, stat, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { besideSandbox } from "./beside-sandbox.ts";
import { type ReadingWindow, readingWindow } from "./reading-window.ts";

const beside = besideSandbox();
const { run } = beside;

let window: ReadingWindow;
beforeEach(async () => {
  beside.sandbox.fault({ on: "attachment", ticketId: 1000, kind: "status", status: 404 });
  await run("archive", "143", "1000");
  window = await readingWindow(beside.folder.path, beside.sandbox);
});
afterEach(() => window[Symbol.asyncDispose]());

interface Answer {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function ask(path: string, headers: Readonly<Record<string, string>> = {}, method = "GET"): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const [host, port] = window.host.split(":");
  const asking = request(
    { host, port, path, method, headers: { host: window.host, ...headers } },
    (response) =>
      text(response).then(
        (body) => resolve({ status: response.statusCode, headers: response.headers, body }),
        reject,
      ),
  );
  asking.on("error", reject).end();
  return promise;
}

/** What the link in the file leads to. */
async function linkPath(): Promise<string> {
  const [, path = ""] = /url=http:\/\/[^/]+(\/open\/[^"]+)"/.exec(await readFile(window.link, "utf8")) ?? [];
  return path;
}

/** Spends the link. */
async function enter(): Promise<Readonly<Record<string, string>>> {
  const { headers } = await ask(await linkPath());
  return { cookie: String(headers["set-cookie"]).split(";")[0] ?? "" };
}

describe("the window", () => {
  test("answers who has spent the link, once, and nobody else", async () => {
    expect((await stat(window.link)).mode & 0o777).toBe(0o600);
    expect((await ask("/")).status).toBe(403);
    const path = await linkPath();
    const first = await ask(path);
    expect(first).toMatchObject({ status: 200, body: expect.stringContaining("url=/") });
    expect(String(first.headers["set-cookie"])).toMatch(
      /^ticketvault-\S+=\S{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    );
    expect((await ask(path)).status).toBe(403);
    const cookie = String(first.headers["set-cookie"]).split(";")[0] ?? "";
    expect((await ask("/", { cookie })).status).toBe(200);
    expect((await ask("/", { cookie: cookie.slice(0, -1) })).status).toBe(403);
    expect((await ask("/open/x", { cookie })).status).toBe(403);
  });

  test("refuses a foreign Host and a foreign Origin, and changes nothing for anybody", async () => {
    const session = await enter();
    const [, port] = window.host.split(":");
    for (const host of [`localhost:${port}`, "127.0.0.1", `evil.test:${port}`])
      expect((await ask("/", { ...session, host })).status).toBe(421);
    for (const origin of ["http://evil.test", `http://localhost:${port}`, "null"]) {
      expect((await ask("/", { ...session, origin })).status).toBe(403);
      expect((await ask("/", { ...session, origin }, "POST")).status).toBe(403);
    }
    expect((await ask("/", session, "POST")).status).toBe(403);
    expect((await ask("/", { ...session, origin: `http://${window.host}` }, "POST")).status).toBe(405);
  });

  test("sends a strict policy with every answer, refusals too", async () => {
    const session = await enter();
    for (const [path, headers] of [
      ["/", session],
      ["/ticket/143", session],
      ["/", {}],
      ["/none", session],
    ] as const) {
      const answer = await ask(path, headers);
      expect(answer.headers).toMatchObject({
        "content-security-policy": expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'$/),
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      });
      expect(answer.headers["strict-transport-security"]).toBeUndefined();
      expect(answer.body).not.toMatch(/<script|https?:\/\/(?!127\.0\.0\.1)[^"]*"\s*(?:>|rel)/);
    }
  });
});

describe("a list", () => {
  test("shows what a question finds, marked, then how many of which kind, and what was not searched", async () => {
    const session = await enter();
    const { body } = await ask("/?q=ticket:143+email", session);
    expect(body).toContain("<mark>email</mark>");
    expect(body).toMatch(
      /<h2>Month<\/h2>\n<ul>\n<li><a href="\/\?q=%28ticket%3A143\+email%29\+sent%3A2024-08">/,
    );
    expect(body).toMatch(/<p>Searched: 2 tickets/);
    expect(body).toContain("what is missing of 1 incomplete ticket.");
    expect(body.indexOf("<ol")).toBeLessThan(body.indexOf("<aside"));
    expect((await ask("/?q=is:incomplete", session)).body).toContain("of incomplete tickets");
  });

  test("shows a mistake in a question at its place", async () => {
    const { status, body } = await ask("/?q=custmer:1", await enter());
    expect(status).toBe(400);
    expect(body).toContain("There is no field custmer:. Did you mean customer:?");
  });
});

describe("a ticket", () => {
  test("has its transcript, holds, seal and digests; the list leads to the message", async () => {
    const session = await enter();
    const before = await ask("/ticket/143", session);
    expect(before.body).toContain("not sealed: the ledger has no entry since it was archived");
    await run("seal", "--key-file", "key.pem");
    const { body } = await ask("/ticket/143", session);
    expect(body).toMatch(/v1 is sealed by entry 1 of the ledger, of .*, with a sound signature/);
    expect(body).toContain("a folder, which keeps nobody from deleting");
    expect(body).toMatch(/ticket\.json<\/a> <code>[0-9a-f]{64}<\/code>/);
    const [, to = ""] =
      /href="(\/ticket\/143\/\d+-01)"/.exec((await ask("/?q=ticket:143", session)).body) ?? [];
    expect((await ask(to, session)).headers["location"]).toMatch(/^\/ticket\/143#m\d+$/);
    expect((await ask("/ticket/9", session)).status).toBe(404);
  });

  test("shows all wordings of a message side by side", async () => {
    const ticket = structuredClone(beside.sandbox.ticket(143));
    const [first] = ticket?.ConversationList ?? [];
    if (ticket === undefined || first === undefined) throw new Error("ticket 143 is not there");
    first.Html = "<p>Something else</p>";
    beside.sandbox.setTicket(143, ticket);
    await run("archive", "143");
    const { body } = await ask("/ticket/143", await enter());
    const [, wordings = ""] = /<div class="wordings">([\s\S]*?)\n<\/div>/.exec(body) ?? [];
    expect(wordings.match(/<article/g)).toHaveLength(2);
    expect(wordings).toContain("earlier wording, v1");
  });

  test("hands over its files to be kept, never shown; a damaged one is no whole download", async () => {
    const session = await enter();
    const { body } = await ask("/ticket/143", session);
    const [, path = ""] = /href="(\/ticket\/143\/file\/v1\/content\/attachments\/[^"]+)"/.exec(body) ?? [];
    const file = await ask(path, session);
    expect(file.headers).toMatchObject({
      "content-type": "application/octet-stream",
      "content-disposition": expect.stringMatching(/^attachment; filename\*=UTF-8''/),
      "content-security-policy": "default-src 'none'; sandbox",
    });
    for (const other of [
      "inventory.json",
      "v1/inventory.json",
      "..%2f..%2f..%2fkey.pem",
      "../143/inventory.json",
    ])
      expect((await ask(`/ticket/143/file/${other}`, session)).status).toBe(404);
    const stored = join(
      beside.folder.path,
      "vault/archive/22824/143",
      decodeURIComponent(path.split("/file/")[1] ?? ""),
    );
    await chmod(stored, 0o600);
    await writeFile(stored, "something else");
    await expect(ask(path, session)).rejects.toThrow();
  });
});
