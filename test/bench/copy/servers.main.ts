/** The two ends of a copy, as a process of its own: a source of files, and an S3 that takes what comes and keeps nothing. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** `node servers.main.ts '{"latencyMs": 0, "certificate": "…", "key": "…"}'`; prints its addresses as JSON, then serves. */
interface Options {
  /** Wait before each answer, on both sides. */
  readonly latencyMs: number;
  /** Files, for HTTPS. */
  readonly certificate?: string;
  readonly key?: string;
}

const options: Options = JSON.parse(process.argv[2] ?? "{}");
/** What files are made of; not all zero, since nothing on the way may profit from that. */
const PATTERN = Buffer.alloc(1024 * 1024, createHash("sha256").update("pattern").digest());

let received = 0;
let requests = 0;

/** `/files/{name}-{bytes}`, also in ranges; `/files/` lists the names given as `?n=2000&size=10000` for rclone. */
async function source(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://source");
  const listed = /^\/list\/(\d+)x(\d+)\/$/.exec(url.pathname);
  if (listed) {
    const [, count, size] = listed;
    const links = Array.from({ length: Number(count) }, (_, n) => `<a href="${n}-${size}">${n}-${size}</a>`);
    response.setHeader("content-type", "text/html").end(`<html><body>${links.join("\n")}</body></html>`);
    return;
  }
  const size = Number(/-(\d+)$/.exec(url.pathname)?.[1] ?? 0);
  const [, from = "0", to = String(size - 1)] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  const length = last - Number(from) + 1;
  response.writeHead(request.headers.range === undefined ? 200 : 206, {
    "content-type": "application/octet-stream",
    "content-length": length,
    "last-modified": "Thu, 01 Jan 2026 00:00:00 GMT",
    "accept-ranges": "bytes",
    "content-range": `bytes ${from}-${last}/${size}`,
  });
  if (request.method === "HEAD") {
    response.end();
    return;
  }
  for (let left = length; left > 0; left -= PATTERN.length) {
    const chunk = left >= PATTERN.length ? PATTERN : PATTERN.subarray(0, left);
    if (!response.write(chunk)) await new Promise((resolve) => response.once("drain", resolve));
  }
  response.end();
}

const objects = new Map<string, number>();
/** Bytes of each upload in parts that is under way. */
const uploads = new Map<string, number>();

async function sink(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://sink");
  let size = 0;
  for await (const chunk of request) size += (chunk as Buffer).length;
  const xml = (text: string) =>
    response.setHeader("content-type", "application/xml").end(`<?xml version="1.0"?>${text}`);
  const etag = { etag: `"${String(requests).padStart(32, "0")}-1"` };
  const uploadId = url.searchParams.get("uploadId");
  const copied = copiedChecksum(request);
  if (copied !== undefined) {
    xml(`<CopyObjectResult><ChecksumSHA256>${copied}</ChecksumSHA256></CopyObjectResult>`);
  } else if (request.method === "PUT") {
    received += contentLength(request, size);
    if (uploadId === null) objects.set(url.pathname, contentLength(request, size));
    else uploads.set(uploadId, (uploads.get(uploadId) ?? 0) + contentLength(request, size));
    response.writeHead(200, etag).end();
  } else if (request.method === "POST" && url.searchParams.has("uploads")) {
    const id = `upload-${requests}`;
    xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  } else if (request.method === "POST" && uploadId !== null) {
    objects.set(url.pathname, uploads.get(uploadId) ?? 0);
    xml(`<CompleteMultipartUploadResult><ETag>"${"0".repeat(32)}-1"</ETag></CompleteMultipartUploadResult>`);
  } else if (request.method === "HEAD" && objects.has(url.pathname)) {
    response
      .writeHead(200, {
        ...etag,
        "content-length": objects.get(url.pathname) ?? 0,
        "last-modified": new Date().toUTCString(),
      })
      .end();
  } else if (request.method === "GET") {
    xml("<ListBucketResult><KeyCount>0</KeyCount><IsTruncated>false</IsTruncated></ListBucketResult>");
  } else {
    response.writeHead(request.method === "DELETE" ? 204 : 404).end();
  }
}

/** Of what a copy names as its source: staged files have their digest in their names, so that nothing need be kept. */
function copiedChecksum({ headers }: IncomingMessage): string | undefined {
  const [, digest] = /\.([0-9a-f]{64})$/.exec(String(headers["x-amz-copy-source"])) ?? [];
  return digest === undefined ? undefined : Buffer.from(digest, "hex").toString("base64");
}

/** Of the body without the frames of `aws-chunked`. */
function contentLength(request: IncomingMessage, size: number): number {
  return Number(request.headers["x-amz-decoded-content-length"] ?? size);
}

function serve(
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<number> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    requests += 1;
    if (options.latencyMs > 0) await sleep(options.latencyMs);
    await handle(request, response).catch(() => response.destroy());
  };
  const server =
    options.certificate !== undefined && options.key !== undefined
      ? createHttpsServer({ cert: readFileSync(options.certificate), key: readFileSync(options.key) }, answer)
      : createHttpServer(answer);
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)),
  );
}

const scheme = options.certificate === undefined ? "http" : "https";
const [sourcePort, sinkPort] = [await serve(source), await serve(sink)];
process.stdout.write(
  `${JSON.stringify({ source: `${scheme}://127.0.0.1:${sourcePort}`, sink: `${scheme}://127.0.0.1:${sinkPort}` })}\n`,
);
// Each line on standard input asks what has come since the last one; its end ends the servers.
process.stdin.on("data", () => {
  process.stdout.write(`${JSON.stringify({ received, requests, objects: objects.size })}\n`);
  received = 0;
  requests = 0;
  objects.clear();
});
process.stdin.on("end", () => process.exit(0));
