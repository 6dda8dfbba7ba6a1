/** Streams a body of unknown length to S3 in parts, hashing each byte once, in bounded memory. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { StoreError } from "../errors.ts";
import { PartBuffers } from "./part-buffers.ts";
import { isNamed } from "./s3-answers.ts";
import type { DirectS3 } from "./s3-direct.ts";
import { s3Call } from "./s3-errors.ts";

/** Bytes; bodies below this size never get a buffer of a whole part. */
const SMALL = 64 * 1024;

interface Target {
  readonly client: S3Client;
  readonly direct: DirectS3;
  readonly bucket: string;
  readonly key: string;
}

/** What was read of a body so far, and its digest. */
export class Intake {
  readonly #chunks: AsyncIterator<Uint8Array>;
  readonly #hash = createHash("sha256");
  readonly buffers = new PartBuffers();
  #rest: Uint8Array | undefined;
  size = 0;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** As many of the next bytes as fit into `buffer`; fewer only at the end. */
  async take(buffer: Buffer): Promise<Buffer> {
    let taken = 0;
    while (taken < buffer.byteLength) {
      const chunk = await this.#next();
      if (chunk === undefined) break;
      const used = chunk.subarray(0, buffer.byteLength - taken);
      if (used.byteLength < chunk.byteLength) this.#rest = chunk.subarray(used.byteLength);
      this.#hash.update(used);
      buffer.set(used, taken);
      taken += used.byteLength;
    }
    this.size += taken;
    return buffer.subarray(0, taken);
  }

  /** The first part, in a buffer of its size; a small body as it came, without one. */
  async takeFirst(partSize: number): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    let size = 0;
    while (size < Math.min(SMALL, partSize)) {
      const chunk = await this.#next();
      if (chunk === undefined) {
        const whole = Buffer.concat(chunks);
        this.#hash.update(whole);
        this.size = size;
        return whole;
      }
      chunks.push(chunk);
      size += chunk.byteLength;
    }
    this.#rest = Buffer.concat(chunks);
    return this.take(this.buffers.first(partSize));
  }

  /** The digest of all bytes; call once, at the end. */
  sha256(): string {
    return this.#hash.digest("hex");
  }

  /** Lets go of the source and of the buffers. */
  async close(): Promise<void> {
    this.buffers.giveBack();
    await this.#chunks.return?.();
  }

  async #next(): Promise<Uint8Array | undefined> {
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest !== undefined) return rest;
    const result = await this.#chunks.next();
    return result.done === true ? undefined : result.value;
  }
}

/** Uploads `first` (a whole part, whose buffer is used again) and all that the intake still gives as one object. Nothing appears when anything fails. */
export async function uploadInParts(target: Target, first: Buffer, intake: Intake): Promise<void> {
  const { client, bucket, key } = target;
  const where = `s3://${bucket}/${key}`;
  const named = { Bucket: bucket, Key: key };
  const { UploadId } = await s3Call(
    () => client.send(new CreateMultipartUploadCommand({ ...named, ChecksumAlgorithm: "CRC32" })),
    where,
  );
  if (UploadId === undefined) throw new StoreError("failed", `${where}: S3 gave no upload id`);
  try {
    const parts = await sendParts({ ...target, uploadId: UploadId }, first, intake);
    await complete(target, UploadId, parts, intake.size);
  } catch (error) {
    // A part that stays behind costs storage until the bucket's rule for aborted uploads takes it.
    await client.send(new AbortMultipartUploadCommand({ ...named, UploadId })).catch(() => undefined);
    throw error;
  }
}

async function sendParts(
  target: Target & { readonly uploadId: string },
  first: Buffer,
  intake: Intake,
): Promise<CompletedPart[]> {
  const parts: Promise<CompletedPart>[] = [];
  /** Those of the latest parts, the oldest first; each is kept whole, so that its part can be sent again. */
  const used: Buffer[] = [];
  let buffer = first;
  try {
    for (let body = first, number = 1; body.byteLength > 0; number += 1) {
      const sent = sendPart(target, number, body);
      // Heard when it is waited for; until then a failure must not count as unhandled.
      sent.catch(() => undefined);
      parts.push(sent);
      used.push(buffer);
      const another = intake.buffers.another(first.byteLength);
      if (another === undefined) await parts[parts.length - used.length];
      buffer = another ?? used.shift() ?? first;
      body = await intake.take(buffer);
    }
    return await Promise.all(parts);
  } finally {
    // No part may still be on its way when the upload is completed or aborted: it would stay behind.
    await Promise.allSettled(parts);
  }
}

async function sendPart(
  { direct, bucket, key, uploadId }: Target & { readonly uploadId: string },
  number: number,
  body: Uint8Array,
): Promise<CompletedPart> {
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  const ChecksumCRC32 = crc.toString("base64");
  // The part is guarded by its CRC; SHA-256 is taken once, of the whole, and S3 checks it when the file is published.
  const part = {
    bucket,
    key,
    query: { partNumber: String(number), uploadId },
    headers: { "x-amz-sdk-checksum-algorithm": "CRC32", "x-amz-checksum-crc32": ChecksumCRC32 },
    body,
    payloadHash: "UNSIGNED-PAYLOAD",
  };
  const { etag: ETag } = await s3Call(() => direct.put(part), `s3://${bucket}/${key} part ${number}`);
  if (ETag === undefined)
    throw new StoreError("failed", `s3://${bucket}/${key}: S3 gave no ETag for part ${number}`);
  return { ETag, PartNumber: number, ChecksumCRC32 };
}

async function complete(
  target: Target,
  UploadId: string,
  Parts: CompletedPart[],
  size: number,
): Promise<void> {
  const { client, bucket, key } = target;
  const named = { Bucket: bucket, Key: key };
  await s3Call(async () => {
    try {
      await client.send(
        new CompleteMultipartUploadCommand({ ...named, UploadId, MultipartUpload: { Parts } }),
      );
    } catch (error) {
      // The reply to a first, successful try was lost: then the upload is gone and the object is there.
      if (!isNamed(error, "NoSuchUpload")) throw error;
      const { ContentLength } = await client.send(new HeadObjectCommand(named));
      if (ContentLength !== size) throw error;
    }
  }, `s3://${bucket}/${key}`);
}
