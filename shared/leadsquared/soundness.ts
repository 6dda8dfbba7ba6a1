/** Judges a transfer: whether what came is the file, and what about it deserves a flag. */
import { essence, isMarkupType, isPageType, startOf } from "./error-page.ts";
import { transferError } from "./transfer-error.ts";
import type { AttachmentUrl } from "./url-guard.ts";

/** What the API said of the attachment. */
export interface ExpectedFile {
  /** FileSize in bytes; undefined when it was null, 0 or no number. */
  readonly size: number | undefined;
  /** ContentType as declared. */
  readonly contentType?: string | undefined;
}

/** What the server said of the body. */
export interface AnnouncedBody {
  /** Content-Length in bytes. */
  readonly length: number | undefined;
  /** The body's end is marked (Transfer-Encoding: chunked), so that a cut one is noticed. */
  readonly chunked: boolean;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

/** What arrived. */
export interface ReceivedBody {
  /** Bytes on the wire. */
  readonly size: number;
  /** The first bytes, up to 512. */
  readonly head: Uint8Array;
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

export function flagsOf(expected: ExpectedFile, announced: AnnouncedBody): TransferFlag[] {
  const checks: readonly (readonly [TransferFlag, boolean])[] = [
    ["size-undeclared", expected.size === undefined],
    ["size-unverified", expected.size === undefined && announced.length === undefined],
    ["type-differs", typeDiffers(expected, announced)],
    ["content-encoding", announced.contentEncoding !== undefined && announced.contentEncoding !== "identity"],
  ];
  return checks.flatMap(([flag, raised]) => (raised ? [flag] : []));
}

/**
 * Passes a finished transfer that was sound. One whose body came in full is so even if FileSize says another size.
 * @throws TransferError `not-the-file`, `truncated` or `too-long`
 */
export function checkSound(
  url: AttachmentUrl,
  expected: ExpectedFile,
  announced: AnnouncedBody,
  received: ReceivedBody,
): void {
  if (expected.size !== received.size && isErrorPage(expected, announced, received)) {
    throw transferError(url, "not-the-file", "was answered with an error page in its place");
  }
  if (announced.length !== undefined && received.size < announced.length) {
    throw transferError(url, "truncated", `broke off after ${received.size} of ${announced.length} bytes`);
  }
  checkUnmarkedEnd(url, expected, announced, received.size);
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

/** Only asked when the size does not prove that this is the file. */
function isErrorPage(expected: ExpectedFile, announced: AnnouncedBody, received: ReceivedBody): boolean {
  const start = startOf(received.head);
  if (isMarkupType(expected.contentType)) {
    // A page was expected: only S3's own error document is certainly none.
    return start === "s3-error";
  }
  // Without FileSize a wrong media type alone proves nothing: the first bytes decide.
  return start !== "other" || (expected.size !== undefined && isPageType(announced.contentType));
}

function typeDiffers(expected: ExpectedFile, announced: AnnouncedBody): boolean {
  const declared = essence(expected.contentType);
  const answered = essence(announced.contentType);
  return declared !== undefined && !NO_CLAIM.has(answered) && declared !== answered;
}
