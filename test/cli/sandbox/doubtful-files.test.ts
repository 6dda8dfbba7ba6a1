/** Each fault that makes a download doubtful, or refuses it, does what it says. */
import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AttachmentFault } from "../../../cli/sandbox/faults/fault.ts";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { firstUrl, type RawAnswer, rawGet } from "./client.ts";

const SIZE = 109_210;

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

// T5, T6, F5
test.each<[string, AttachmentFault, string, string, number]>([
  [
    "JSON",
    { on: "attachment", kind: "error-page", format: "json" },
    "application/json",
    '{"message":"Service temporarily unavailable"}',
    45,
  ],
  [
    "a page under a type that says nothing",
    { on: "attachment", kind: "error-page", format: "bad-gateway", contentType: "application/octet-stream" },
    "application/octet-stream",
    "<title>502 Bad Gateway",
    54,
  ],
  [
    "a page of exactly the file's size",
    { on: "attachment", kind: "error-page", format: "html", contentType: "image/png", ofFileSize: true },
    "image/png",
    "<!DOCTYPE html>",
    SIZE,
  ],
  [
    "a script first",
    { on: "attachment", kind: "error-page", format: "script" },
    "text/html",
    "<script>",
    128,
  ],
  [
    "600 blanks first",
    { on: "attachment", kind: "error-page", format: "html-after-blanks" },
    "text/html",
    " ".repeat(600),
    694,
  ],
  ["a text", { on: "attachment", kind: "error-page", format: "text" }, "text/plain", "Access denied", 13],
  ["nothing", { on: "attachment", kind: "size", bytes: 0 }, "image/png", "", 0],
])("in place of the file comes %s", async (_what, fault, type, start, length) => {
  const { status, headers, body, error } = await under(fault);

  expect([status, headers["content-type"], error]).toEqual([200, type, undefined]);
  expect(body.toString("latin1").startsWith(start)).toBe(true);
  expect([body.length, headers["content-length"]]).toEqual([length, String(length)]);
});

// F5
test("a page can be UTF-16", async () => {
  const { body } = await under({ on: "attachment", kind: "error-page", format: "html-utf16" });

  expect(new TextDecoder("utf-16le").decode(body)).toMatch(/^<!DOCTYPE html>/);
});

// T5
test("a page is the same each time, or another one", async () => {
  const same = [1, 2].map(() => under({ on: "attachment", kind: "error-page", format: "json", times: 1 }));
  const [one, two] = await Promise.all(same);
  const varying = { on: "attachment", kind: "error-page", format: "json", varying: true } as const;
  const [three, four] = [await under(varying), await under(varying)];

  expect(one?.body.equals(two?.body ?? Buffer.alloc(0))).toBe(true);
  expect(three.body.equals(four.body)).toBe(false);
});

// T6
test.each([500, 2 * SIZE])(
  "%i bytes come under a right Content-Length, as many of the file as there are",
  async (bytes) => {
    const { headers, body, error } = await under({ on: "attachment", kind: "size", bytes });

    expect([headers["content-length"], body.length, error]).toEqual([String(bytes), bytes, undefined]);
    expect(body.subarray(0, SIZE).equals(right.subarray(0, bytes))).toBe(true);
  },
);

// F5
test.each([undefined, 200])("half the file comes with Content-Range (status %s)", async (status) => {
  const answer = await under({ on: "attachment", kind: "part", ...(status === undefined ? {} : { status }) });

  expect(answer.status).toBe(status ?? 206);
  expect(answer.headers["content-range"]).toBe(`bytes 0-${SIZE / 2 - 1}/${SIZE}`);
  expect(answer.body.equals(right.subarray(0, SIZE / 2))).toBe(true);
});

// T7
test.each([
  ["chunked", "chunked", "close"],
  ["until-close", undefined, "close"],
] as const)("the whole file comes without a length: %s", async (framing, encoding, connection) => {
  const { headers, body } = await under({ on: "attachment", kind: "unannounced", framing });

  expect(headers["content-length"]).toBeUndefined();
  expect([headers["transfer-encoding"], headers.connection]).toEqual([encoding, connection]);
  expect(body.equals(right)).toBe(true);
});

// F5
test.each([
  ["Content-MD5", "md5"],
  ["x-amz-checksum-sha256", "sha256"],
  ["x-amz-checksum-sha1", "sha1"],
] as const)("%s contradicts the file, or fits it", async (header, algorithm) => {
  const wrong = await under({ on: "attachment", kind: "checksum", header, times: 1 });
  const fitting = await under({ on: "attachment", kind: "checksum", header, fits: true });

  const sum = createHash(algorithm).update(right).digest("base64");
  expect(fitting.headers[header.toLowerCase()]).toBe(sum);
  expect(wrong.headers[header.toLowerCase()]).toMatch(/^[0-9A-Za-z+/]+=*$/);
  expect(wrong.headers[header.toLowerCase()]).not.toBe(sum);
  expect(wrong.body.equals(right)).toBe(true);
});

test("other bytes of the same size come each time", async () => {
  sandbox.fault({ on: "attachment", kind: "other-bytes" });

  const [one, two] = [await rawGet(url), await rawGet(url)];
  expect([one.body.length, two.body.length]).toEqual([SIZE, SIZE]);
  expect(one.body.equals(two.body) || one.body.equals(right)).toBe(false);
});

test("a header is what it is told", async () => {
  const { headers } = await under({ on: "attachment", kind: "header", name: "ETag", value: '"x"' });

  expect(headers.etag).toBe('"x"');
});

// F6
describe("a refusal", () => {
  test.each([
    ["AccessDenied", 403],
    ["SignatureDoesNotMatch", 403],
    ["InvalidObjectState", 403],
    ["AllAccessDisabled", 403],
    ["InvalidArgument", 400],
    ["ExpiredToken", 400],
    ["SomethingNew", 403],
  ])("with the code %s has status %i", async (code, status) => {
    const answer = await under({ on: "attachment", kind: "code", code });

    expect(answer.status).toBe(status);
    expect(answer.body.toString()).toContain(`<Code>${code}</Code>`);
  });

  test("can have another status than S3's", async () => {
    expect((await under({ on: "attachment", kind: "code", code: "AccessDenied", status: 400 })).status).toBe(
      400,
    );
  });

  test("can be a proxy's page", async () => {
    const { status, body } = await under({
      on: "attachment",
      kind: "error-page",
      format: "html",
      status: 403,
    });

    expect([status, body.toString().slice(0, 15)]).toEqual([403, "<!DOCTYPE html>"]);
  });

  test("can be a 304 without a body", async () => {
    const { status, body } = await under({ on: "attachment", kind: "status", status: 304 });

    expect([status, body.length]).toEqual([304, 0]);
  });

  test("can say when to come back", async () => {
    const { headers } = await under({ on: "attachment", kind: "status", status: 503, retryAfter: "7" });

    expect(headers["retry-after"]).toBe("7");
  });
});
