/** Checksums in headers that S3 sends, which fit a file or contradict it. */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import * as z from "zod";
import type { SandboxFile } from "../files/file-of.ts";

const hash = (algorithm: string) => (bytes: Uint8Array) => createHash(algorithm).update(bytes).digest();

const HEADERS = [
  "Content-MD5",
  "x-amz-checksum-sha256",
  "x-amz-checksum-sha1",
  "x-amz-checksum-crc32",
] as const;

const algorithms: Readonly<Record<(typeof HEADERS)[number], (bytes: Uint8Array) => Buffer>> = {
  "Content-MD5": hash("md5"),
  "x-amz-checksum-sha256": hash("sha256"),
  "x-amz-checksum-sha1": hash("sha1"),
  "x-amz-checksum-crc32": (bytes: Uint8Array) => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(bytes));
    return sum;
  },
};

export const checksumHeader = z.enum(HEADERS).describe(`one of ${HEADERS.join(", ")}`);

/** In base64, as S3 writes them. */
export function checksum(header: z.output<typeof checksumHeader>, file: SandboxFile, fits: boolean): string {
  const bytes = Buffer.concat([...file.bytes()]);
  return algorithms[header](fits ? bytes : Buffer.from("other bytes")).toString("base64");
}
