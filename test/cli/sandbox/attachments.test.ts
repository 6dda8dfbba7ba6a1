/** The attachment bucket signs, expires, refuses and serves as S3 does. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { CANARY, TOKEN_CANARY } from "../../../cli/sandbox/canary.ts";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { ask, firstUrl, rawGet } from "./client.ts";

describe("the attachment bucket of the sandbox", () => {
  let now = 0;
  let sandbox: Sandbox;
  beforeEach(async () => {
    now = Date.UTC(2026, 4, 20, 10, 37, 32);
    sandbox = await startSandbox({ now: () => now });
  });
  afterEach(() => sandbox.close());

  test("serves Aadhaar.png with S3's headers and the documented size", async () => {
    const { status, headers, body } = await rawGet(await firstUrl(sandbox));

    expect(status).toBe(200);
    expect(body.length).toBe(109_210);
    expect(headers).toMatchObject({
      "content-type": "image/png",
      "content-length": "109210",
      "content-disposition": 'inline; filename="Aadhaar.png"',
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
    });
    expect(createHash("sha256").update(body).digest("hex")).toBe(
      "ecdb6f71a2b3a32eed1cd3dd1eeb2234945a42b04a103c9e038391258c6468e5",
    );
    expect(sandbox.counts).toMatchObject({ attachmentRequests: 1, attachmentBytes: 109_210, leakedKeys: 0 });
  });

  test("mints a new query for each call over a path that stays, with the sample's parameters", async () => {
    const first = new URL(await firstUrl(sandbox));
    now += 1000;
    const second = new URL(await firstUrl(sandbox));

    expect(second.pathname).toBe(first.pathname);
    expect(second.search).not.toBe(first.search);
    expect([...first.searchParams.keys()]).toEqual([
      "response-content-disposition",
      "X-Amz-Security-Token",
      "X-Amz-Algorithm",
      "X-Amz-Date",
      "X-Amz-SignedHeaders",
      "X-Amz-Credential",
      "X-Amz-Expires",
      "X-Amz-Signature",
    ]);
    expect(first.searchParams.get("X-Amz-Date")).toBe("20260520T103732Z");
    expect(first.searchParams.get("X-Amz-Security-Token")).toContain(TOKEN_CANARY);
    expect(TOKEN_CANARY.startsWith(CANARY)).toBe(true);
  });

  test("lets a URL live for its time and no longer", async () => {
    const url = await firstUrl(sandbox);

    now += 3_599_000;
    const alive = await rawGet(url);
    now += 1000;
    const dead = await rawGet(url);

    expect(alive.status).toBe(200);
    expect(dead.status).toBe(403);
    expect(dead.headers["content-type"]).toBe("application/xml");
    expect(dead.body.toString()).toContain("<Code>AccessDenied</Code><Message>Request has expired</Message>");
  });

  test("refuses HEAD with 403", async () => {
    const response = await fetch(await firstUrl(sandbox), { method: "HEAD" });

    expect(response.status).toBe(403);
    expect(response.headers.get("content-type")).toBe("application/xml");
  });

  test("refuses any other method than GET with S3's XML", async () => {
    const response = await fetch(await firstUrl(sandbox), { method: "DELETE" });

    expect(response.status).toBe(403);
    expect(await response.text()).toContain("<Code>SignatureDoesNotMatch</Code>");
  });

  test.each([
    ["a changed signature", (url: string) => url.replace(/.$/, (last) => (last === "0" ? "1" : "0"))],
    ["a changed life", (url: string) => url.replace("Expires=3600", "Expires=9999")],
    ["a query built anew", (url: string) => url.replace("%2F%2F%2F%3D", "///%3D")],
    ["another spelling of the host", (url: string) => url.replace("127.0.0.1", "localhost")],
  ])("refuses %s with SignatureDoesNotMatch", async (_what, change) => {
    const url = await firstUrl(sandbox);

    const { status, body } = await rawGet(change(url));

    expect(change(url)).not.toBe(url);
    expect(status).toBe(403);
    expect(body.toString()).toContain("<Code>SignatureDoesNotMatch</Code>");
  });

  test("refuses a URL without a query with AccessDenied", async () => {
    const { status, body } = await rawGet((await firstUrl(sandbox)).replace(/\?.*/, ""));

    expect(status).toBe(403);
    expect(body.toString()).toContain("<Code>AccessDenied</Code>");
  });

  test.each([
    ["a decoded #", (url: string) => url.replace("%23", "#")],
    ["a # encoded twice", (url: string) => url.replace("%23", "%2523")],
    ["another id", (url: string) => url.replace("ebf0", "ebf1")],
    ["another account", (url: string) => url.replace("22824", "22825")],
  ])("does not know a path with %s", async (_what, change) => {
    const { status, body } = await rawGet(change(await firstUrl(sandbox)));

    expect(status).toBe(404);
    expect(body.toString()).toContain("<Code>NoSuchKey</Code>");
  });

  test("counts requests that bring LeadSquared's keys to the bucket", async () => {
    const url = await firstUrl(sandbox);

    await fetch(url, { headers: { "X-LSQ-SECRET-KEY": sandbox.secretKey } });
    await fetch(`${sandbox.origin}/elsewhere`, { headers: { "x-lsq-access-key": "any" } });

    expect(sandbox.counts.leakedKeys).toBe(2);
  });

  test("still serves the file of an attachment that was edited away, and the new one", async () => {
    const oldUrl = await firstUrl(sandbox);
    const attachment = {
      FileName: "नया\r\n.txt",
      FileSize: 0,
      ContentType: "text/plain",
      ContentPath: "email/new-1",
    };
    const conversation = sandbox.ticket(143)?.ConversationList[0];
    if (conversation === undefined) {
      throw new Error("ticket 143 has no conversation");
    }

    sandbox.setTicket(143, { ConversationList: [{ ...conversation, Attachments: [attachment] }] });
    const newFile = await rawGet(await firstUrl(sandbox));

    expect((await rawGet(oldUrl)).body.length).toBe(109_210);
    expect([newFile.status, newFile.body.length]).toEqual([200, 0]);
    expect(Buffer.from(newFile.headers["content-disposition"] ?? "", "latin1").toString()).toBe(
      'inline; filename="नया.txt"',
    );
  });

  test("answers a path that is none of its own as it stands", async () => {
    const conversation = sandbox.ticket(143)?.ConversationList[1];
    const attachment = conversation?.Attachments?.[0];
    if (conversation === undefined || attachment === undefined) {
      throw new Error("ticket 143 has no attachment");
    }
    const path = "http://169.254.169.254/latest/meta-data";

    sandbox.setTicket(143, {
      ConversationList: [{ ...conversation, Attachments: [{ ...attachment, ContentPath: path }] }],
    });

    expect(await firstUrl(sandbox)).toBe(path);
  });

  test("streams an attachment larger than its memory allowance", async () => {
    const size = 300_000_000;
    const large = await startSandbox({ tickets: 30, attachmentBytes: size });
    const before = process.memoryUsage().rss;
    let received = 0;

    const ids = large.ticketIds.filter((id) =>
      large.ticket(id)?.ConversationList.some((one) => one.Attachments?.length && id !== 143),
    );
    const response = await fetch(await firstUrl(large, ids[0]));
    for await (const piece of response.body ?? []) {
      received += piece.length;
    }
    const grown = process.memoryUsage().rss - before;
    await large.close();

    expect(received).toBe(size);
    expect(grown).toBeLessThan(200_000_000);
  });

  test("answers after the delay it was told", async () => {
    const slow = await startSandbox({ delayMs: 60 });
    const start = performance.now();

    await ask(slow, 143);
    await slow.close();

    expect(performance.now() - start).toBeGreaterThan(55);
  });
});
