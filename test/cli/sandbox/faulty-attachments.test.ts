/** Each fault of the attachments does what it says. */
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AttachmentFault } from "../../../cli/sandbox/faults/fault.ts";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { firstUrl, type RawAnswer, rawGet } from "./client.ts";

const SIZE = 109_210;

describe("faults of attachments", () => {
  let sandbox: Sandbox;
  let url: string;
  let right: Buffer;
  beforeEach(async () => {
    sandbox = await startSandbox();
    url = await firstUrl(sandbox);
    right = (await rawGet(url)).body;
  });
  afterEach(() => sandbox.close());

  async function under(fault: AttachmentFault): Promise<RawAnswer> {
    sandbox.fault(fault);
    return await rawGet(url);
  }

  test("send less than announced and close", async () => {
    const { headers, body, error } = await under({ on: "attachment", kind: "short-body" });

    expect(headers["content-length"]).toBe(String(SIZE));
    expect(body.equals(right.subarray(0, SIZE / 2))).toBe(true);
    expect(error).toBe("ECONNRESET");
  });

  test("send as much as they are told", async () => {
    const { body } = await under({ on: "attachment", kind: "short-body", sendBytes: 70_000 });

    expect(body.length).toBe(70_000);
  });

  test("truncate without announcing a length, so that the client sees a clean end", async () => {
    const { headers, body, error } = await under({ on: "attachment", kind: "truncated" });

    expect([headers["content-length"], headers["transfer-encoding"]]).toEqual([undefined, undefined]);
    expect(headers.connection).toBe("close");
    expect(body.equals(right.subarray(0, SIZE / 2))).toBe(true);
    expect(error).toBeUndefined();
  });

  test("send more than the file", async () => {
    const { headers, body, error } = await under({ on: "attachment", kind: "overlong", extraBytes: 7 });

    expect(headers["content-length"]).toBeUndefined();
    expect([body.length, error]).toEqual([SIZE + 7, undefined]);
    expect(body.subarray(0, SIZE).equals(right)).toBe(true);
  });

  test("reset the connection midway", async () => {
    const { status, body, error } = await under({ on: "attachment", kind: "reset" });

    expect([status, error]).toEqual([200, "ECONNRESET"]);
    expect(body.length).toBeLessThan(SIZE);
  });

  test("stop after some bytes and leave the connection open", async () => {
    sandbox.fault({ on: "attachment", kind: "stall", sendBytes: 100 });

    const { body, error } = await rawGet(url, 100);

    expect(body.length).toBe(100);
    expect(error).toBe("ENOUGH");
  });

  test("never answer", async () => {
    sandbox.fault({ on: "attachment", kind: "stall" });

    await expect(fetch(url, { signal: AbortSignal.timeout(200) })).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });

  test("send byte after byte", async () => {
    sandbox.fault({ on: "attachment", kind: "drip", bytesPerSecond: 20 });
    const start = performance.now();

    const { body } = await rawGet(url, 5);

    // A timer may be late, never early: 50 ms lie between two bytes at least.
    expect(body.length).toBeGreaterThanOrEqual(5);
    expect(body.length - 1).toBeLessThanOrEqual((performance.now() - start) / 49);
  });

  test("send without end", async () => {
    sandbox.fault({ on: "attachment", kind: "endless" });
    const response = await fetch(url);

    let received = 0;
    for await (const piece of response.body ?? []) {
      received += piece.length;
      if (received > 20 * SIZE) {
        break;
      }
    }

    expect(response.headers.get("content-length")).toBeNull();
    expect(received).toBeGreaterThan(20 * SIZE);
  });

  test("label the file as gzip", async () => {
    const { headers, body } = await under({ on: "attachment", kind: "gzip", wire: "plain" });

    expect(headers["content-encoding"]).toBe("gzip");
    expect(body.equals(right)).toBe(true);
  });

  test("compress the file", async () => {
    const { headers, body } = await under({ on: "attachment", kind: "gzip", wire: "compressed" });

    expect(headers["content-encoding"]).toBe("gzip");
    expect(headers["content-length"]).toBe(String(body.length));
    expect(gunzipSync(body).equals(right)).toBe(true);
  });

  test("send a gzip bomb", async () => {
    const { body } = await under({ on: "attachment", kind: "gzip", wire: "bomb" });

    expect(body.length).toBeLessThan(100_000);
    expect(gunzipSync(body).length).toBe(64 * 1_048_576);
  });

  test.each([
    ["xml", "application/xml", "<Error>"],
    ["html", "text/html", "<html>"],
  ] as const)("send an error page in %s with status 200", async (format, contentType, mark) => {
    const { status, headers, body } = await under({ on: "attachment", kind: "error-page", format });

    expect([status, headers["content-type"]]).toEqual([200, contentType]);
    expect(body.toString()).toContain(mark);
  });

  test("change the type", async () => {
    const { headers, body } = await under({
      on: "attachment",
      kind: "content-type",
      contentType: "text/html",
    });

    expect(headers["content-type"]).toBe("text/html");
    expect(body.equals(right)).toBe(true);
  });

  test("let the URL expire the first times", async () => {
    sandbox.fault({ on: "attachment", kind: "expired", times: 2 });

    const answers = [await rawGet(url), await rawGet(url), await rawGet(url)];

    expect(answers.map(({ status }) => status)).toEqual([403, 403, 200]);
    expect(answers[0]?.body.toString()).toContain("Request has expired");
  });

  test("let the token of the URL expire", async () => {
    const { status, body } = await under({ on: "attachment", kind: "expired-token" });

    expect(status).toBe(400);
    expect(body.toString()).toContain("<Code>ExpiredToken</Code>");
  });

  test.each([
    [404, "NoSuchKey"],
    [500, "InternalError"],
    [503, "SlowDown"],
  ])("answer status %i", async (status, code) => {
    const answer = await under({ on: "attachment", kind: "status", status });

    expect(answer.status).toBe(status);
    expect(answer.body.toString()).toContain(`<Code>${code}</Code>`);
  });

  test("redirect", async () => {
    const { status, headers } = await under({
      on: "attachment",
      kind: "redirect",
      location: "http://127.0.0.1:9/",
    });

    expect([status, headers.location]).toEqual([302, "http://127.0.0.1:9/"]);
  });

  test("answer late", async () => {
    const start = performance.now();

    const { body } = await under({ on: "attachment", kind: "slow", delayMs: 80 });

    expect(body.equals(right)).toBe(true);
    expect(performance.now() - start).toBeGreaterThan(75);
  });

  test.each([
    [{ file: "Aadhaar.png" }, 404],
    [{ file: "email/ebf0f7d2-b153-4775-ae9f-c45e8a047c7c" }, 404],
    [{ ticketId: 143 }, 404],
    [{ file: "other.png" }, 200],
    [{ ticketId: 144 }, 200],
  ])("strike where they are told: %o", async (where, status) => {
    const answer = await under({ on: "attachment", kind: "status", status: 404, ...where });

    expect(answer.status).toBe(status);
  });
});
