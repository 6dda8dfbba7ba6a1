/** What contradicts the announcement of an attachment: each row is an answer's head and bytes. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Doubt, DoubtfulTransfer } from "../../shared/leadsquared/doubts.ts";
import type { ExpectedFile } from "../../shared/leadsquared/soundness.ts";
import { fetchAttachment } from "../../shared/leadsquared/transfer.ts";
import { checkAttachmentUrl } from "../../shared/leadsquared/url-guard.ts";
import { serveTcp, testAgent } from "./loopback.ts";

/** The doubts of a transfer, those too that only its end tells. */
async function doubtsOf(
  expected: ExpectedFile,
  headers: string,
  body: Buffer | string,
): Promise<readonly Doubt[]> {
  const bytes = Buffer.from(body as string);
  const origin = await serveTcp((socket) => {
    socket.write(`HTTP/1.1 200 OK\r\n${headers}\r\n`);
    socket.end(bytes);
  });
  const url = checkAttachmentUrl(`${origin}/a?X-Amz-Signature=x`, [origin]);
  const transfer = await fetchAttachment({ url, expected, dispatcher: testAgent() });
  try {
    for await (const _ of transfer.body);
    return transfer.doubts;
  } catch (error) {
    if (error instanceof DoubtfulTransfer) return [...new Set([...transfer.doubts, ...error.doubts])];
    throw error;
  } finally {
    transfer.close();
  }
}

const length = (body: Buffer | string): string => `content-length: ${Buffer.byteLength(body)}\r\n`;
const chunked = (body: string): string => `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
const PDF: ExpectedFile = { size: 48211, contentType: "application/pdf" };
const pdf = `%PDF-1.7${" ".repeat(48203)}`;
const page = `<html>${" ".repeat(48205)}`;
const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);

describe("an attachment's bytes", () => {
  // T5, T6, T7, F5
  it.each<[string, ExpectedFile, string, Buffer | string, readonly Doubt[]]>([
    ["are the file", PDF, length(pdf), pdf, []],
    [
      "are the file without FileSize",
      { contentType: "application/pdf", size: undefined },
      length(pdf),
      pdf,
      [],
    ],
    [
      "are JSON in its place",
      PDF,
      length('{"message":"Service temporarily unavailable"}'),
      '{"message":"Service temporarily unavailable"}',
      ["size", "page"],
    ],
    ["are nothing", PDF, "content-length: 0\r\n", "", ["empty", "size"]],
    [
      "are nothing, as nothing was promised",
      { size: undefined, contentType: "application/pdf" },
      "content-length: 0\r\n",
      "",
      ["empty"],
    ],
    ["are nothing, as FileSize says", { size: undefined, empty: true }, "content-length: 0\r\n", "", []],
    ["are half", { size: 1000 }, length("a".repeat(500)), "a".repeat(500), ["size"]],
    ["are twice as many", { size: 1000 }, length("a".repeat(2000)), "a".repeat(2000), ["size"]],
    ["are of 5 GB in name", { size: 5e9 }, length("a".repeat(1000)), "a".repeat(1000), ["size"]],
    [
      "are fewer, in chunks",
      { size: 1000 },
      "transfer-encoding: chunked\r\n",
      chunked("a".repeat(500)),
      ["size"],
    ],
    [
      "are a page called octet-stream",
      { size: 1000, contentType: "application/octet-stream" },
      length("<title>502 Bad Gateway"),
      "<title>502 Bad Gateway",
      ["size", "page"],
    ],
    ["are a page of FileSize bytes", PDF, length(page), page, ["page"]],
    [
      "are a page that begins with a script",
      PDF,
      length(`<script>${" ".repeat(48203)}`),
      `<script>${" ".repeat(48203)}`,
      ["page"],
    ],
    [
      "are a page in UTF-16",
      { ...PDF, size: undefined },
      length(utf16("<html>x")),
      utf16("<html>x"),
      ["page"],
    ],
    [
      "are a page behind 600 blanks",
      { ...PDF, size: undefined },
      length(`${" ".repeat(600)}<html>`),
      `${" ".repeat(600)}<html>`,
      ["page"],
    ],
    [
      "are S3's error",
      { size: undefined, contentType: "image/png" },
      length("<Error><Code>x"),
      "<Error><Code>x",
      ["page"],
    ],
    [
      "are a word in place of a PDF",
      { ...PDF, size: undefined },
      length("Access denied"),
      "Access denied",
      ["type"],
    ],
    [
      "are another kind of picture",
      { size: undefined, contentType: "image/jpeg" },
      "content-length: 6\r\n",
      Buffer.from("\x89PNG\r\n", "latin1"),
      [],
    ],
    ["are a page, as was declared", { size: 6, contentType: "text/html" }, length("<html>"), "<html>", []],
    [
      "are half by Content-Range",
      { size: undefined },
      `content-range: bytes 0-4/10\r\n${length("12345")}`,
      "12345",
      ["size"],
    ],
    [
      "are whole by Content-Range",
      { size: undefined },
      `content-range: bytes 0-4/5\r\n${length("12345")}`,
      "12345",
      [],
    ],
    [
      "end with the connection, and nothing says where",
      { size: undefined },
      "connection: close\r\n",
      "12345",
      ["end"],
    ],
    [
      "contradict Content-MD5",
      { size: 5 },
      `content-md5: ${createHash("md5").update("x").digest("base64")}\r\n${length("12345")}`,
      "12345",
      ["checksum"],
    ],
    [
      "agree with all checksums",
      { size: 5 },
      `content-md5: ${createHash("md5").update("12345").digest("base64")}\r\nx-amz-checksum-sha256: ${createHash("sha256").update("12345").digest("base64")}\r\nx-amz-checksum-crc32: ${Buffer.from(crc32("12345").toString(16).padStart(8, "0"), "hex").toString("base64")}\r\n${length("12345")}`,
      "12345",
      [],
    ],
    [
      "contradict a CRC-32",
      { size: 5 },
      `x-amz-checksum-crc32: AAAAAA==\r\n${length("12345")}`,
      "12345",
      ["checksum"],
    ],
    [
      "contradict an ETag that is an MD5",
      { size: 5 },
      `etag: "${"0".repeat(32)}"\r\nx-amz-server-side-encryption: AES256\r\n${length("12345")}`,
      "12345",
      ["checksum"],
    ],
    [
      "have an ETag under KMS",
      { size: 5 },
      `etag: "${"0".repeat(32)}"\r\nx-amz-server-side-encryption: aws:kms\r\n${length("12345")}`,
      "12345",
      [],
    ],
    [
      "are compressed, of which neither FileSize nor the type tells",
      { size: 1000, contentType: "application/pdf" },
      `content-encoding: gzip\r\n${length("\x1f\x8b")}`,
      "\x1f\x8b",
      [],
    ],
    [
      "are compressed, and end with the connection",
      { size: 1000 },
      "content-encoding: gzip\r\nconnection: close\r\n",
      "\x1f\x8b",
      ["end"],
    ],
    [
      "have a checksum of parts",
      { size: 5 },
      `x-amz-checksum-sha256: AAAA-2\r\n${length("12345")}`,
      "12345",
      [],
    ],
  ])("%s", async (_, expected, headers, body, doubts) => {
    expect([...(await doubtsOf(expected, headers, body))].toSorted()).toEqual([...doubts].toSorted());
  });
});
