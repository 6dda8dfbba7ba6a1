/** Takes in the body of a request: decodes aws-chunked, and checks lengths, Content-MD5, payload hash and checksums. */
import type { IncomingHttpHeaders } from "node:http";
import type { Blob, BlobStore } from "./blobs.ts";
import {
  algorithmOf,
  type Checksum,
  type ChecksumAlgorithm,
  fullChecksum,
  givenChecksum,
} from "./checksums.ts";
import { s3Error } from "./errors.ts";

export interface Received {
  readonly blob: Blob;
  /** What the client sent along, after it was found right. */
  readonly checksum?: Checksum;
}

const MAX_BYTES = 5 * 1024 ** 3;
const MAX_CHUNK_LINE = 1024;

/** Stores the body and checks all that the headers and trailers say of it. @throws S3Error as S3 does */
export async function receive(
  headers: IncomingHttpHeaders,
  stream: AsyncIterable<Buffer>,
  store: BlobStore,
  ignoreChecksums: boolean,
): Promise<Received> {
  const payload = String(headers["x-amz-content-sha256"] ?? "UNSIGNED-PAYLOAD");
  const length = Number(headers["x-amz-decoded-content-length"] ?? headers["content-length"]);
  if (Number.isNaN(length)) throw s3Error("MissingContentLength");
  if (length > MAX_BYTES) throw s3Error("EntityTooLarge");
  const trailers: Record<string, string> = {};
  const blob = await store(payload.startsWith("STREAMING-") ? decodeChunks(stream, trailers) : stream);
  if (blob.size !== length) throw s3Error("IncompleteBody");
  if (/^[0-9a-f]{64}$/.test(payload) && (await blob.digest("sha256")).toString("hex") !== payload) {
    throw s3Error("XAmzContentSHA256Mismatch");
  }
  await checkMd5(headers["content-md5"], blob);
  if (ignoreChecksums) return { blob };
  const given = givenChecksum({ ...headers, ...trailers });
  if (given === undefined) return refuseUnknown(headers, blob);
  return { blob, checksum: await checked(given.algorithm, given.value, blob) };
}

async function checkMd5(given: string | string[] | undefined, blob: Blob): Promise<void> {
  if (given === undefined) return;
  if (typeof given !== "string" || Buffer.from(given, "base64").length !== 16) throw s3Error("InvalidDigest");
  if ((await blob.digest("md5")).toString("base64") !== given) throw s3Error("BadDigest");
}

async function checked(algorithm: ChecksumAlgorithm, given: string, blob: Blob): Promise<Checksum> {
  const checksum = await fullChecksum(blob, algorithm);
  if (Buffer.from(given, "base64").length !== Buffer.from(checksum.value, "base64").length) {
    throw s3Error("InvalidRequest", `Value for x-amz-checksum-${algorithm.toLowerCase()} header is invalid.`);
  }
  if (checksum.value !== given) {
    throw s3Error("BadDigest", `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return checksum;
}

/** A checksum that was announced but did not come, or that the stand-in cannot compute, is no silent success. */
function refuseUnknown(headers: IncomingHttpHeaders, blob: Blob): Received {
  const names = Object.keys(headers).filter((name) => /^x-amz-checksum-(?!mode|type|algorithm)/.test(name));
  const announced = headers["x-amz-sdk-checksum-algorithm"];
  algorithmOf(typeof announced === "string" ? announced : undefined);
  if (names.length > 0 || headers["x-amz-trailer"] !== undefined) {
    throw s3Error(
      "InvalidRequest",
      "The checksum that was announced was not sent, or is of an unknown algorithm.",
    );
  }
  return { blob };
}

/** Decodes `aws-chunked`: `size[;extensions]\r\n bytes \r\n … 0\r\n trailers \r\n`; trailers are put into `trailers`. */
async function* decodeChunks(
  stream: AsyncIterable<Buffer>,
  trailers: Record<string, string>,
): AsyncGenerator<Uint8Array> {
  const input = new Input(stream);
  for (;;) {
    const size = Number.parseInt((await input.line()).split(";")[0] ?? "", 16);
    if (Number.isNaN(size)) throw s3Error("IncompleteBody");
    if (size === 0) break;
    yield* input.bytes(size);
    if ((await input.line()) !== "") throw s3Error("IncompleteBody");
  }
  for (let line = await input.line(); line !== ""; line = await input.line()) {
    const colon = line.indexOf(":");
    trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
}

/** A stream of buffers read by lines and by counts. */
class Input {
  readonly #source: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#source = stream[Symbol.asyncIterator]();
  }

  /** The next line without its end; empty at the end of the stream. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf("\r\n");
      if (end !== -1) {
        const line = this.#rest.toString("latin1", 0, end);
        this.#rest = this.#rest.subarray(end + 2);
        return line;
      }
      if (this.#rest.length > MAX_CHUNK_LINE) throw s3Error("IncompleteBody");
      const next = await this.#source.next();
      if (next.done) return "";
      this.#rest = Buffer.concat([this.#rest, next.value]);
    }
  }

  async *bytes(count: number): AsyncGenerator<Uint8Array> {
    let left = count;
    while (left > 0) {
      if (this.#rest.length === 0) {
        const next = await this.#source.next();
        if (next.done) throw s3Error("IncompleteBody");
        this.#rest = next.value;
      }
      const taken = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(taken.length);
      left -= taken.length;
      yield taken;
    }
  }
}
