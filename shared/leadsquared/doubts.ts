/** Holds what came of an attachment against everything that was announced of it. */
import { createHash, type Hash } from "node:crypto";
import { crc32 } from "node:zlib";
import { TransferError } from "../errors.ts";
import { fitsSignature, mayBe, startOf } from "./body-kind.ts";
import type { AnnouncedBody, ExpectedFile } from "./soundness.ts";

/**
 * What the bytes contradict:
 * - `size`: FileSize, or a Content-Range that names more than came
 * - `empty`: nothing came where something should be
 * - `checksum`: Content-MD5, an `x-amz-checksum-…`, or an ETag that is an MD5
 * - `page`: HTML, XML or JSON in place of another kind
 * - `type`: the signature of the declared type
 * - `end`: nothing says where the body ends, so that it may be half of the file
 */
export type Doubt = "size" | "empty" | "checksum" | "page" | "type" | "end";

/** A transfer came to its end, and only then told what its bytes contradict: other things than were `suspected`. */
export class DoubtfulTransfer extends TransferError {
  readonly doubts: readonly Doubt[];

  constructor(doubts: readonly Doubt[]) {
    const found = doubts.join(", ") || "nothing any more";
    super("doubtful", `What the bytes contradict was known at their end only: ${found}.`);
    this.doubts = doubts;
  }
}

/** What is known before the body has ended; `head` has the first bytes. */
export function earlyDoubts(expected: ExpectedFile, announced: AnnouncedBody, head: Uint8Array): Doubt[] {
  const { size } = expected;
  const { length } = announced;
  const proven = size !== undefined && length === size;
  const start = startOf(head);
  const page = start !== "other" && mayBe(start, expected.contentType);
  const checks: readonly (readonly [Doubt, boolean])[] = [
    ["empty", length === 0 && expected.empty !== true],
    ["size", (size !== undefined && length !== undefined && length !== size) || announced.partial],
    ["end", size === undefined && length === undefined && !announced.chunked],
    ["page", page === "no" || (page === "unknown" && !proven)],
    ["type", head.length > 0 && start === "other" && !fitsSignature(head, expected.contentType)],
  ];
  return checks.flatMap(([doubt, raised]) => (raised ? [doubt] : []));
}

/** What only the whole body tells. */
export function lateDoubts(expected: ExpectedFile, size: number, sums: Sums): Doubt[] {
  const checks: readonly (readonly [Doubt, boolean])[] = [
    ["empty", size === 0 && expected.empty !== true],
    ["size", size > 0 && expected.size !== undefined && size !== expected.size],
    ["checksum", !sums.agree()],
  ];
  return checks.flatMap(([doubt, raised]) => (raised ? [doubt] : []));
}

/** Computes the checksums that were announced, and no others. */
export interface Sums {
  update(chunk: Uint8Array): void;
  agree(): boolean;
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

export function sumsOf(headers: Headers): Sums {
  const md5 = base64Hex(headers["content-md5"]) ?? etagMd5(headers);
  const wanted: readonly (readonly [string, string | undefined])[] = [
    ["md5", md5],
    ["sha1", base64Hex(headers["x-amz-checksum-sha1"])],
    ["sha256", base64Hex(headers["x-amz-checksum-sha256"])],
  ];
  const hashes = wanted.flatMap(([name, hex]): [Hash, string][] =>
    hex === undefined ? [] : [[createHash(name), hex]],
  );
  const crc = base64Hex(headers["x-amz-checksum-crc32"]);
  let sum = 0;
  return {
    update(chunk) {
      for (const [hash] of hashes) hash.update(chunk);
      if (crc !== undefined) sum = crc32(chunk, sum);
    },
    agree: () =>
      hashes.every(([hash, hex]) => hash.digest("hex") === hex) &&
      (crc === undefined || sum.toString(16).padStart(8, "0") === crc),
  };
}

/** A sum of parts has a hyphen in it, and is none of the whole. */
function base64Hex(header: string | string[] | undefined): string | undefined {
  if (typeof header !== "string" || !/^[A-Za-z0-9+/]+={0,2}$/.test(header.trim())) return undefined;
  return Buffer.from(header.trim(), "base64").toString("hex");
}

/** Of what S3 encrypts with its own keys; under KMS an ETag is no MD5, and of parts it has a hyphen (API Reference, Object). */
function etagMd5(headers: Headers): string | undefined {
  const encrypted = headers["x-amz-server-side-encryption"];
  const [, md5] = /^"([0-9a-f]{32})"$/.exec(String(headers["etag"])) ?? [];
  return encrypted === "AES256" ? md5 : undefined;
}
