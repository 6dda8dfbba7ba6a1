/** Judges a transfer by its headers: what about it deserves a flag, and whether its body came to its end. */
import { essence } from "./body-kind.ts";
import { transferError } from "./transfer-error.ts";
import type { WireResponse } from "./transport.ts";
import type { AttachmentUrl } from "./url-guard.ts";

/** What the API said of the attachment. */
export interface ExpectedFile {
  /** FileSize in bytes; undefined when it was null, 0 or no number. */
  readonly size: number | undefined;
  /** FileSize is 0: nothing is what should come. */
  readonly empty?: boolean;
  /** ContentType as declared. */
  readonly contentType?: string | undefined;
  /** False for a file that is only shown or linked: there is nothing that could say its size. */
  readonly described?: boolean;
}

/** What the server said of the body. */
export interface AnnouncedBody {
  /** Content-Length in bytes. */
  readonly length: number | undefined;
  /** The body's end is marked (Transfer-Encoding: chunked), so that a cut one is noticed. */
  readonly chunked: boolean;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
  /** Content-Range names other bytes than the whole file. */
  readonly partial: boolean;
}

/**
 * What the headers tell of a transfer that may yet be sound.
 * - `size-undeclared`: there is no FileSize to compare with
 * - `size-unverified`: neither FileSize nor Content-Length is there
 * - `type-differs`: the server names another media type than the API
 * - `content-encoding`: the stored bytes are compressed as the server sent them
 */
export type TransferFlag = "size-undeclared" | "size-unverified" | "type-differs" | "content-encoding";

/** Media types that say nothing: S3 gives them to what was stored without one (RFC 2046, 4.5.1). */
const NO_CLAIM = new Set([undefined, "application/octet-stream", "binary/octet-stream"]);

/** What an answer's headers say of its body. */
export function announcement(headers: WireResponse["headers"]): AnnouncedBody {
  const length = headers["content-length"];
  return {
    length: length === undefined ? undefined : Number(length),
    chunked: text(headers["transfer-encoding"])?.includes("chunked") ?? false,
    contentType: text(headers["content-type"]),
    contentEncoding: text(headers["content-encoding"])?.trim().toLowerCase(),
    partial: isPartial(text(headers["content-range"])),
  };
}

/** Whether a Content-Range names less than the whole (RFC 9110, 14.4). */
function isPartial(range: string | undefined): boolean {
  if (range === undefined) return false;
  const [, from, to, size] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range.trim()) ?? [];
  return !(Number(from) === 0 && Number(to) + 1 === Number(size));
}

const text = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(", ") : header;

/** What can be held against the wire's bytes: FileSize and ContentType are of the file, and not of its compressed form. */
export function comparable(expected: ExpectedFile, announced: AnnouncedBody): ExpectedFile {
  return isEncoded(announced) ? { size: undefined } : expected;
}

function isEncoded({ contentEncoding }: AnnouncedBody): boolean {
  return contentEncoding !== undefined && contentEncoding !== "identity";
}

/** What is odd about a transfer, from its headers alone; empty when nothing is. */
export function flagsOf(expected: ExpectedFile, announced: AnnouncedBody): TransferFlag[] {
  const checks: readonly (readonly [TransferFlag, boolean])[] = [
    ["size-undeclared", expected.size === undefined && expected.described !== false],
    ["size-unverified", expected.size === undefined && announced.length === undefined],
    ["type-differs", typeDiffers(expected, announced)],
    ["content-encoding", isEncoded(announced)],
  ];
  return checks.flatMap(([flag, raised]) => (raised ? [flag] : []));
}

/**
 * Passes a transfer that came to its end.
 * @throws TransferError `truncated` or `too-long`
 */
export function checkWhole(
  url: AttachmentUrl,
  expected: ExpectedFile,
  announced: AnnouncedBody,
  size: number,
): void {
  if (announced.length !== undefined && size < announced.length) {
    throw transferError(url, "truncated", `broke off after ${size} of ${announced.length} bytes`);
  }
  checkUnmarkedEnd(url, expected, announced, size);
}

/**
 * A body that just ends with its connection is only known to be whole by FileSize. Also called on the way, as soon as
 * there is too much.
 */
export function checkUnmarkedEnd(
  url: AttachmentUrl,
  expected: ExpectedFile,
  announced: AnnouncedBody,
  size: number,
): void {
  if (announced.length !== undefined || announced.chunked || expected.size === undefined) {
    return;
  }
  if (size < expected.size) {
    throw transferError(url, "truncated", `broke off after ${size} of ${expected.size} bytes`);
  }
  if (size > expected.size) {
    throw transferError(url, "too-long", `is longer than the ${expected.size} bytes that LeadSquared gives`);
  }
}

function typeDiffers(expected: ExpectedFile, announced: AnnouncedBody): boolean {
  const declared = essence(expected.contentType);
  const answered = essence(announced.contentType);
  return declared !== undefined && !NO_CLAIM.has(answered) && declared !== answered;
}
