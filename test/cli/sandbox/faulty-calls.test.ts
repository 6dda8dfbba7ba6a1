/** Each fault that any call can have does what it says: statuses, pages, and JSON that is hard to take. */
import { gunzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { ApiFault } from "../../../cli/sandbox/faults/fault.ts";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { type RawAnswer, rawAsk } from "./client.ts";

let sandbox: Sandbox;
let right: string;
beforeEach(async () => {
  sandbox = await startSandbox({ urlTtlSeconds: 600, now: () => Date.UTC(2026, 4, 20) });
  right = (await rawAsk(sandbox, 143)).body.toString();
});
afterEach(() => sandbox.close());

async function under(fault: ApiFault): Promise<RawAnswer> {
  sandbox.fault(fault);
  return await rawAsk(sandbox, 143);
}

// F3
test.each([302, 304, 405, 407, 408, 520])("status %i is answered as it is told", async (status) => {
  const answer = await under({ on: "api", kind: "status", status });

  expect(answer.status).toBe(status);
  expect(answer.body.toString()).toContain(status === 304 ? "" : '"Status": "Error"');
});

// F3
test.each([
  ["html", 403, "text/html", "<title>Service unavailable</title>"],
  ["bad-gateway", 502, "text/html", "<title>502 Bad Gateway</title>"],
  ["json", 200, "application/json", '{"message":"Service temporarily unavailable"}'],
  ["empty", 200, "text/plain", ""],
] as const)("a page of the format %s comes with status %i", async (format, status, type, text) => {
  const answer = await under({ on: "api", kind: "error-page", format, status });

  expect([answer.status, answer.headers["content-type"]]).toEqual([status, type]);
  expect(answer.body.toString()).toContain(text);
});

// T22, F8
test.each(["0", "-5", "1.5", "3600", "Thu, 01 Jan 1970 00:00:00 GMT", "soon"])(
  "Retry-After says %s as it stands",
  async (retryAfter) => {
    const answer = await under({ on: "api", kind: "status", status: 429, retryAfter });

    expect(answer.headers["retry-after"]).toBe(retryAfter);
  },
);

describe("JSON that is hard to take", () => {
  // T24
  test("is gzip'ed", async () => {
    const { headers, body } = await under({ on: "api", kind: "gzip", wire: "compressed" });

    expect(headers["content-encoding"]).toBe("gzip");
    expect(JSON.parse(gunzipSync(body).toString())).toEqual(JSON.parse(right));
  });

  // T24
  test("is a gzip bomb", async () => {
    const { body } = await under({ on: "api", kind: "gzip", wire: "bomb" });

    expect(body.length).toBeLessThan(100_000);
    expect(gunzipSync(body).length).toBe(64 * 1_048_576);
  });

  // T24
  test("is deep", async () => {
    const { body } = await under({ on: "api", kind: "deep-json", depth: 3000 });

    const { Extra, ...rest } = JSON.parse(body.toString());
    expect(JSON.stringify(Extra)).toBe("[".repeat(3000) + "]".repeat(3000));
    expect(rest).toEqual(JSON.parse(right));
  });

  // T24
  test("is full of nulls", async () => {
    const { body } = await under({ on: "api", kind: "huge-json", bytes: 200_000, of: "nulls" });

    expect(Math.abs(body.length - 200_000)).toBeLessThan(20);
    expect(JSON.parse(body.toString()).ConversationList[0].Html.slice(0, 2)).toEqual([null, null]);
  });

  // T10
  test("is escaped throughout, and says the same", async () => {
    const { body } = await under({ on: "api", kind: "escaped" });

    expect(body.toString()).toContain("X\\u002dAmz\\u002dSignature\\u003d");
    expect(JSON.parse(body.toString())).toEqual(JSON.parse(right));
  });

  // T14
  test("is in windows-1252, with escapes for what that lacks", async () => {
    sandbox.change(143, { kind: "add", text: "Grüße 🙏 “q”" });

    const { headers, body } = await under({ on: "api", kind: "windows-1252" });

    expect(headers["content-type"]).toBe("application/json; charset=windows-1252");
    expect(body.includes(Buffer.from("Gr\xfc\xdfe", "latin1"))).toBe(true);
    expect(JSON.parse(new TextDecoder("windows-1252").decode(body)).ConversationList[2].Text).toBe(
      "Grüße 🙏 “q”",
    );
  });
});

// T10
test.each([undefined, 500])("the keys are echoed with the request (status %s)", async (status) => {
  const answer = await under({
    on: "api",
    kind: "echo-headers",
    ...(status === undefined ? {} : { status }),
  });

  expect(answer.status).toBe(status ?? 200);
  expect(JSON.parse(answer.body.toString()).Debug).toMatchObject({
    url: "/api/tenants/22824/conversation/filter",
    headers: { "x-lsq-access-key": sandbox.accessKey, "x-lsq-secret-key": sandbox.secretKey },
  });
});
