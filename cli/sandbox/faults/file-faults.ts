/** What can go wrong with the download of an attachment or a picture. */
import * as z from "zod";
import { fillerBytes } from "../files/filler.ts";
import { answer, drip, firstBytes, type Reply, type ReplyBody, sleep, withHeaders } from "../reply.ts";
import { requestHasExpired, s3Code, s3Error } from "../s3/s3-errors.ts";
import {
  bytesPerSecond,
  delayMs,
  errorStatus,
  location,
  pageStatus,
  redirectStatus,
  retryAfter,
} from "./call-faults.ts";
import { checksum, checksumHeader } from "./checksums.ts";
import { gzipped, wire } from "./gzip.ts";
import { pageAnswer, pageName } from "./pages.ts";
import { fileFault } from "./strike.ts";

const sendBytes = z.int().nonnegative().optional().describe("how many (half of the file unless said)");

export const fileFaults = {
  expired: fileFault("403, as if the URL's time had passed.", {}, (_given, _right, { now }) =>
    requestHasExpired(new Date(now), now),
  ),
  "expired-token": fileFault("400, as when the temporary token that signed the URL has died.", {}, () =>
    s3Code("ExpiredToken"),
  ),
  status: fileFault(
    "An error status with S3's XML.",
    { status: errorStatus, retryAfter },
    ({ status, retryAfter }) => withHeaders(s3Error(status), { "Retry-After": retryAfter }),
  ),
  code: fileFault(
    "An error by its code in S3's XML.",
    {
      code: z
        .string()
        .describe("AccessDenied, SignatureDoesNotMatch, InvalidObjectState, AllAccessDisabled, …"),
      status: errorStatus.optional().describe("its status (that of S3, or 403, unless said)"),
    },
    ({ code, status }) => s3Code(code, status),
  ),
  "error-page": fileFault(
    "An error page in place of the file.",
    {
      format: pageName,
      status: pageStatus,
      contentType: z.string().optional().describe("the type that it says it has (its own unless said)"),
      ofFileSize: z
        .boolean()
        .optional()
        .describe("whether it is filled up with blanks to the size of the file"),
      varying: z.boolean().optional().describe("whether each differs from the one before"),
    },
    ({ format, status, contentType, ofFileSize, varying }, _right, { file }) =>
      pageAnswer(format, status ?? 200, { contentType, varying, size: ofFileSize ? file.size : undefined }),
  ),
  size: fileFault(
    "So many bytes with their right Content-Length: the file's first ones, and then others.",
    { bytes: z.int().nonnegative().describe("how many (0 for an empty file)") },
    ({ bytes }, right) => ({
      ...right,
      body: firstBytes(withMore(right.body, bytes), bytes),
      framing: bytes,
    }),
  ),
  part: fileFault(
    "The file's first bytes with Content-Range.",
    { sendBytes, status: pageStatus.describe("206 unless said") },
    ({ sendBytes, status }, right, { file }) => {
      const bytes = sendBytes ?? Math.floor(file.size / 2);
      const range = `bytes 0-${bytes - 1}/${file.size}`;
      const part = { ...right, status: status ?? 206, body: firstBytes(right.body, bytes), framing: bytes };
      return withHeaders(part, { "Content-Range": range });
    },
  ),
  unannounced: fileFault(
    "The whole file without Content-Length.",
    { framing: z.enum(["chunked", "until-close"]).describe('"chunked", or "until-close": ended by closing') },
    ({ framing }, right) => ({ ...right, framing }),
  ),
  "short-body": fileFault(
    "The length announced, fewer bytes sent, the connection closed.",
    { sendBytes },
    ({ sendBytes }, right, { file }) => ({
      ...right,
      body: firstBytes(right.body, sendBytes ?? Math.floor(file.size / 2)),
      ending: "close",
    }),
  ),
  truncated: fileFault(
    "No length announced, fewer bytes sent, a clean end by closing.",
    { sendBytes },
    ({ sendBytes }, right, { file }) => ({
      ...right,
      body: firstBytes(right.body, sendBytes ?? Math.floor(file.size / 2)),
      framing: "until-close",
    }),
  ),
  overlong: fileFault(
    "No length announced, more bytes than the file has, ended by closing.",
    { extraBytes: z.int().nonnegative().optional().describe("how many more (1,000 unless said)") },
    ({ extraBytes }, right) => ({
      ...right,
      body: withMore(right.body, extraBytes ?? 1000),
      framing: "until-close",
    }),
  ),
  endless: fileFault("Bytes without end and without an announced length.", {}, (_given, right) => ({
    ...right,
    body: fillerBytes("endless", Number.POSITIVE_INFINITY),
    framing: "chunked",
  })),
  "other-bytes": fileFault(
    "Other bytes of the same size, new ones each time.",
    {},
    (_given, right, { file }) => ({
      ...right,
      body: fillerBytes(`other ${performance.now()}`, file.size),
    }),
  ),
  checksum: fileFault(
    "A header with a checksum that contradicts the file, or fits it.",
    { header: checksumHeader, fits: z.boolean().optional().describe("whether it fits (false unless said)") },
    ({ header, fits }, right, { file }) =>
      withHeaders(right, { [header]: checksum(header, file, fits ?? false) }),
  ),
  header: fileFault(
    "A header more, or another value for one.",
    { name: z.string().describe("its name"), value: z.string().describe("its value") },
    ({ name, value }, right) => withHeaders(right, { [name]: value }),
  ),
  "content-type": fileFault(
    "Another Content-Type.",
    { contentType: z.string().describe("the type") },
    ({ contentType }, right) => withHeaders(right, { "Content-Type": contentType }),
  ),
  gzip: fileFault("The file with Content-Encoding gzip.", { wire }, ({ wire }, right, { file }) =>
    gzipped(right, () => Buffer.concat([...file.bytes()]), wire),
  ),
  redirect: fileFault("A redirect.", { location, status: redirectStatus }, ({ location, status }) =>
    withHeaders(answer(status ?? 302, "text/plain", ""), { Location: location }),
  ),
  slow: fileFault("The file, late.", { delayMs }, async ({ delayMs }, right) => {
    await sleep(delayMs);
    return right;
  }),
  drip: fileFault("The file, a few bytes at a time.", { bytesPerSecond }, ({ bytesPerSecond }, right) => ({
    ...right,
    body: drip(right.body, bytesPerSecond ?? 1),
  })),
  stall: fileFault(
    "Nothing more after so many bytes; the connection stays open.",
    { sendBytes: sendBytes.describe("how many (not even headers unless said)") },
    ({ sendBytes }, right): Reply =>
      sendBytes === undefined
        ? { kind: "silence" }
        : { ...right, body: firstBytes(right.body, sendBytes), ending: "stall" },
  ),
  reset: fileFault(
    "The length announced, some bytes sent, the connection reset.",
    { sendBytes },
    ({ sendBytes }, right, { file }) => ({
      ...right,
      body: firstBytes(right.body, sendBytes ?? Math.floor(file.size / 2)),
      ending: "reset",
    }),
  ),
};

async function* withMore(body: ReplyBody, bytes: number): AsyncGenerator<Uint8Array, void> {
  yield* body;
  yield* fillerBytes("more", bytes);
}
