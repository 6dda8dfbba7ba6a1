/** Turns the right answer for an attachment into the wrong one that a fault asks for. */
import { gzipSync } from "node:zlib";
import type { AttachmentFault } from "../faults/fault.ts";
import type { SandboxFile } from "../files/file-of.ts";
import { fillerBytes } from "../files/filler.ts";
import { type Answer, answer, drip, firstBytes, type Reply, type ReplyBody, sleep } from "../reply.ts";
import { requestHasExpired, s3Error, tokenHasExpired } from "./s3-errors.ts";

const HTML_PAGE =
  "<!DOCTYPE html><html><head><title>Service unavailable</title></head><body>Sorry.</body></html>";
/** One gzip member of 1 MB of zeros; members may follow one another (RFC 1952, 2.2). */
const MEBIBYTE = 1_048_576;
const BOMB_MEMBERS = 64;

export async function faultyAttachmentReply(
  fault: AttachmentFault,
  right: Answer,
  context: { readonly file: SandboxFile; readonly now: number },
): Promise<Reply> {
  const { file, now } = context;
  const half = Math.floor(file.size / 2);
  switch (fault.kind) {
    case "expired":
      return requestHasExpired(new Date(now), now);
    case "expired-token":
      return tokenHasExpired();
    case "status":
      return s3Error(fault.status);
    case "short-body":
      return { ...right, body: firstBytes(right.body, fault.sendBytes ?? half), ending: "close" };
    case "truncated":
      return { ...right, body: firstBytes(right.body, fault.sendBytes ?? half), framing: "until-close" };
    case "overlong":
      return { ...right, body: withMore(right.body, fault.extraBytes ?? 1000), framing: "until-close" };
    case "reset":
      return { ...right, body: firstBytes(right.body, fault.sendBytes ?? half), ending: "reset" };
    case "stall":
      return fault.sendBytes === undefined
        ? { kind: "silence" }
        : { ...right, body: firstBytes(right.body, fault.sendBytes), ending: "stall" };
    case "drip":
      return { ...right, body: drip(right.body, fault.bytesPerSecond ?? 1) };
    case "slow":
      await sleep(fault.delayMs);
      return right;
    case "endless":
      return { ...right, body: fillerBytes("endless", Number.POSITIVE_INFINITY), framing: "chunked" };
    case "gzip":
      return gzipped(right, file, fault.wire);
    case "error-page":
      return fault.format === "xml" ? { ...s3Error(503), status: 200 } : answer(200, "text/html", HTML_PAGE);
    case "content-type":
      return { ...right, headers: { ...right.headers, "Content-Type": fault.contentType } };
    case "redirect":
      return {
        ...answer(fault.status ?? 302, "text/plain", ""),
        headers: { Location: fault.location },
      };
  }
}

function gzipped(right: Answer, file: SandboxFile, wire: "plain" | "compressed" | "bomb"): Answer {
  const headers = { ...right.headers, "Content-Encoding": "gzip" };
  if (wire === "plain") {
    return { ...right, headers };
  }
  const bytes =
    wire === "compressed"
      ? gzipSync(Buffer.concat([...file.bytes()]))
      : Buffer.concat(new Array<Buffer>(BOMB_MEMBERS).fill(gzipSync(Buffer.alloc(MEBIBYTE))));
  return { ...right, headers, body: [bytes], framing: bytes.length };
}

async function* withMore(body: ReplyBody, bytes: number): AsyncGenerator<Uint8Array, void> {
  yield* body;
  yield* fillerBytes("more", bytes);
}
