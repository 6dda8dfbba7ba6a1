/** Attachment transfers against scripted servers: every way in which a body can be wrong, slow or too much. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import type { Socket } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { ExpectedFile } from "../../shared/leadsquared/soundness.ts";
import { fetchAttachment, type TransferLimits } from "../../shared/leadsquared/transfer.ts";
import { checkAttachmentUrl } from "../../shared/leadsquared/url-guard.ts";
import { serveAnswers, serveHttp, serveTcp, testAgent } from "./loopback.ts";

const TARGET = "/t/22824/ticket/%23143/email/x?name=%22a.png%22&X-Amz-Signature=canary";
const FILE = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 251));
const EXPECTED: ExpectedFile = { size: FILE.length, contentType: "image/png" };

interface Setting {
  readonly expected?: ExpectedFile;
  readonly limits?: Partial<TransferLimits>;
  readonly signal?: AbortSignal;
}

function open(origin: string, { expected = EXPECTED, ...setting }: Setting = {}) {
  const url = checkAttachmentUrl(`${origin}${TARGET}`, [origin]);
  return fetchAttachment({ url, expected, dispatcher: testAgent(), ...setting });
}

async function take(origin: string, setting?: Setting) {
  const transfer = await open(origin, setting);
  const chunks: Uint8Array[] = [];
  for await (const chunk of transfer.body) {
    chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), flags: transfer.flags };
}

/** The failure of a whole transfer; it must carry nothing of the query. */
async function failure(origin: string, setting?: Setting): Promise<unknown> {
  const error = await take(origin, setting).then(
    () => "no failure",
    (reason: unknown) => reason,
  );
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
  return error;
}

/** A server that writes this head and lets `more` write the rest by hand. */
const serveBody = (head: readonly string[], more: (socket: Socket) => void) =>
  serveTcp((socket) => {
    socket.write(`${["HTTP/1.1 200 OK", ...head].join("\r\n")}\r\n\r\n`);
    more(socket);
  });

describe("a sound transfer", () => {
  it("sends the path and query untouched and nothing of the account", async () => {
    const { origin, calls } = await serveAnswers({ body: FILE });

    await take(origin);

    expect(calls[0]).toMatchObject({ method: "GET", url: TARGET });
    expect(Object.keys(calls[0]?.headers ?? {}).sort()).toEqual(["accept-encoding", "connection", "host"]);
    expect(calls[0]?.headers["accept-encoding"]).toBe("identity");
  });

  it("gives the bytes of the wire and says that nothing was odd", async () => {
    const { origin } = await serveAnswers({ headers: { "content-type": "image/png" }, body: FILE });

    const { bytes, flags } = await take(origin);

    expect(bytes.equals(FILE)).toBe(true);
    expect(flags).toEqual([]);
  });

  it("keeps a compressed body as it is", async () => {
    const body = gzipSync(FILE);
    const { origin } = await serveAnswers({ headers: { "content-encoding": "gzip" }, body });

    const { bytes, flags } = await take(origin, { expected: { size: body.length } });

    expect(bytes.equals(body)).toBe(true);
    expect(flags).toEqual(["content-encoding"]);
  });

  it("keeps a whole body whose size FileSize did not know, flagged", async () => {
    const { origin } = await serveAnswers({ body: FILE });

    expect((await take(origin, { expected: { size: 7 } })).bytes).toHaveLength(FILE.length);
    expect((await take(origin, { expected: { size: undefined } })).flags).toEqual(["size-undeclared"]);
  });

  it("keeps an empty file", async () => {
    const { origin } = await serveAnswers({ headers: { "content-length": "0" } });

    const { bytes, flags } = await take(origin, { expected: { size: undefined } });

    expect(bytes).toHaveLength(0);
    expect([bytes.length, flags]).toEqual([0, ["size-undeclared"]]);
  });

  it("keeps a body that ends with its connection when FileSize proves it whole", async () => {
    const origin = await serveBody(["Connection: close"], (socket) => socket.end(FILE));

    expect(await take(origin)).toEqual({ bytes: FILE, flags: [] });
  });

  it("takes no more than Content-Length announces", async () => {
    const head = [`Content-Length: ${FILE.length}`];
    const origin = await serveBody(head, (socket) => socket.end(Buffer.concat([FILE, FILE])));

    expect((await take(origin)).bytes.equals(FILE)).toBe(true);
  });
});

describe("a broken body", () => {
  it.each([
    [
      "is shorter than Content-Length",
      [`Content-Length: ${FILE.length}`],
      (s: Socket) => s.end(FILE.subarray(1)),
    ],
    [
      "is reset midway",
      [`Content-Length: ${FILE.length}`],
      (s: Socket) => s.write(FILE.subarray(1), () => s.resetAndDestroy()),
    ],
    ["ends early with its connection", ["Connection: close"], (s: Socket) => s.end(FILE.subarray(1))],
    [
      "lacks its last chunk",
      ["Transfer-Encoding: chunked"],
      (s: Socket) => s.end(`10\r\n${"x".repeat(16)}\r\n`),
    ],
    ["has broken chunks", ["Transfer-Encoding: chunked"], (s: Socket) => s.end("zz\r\n")],
  ] as const)("that %s is truncated, to be tried again", async (_what, head, more) => {
    const origin = await serveBody(head, more);

    expect(await failure(origin)).toMatchObject({ code: "truncated", retryable: true });
  });

  it("that is reset before anybody reads it is told to the reader", async () => {
    const connections: Socket[] = [];
    const origin = await serveBody([`Content-Length: ${FILE.length}`], (socket) => connections.push(socket));
    const opened = open(origin);
    await expect.poll(() => connections.length).toBe(1);
    connections[0]?.resetAndDestroy();

    await expect(opened).rejects.toMatchObject({ code: "truncated" });
  });

  it("that goes on beyond FileSize with no end marked is too long", async () => {
    const origin = await serveBody(["Connection: close"], (socket) =>
      socket.end(Buffer.concat([FILE, FILE])),
    );

    expect(await failure(origin)).toMatchObject({ code: "too-long", retryable: false });
  });
});

describe("a slow server", () => {
  const limits = { minBytesPerSecond: 10_000, graceMs: 100 };

  it("that never answers is given up", async () => {
    const origin = await serveHttp(() => {});

    expect(await failure(origin, { limits })).toMatchObject({ code: "too-slow", retryable: true });
  });

  it("that stalls within the body is given up", async () => {
    const origin = await serveBody([`Content-Length: ${FILE.length}`], (socket) =>
      socket.write(FILE.subarray(10)),
    );

    expect(await failure(origin, { limits })).toMatchObject({ code: "too-slow" });
  });

  it("that drips byte by byte is given up", async () => {
    const origin = await serveBody(["Content-Length: 100000"], (socket) => {
      const drip = setInterval(() => socket.write("x"), 5);
      socket.on("close", () => clearInterval(drip));
    });

    expect(await failure(origin, { limits })).toMatchObject({ code: "too-slow" });
  });

  it("that is above the minimum rate is still stopped at the deadline", async () => {
    const origin = await serveBody([], (socket) => {
      const stream = setInterval(() => socket.write(Buffer.alloc(2000)), 5);
      socket.on("close", () => clearInterval(stream));
    });

    const error = await failure(origin, { limits: { deadlineMs: 300 }, expected: { size: undefined } });

    expect(error).toMatchObject({ code: "too-slow" });
  });

  it("is not confused with a slow reader", async () => {
    const { origin } = await serveAnswers({ body: FILE });
    vi.useFakeTimers({ toFake: ["performance", "setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const transfer = await open(origin, { limits: { minBytesPerSecond: 1e9, graceMs: 300 } });

    let size = 0;
    for await (const chunk of transfer.body) {
      size += chunk.length;
      vi.advanceTimersByTime(500);
    }

    expect(size).toBe(FILE.length);
  });
});

describe("a body that is too large", () => {
  it("is refused by its Content-Length before a byte is read", async () => {
    const { origin } = await serveAnswers({ body: FILE });

    await expect(open(origin, { limits: { maxBytes: FILE.length - 1 } })).rejects.toMatchObject({
      code: "too-large",
    });
  });

  it("is stopped at the ceiling when it is endless, and never held in memory", async () => {
    const chunk = Buffer.alloc(64 * 1024);
    const origin = await serveHttp((_request, response) => {
      const write = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", write);
      write();
    });
    const maxBytes = 200 * 1024 * 1024;
    const before = process.memoryUsage().rss;
    const transfer = await open(origin, { limits: { maxBytes }, expected: { size: undefined } });
    const hash = createHash("sha256");
    let size = 0;
    let most = 0;

    const reading = (async () => {
      for await (const part of transfer.body) {
        hash.update(part);
        size += part.length;
        most = Math.max(most, process.memoryUsage().rss - before);
      }
    })();

    await expect(reading).rejects.toMatchObject({ code: "too-large", retryable: false });
    expect(size).toBeLessThanOrEqual(maxBytes);
    expect(size).toBeGreaterThan(maxBytes - 1024 * 1024);
    expect(most).toBeLessThan(150 * 1024 * 1024);
  });
});

describe("a refusal", () => {
  const s3 = (code: string, message = "canary"): string =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;

  // F6: each from the bytes of an answer; a proxy's page has no code.
  it.each([
    [400, s3("ExpiredToken"), "expired", false],
    [403, s3("ExpiredToken"), "expired", false],
    [403, s3("AccessDenied", "Request has expired"), "expired", false],
    [403, s3("AccessDenied", "Access Denied"), "refused:AccessDenied", false],
    [403, s3("SignatureDoesNotMatch"), "refused:SignatureDoesNotMatch", false],
    [403, s3("InvalidObjectState"), "refused:InvalidObjectState", false],
    [403, s3("AllAccessDisabled"), "refused:AllAccessDisabled", false],
    [400, s3("InvalidArgument"), "refused:InvalidArgument", false],
    [404, s3("NoSuchKey"), "gone", false],
    [404, s3("NoSuchBucket"), "refused:NoSuchBucket", false],
    [503, s3("SlowDown"), "upstream-error", true],
    [403, "<html><title>403 Forbidden</title><Code>AccessDenied</Code>", "forbidden", false],
    [403, `${" ".repeat(100_000)}${s3("AccessDenied")}`, "forbidden", false],
    [400, "canary", "refused:400", false],
    [401, "canary", "refused:401", false],
    [404, "canary", "gone", false],
    [410, "canary", "gone", false],
    [405, "canary", "refused:405", false],
    [408, "canary", "upstream-error", true],
    [429, "canary", "upstream-error", true],
    [500, "canary", "upstream-error", true],
    [206, "half a file", "truncated", true],
    [204, "", "refused:204", false],
    [304, "", "refused:304", false],
  ])("of status %i with %s is %s", async (status, body, code, retryable) => {
    const empty = status === 204 || status === 304;
    const head = `HTTP/1.1 ${status} X\r\n${empty ? "" : `content-length: ${body.length}\r\n`}\r\n`;
    const origin = await serveTcp((socket) => socket.end(head + body));

    const error = await failure(origin);

    expect(error).toMatchObject({ code, retryable });
    expect(String(error)).not.toContain("canary");
  });

  it("by redirect is not followed", async () => {
    const elsewhere = await serveAnswers({ body: FILE });
    const { origin } = await serveAnswers({
      status: 302,
      headers: { location: `${elsewhere.origin}/canary` },
    });

    expect(await failure(origin)).toMatchObject({ code: "redirected", retryable: false });
    expect(elsewhere.calls).toEqual([]);
  });

  it("by no server at all is unreachable, to be tried again", async () => {
    expect(await failure("http://127.0.0.1:9")).toMatchObject({ code: "unreachable", retryable: true });
  });

  it("in garbled HTTP is unreachable", async () => {
    const origin = await serveTcp((socket) => socket.end("canary\r\n\r\n"));

    expect(await failure(origin)).toMatchObject({ code: "unreachable" });
  });
});

describe("a caller", () => {
  it("that leaves early closes the connection", async () => {
    let closed: Promise<unknown> = Promise.resolve();
    const origin = await serveBody(["Content-Length: 100000000"], (socket) => {
      closed = once(socket, "close");
      socket.write(FILE);
    });
    const { body } = await open(origin);

    for await (const _chunk of body) {
      break;
    }

    await closed;
  });

  it("that aborts gets its own reason, before and within the body", async () => {
    const before = new AbortController();
    const silent = await serveHttp(() => before.abort(new Error("enough")));
    expect(await failure(silent, { signal: before.signal })).toMatchObject({ message: "enough" });

    const within = new AbortController();
    const stalling = await serveBody(["Content-Length: 100"], () =>
      setTimeout(() => within.abort(new Error("enough")), 50),
    );
    expect(await failure(stalling, { signal: within.signal })).toMatchObject({ message: "enough" });
  });
});
