/** The checksums that S3 checks, keeps and returns: SHA-256, SHA-1 and CRC-32, of whole objects or of their parts. */
import { createHash } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { crc32 } from "node:zlib";
import type { Blob } from "./blobs.ts";
import { s3Error } from "./errors.ts";

export type ChecksumAlgorithm = "SHA256" | "SHA1" | "CRC32";

export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64; of a composite one with `-` and the number of parts behind it. */
  readonly value: string;
  readonly type: "FULL_OBJECT" | "COMPOSITE";
}

const DIGESTS = { SHA256: "sha256", SHA1: "sha1", CRC32: "crc32" } as const;
const ALGORITHMS = Object.keys(DIGESTS).filter(isAlgorithm);

function isAlgorithm(text: string): text is ChecksumAlgorithm {
  return text in DIGESTS;
}

/** Reads the name of an algorithm. @throws S3Error InvalidRequest for one that the stand-in does not know */
export function algorithmOf(text: string | undefined): ChecksumAlgorithm | undefined {
  if (text === undefined || isAlgorithm(text)) return text;
  throw s3Error("InvalidRequest", `Checksum algorithm provided is unsupported: ${text}`);
}

/** The name of the header or of the trailer that carries a checksum, and of the element with another prefix. */
function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The checksum that a client sent along in `headers` or in trailers. */
export function givenChecksum(
  headers: IncomingHttpHeaders,
): { algorithm: ChecksumAlgorithm; value: string } | undefined {
  for (const algorithm of ALGORITHMS) {
    const value = headers[checksumHeader(algorithm)];
    if (typeof value === "string") return { algorithm, value };
  }
  return undefined;
}

/** The checksum over all bytes. */
export async function fullChecksum(blob: Blob, algorithm: ChecksumAlgorithm): Promise<Checksum> {
  const digest = await blob.digest(DIGESTS[algorithm]);
  return { algorithm, value: digest.toString("base64"), type: "FULL_OBJECT" };
}

/** The checksum over the checksums of the parts. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: readonly Checksum[]): Checksum {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part.value, "base64")));
  const value = digestOf(algorithm, bytes).toString("base64");
  return { algorithm, value: `${value}-${parts.length}`, type: "COMPOSITE" };
}

function digestOf(algorithm: ChecksumAlgorithm, bytes: Buffer): Buffer {
  if (algorithm !== "CRC32") return createHash(DIGESTS[algorithm]).update(bytes).digest();
  const result = Buffer.alloc(4);
  result.writeUInt32BE(crc32(bytes));
  return result;
}

/** `checksum` as response headers. */
export function checksumHeaders(checksum: Checksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return { [checksumHeader(checksum.algorithm)]: checksum.value, "x-amz-checksum-type": checksum.type };
}

/** `checksum` as elements of a response. */
export function checksumElements(checksum: Checksum | undefined): Record<string, string> {
  if (checksum === undefined) return {};
  return { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type };
}
