/** Reads S3's answers: tags and checksums, and of an error its status, its code, and whether something is not there. */
import { S3ServiceException } from "@aws-sdk/client-s3";
import { StoreError } from "../errors.ts";

/** What the SDK calls an error without a body, as HEAD's are: it may be any of those that have a name elsewhere. */
export const NAMELESS = "Unknown";

/** What S3 and KMS behind it say to who asks too often; some of it comes with the status 400. */
const THROTTLED = [
  "SlowDown",
  "TooManyRequests",
  "Throttling",
  "ThrottlingException",
  "KMS.ThrottlingException",
  "RequestLimitExceeded",
];

const ABSENT = ["NoSuchKey", "NoSuchVersion", "NotFound"];

/** Of any answer, also one that was not S3's; undefined when none came. */
export function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error && "$metadata" in error)) return undefined;
  return (error.$metadata as S3ServiceException["$metadata"] | undefined)?.httpStatusCode;
}

/** Whether S3 answered with one of these error codes. */
export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof S3ServiceException && names.includes(error.name);
}

/** Whether S3 or KMS asked for fewer requests. */
export function isThrottled(error: unknown): boolean {
  return isNamed(error, ...THROTTLED);
}

/**
 * Whether S3 said itself that the key or the version is not there. The SDK calls any 404 `NotFound` that names no code,
 * that of a proxy or of a wrong endpoint too: it counts as the answer to a HEAD only, which has no body to name one.
 */
export function saysAbsent(error: unknown, method: "GET" | "HEAD" | "PUT"): boolean {
  if (statusOf(error) !== 404 || !isNamed(error, ...ABSENT)) return false;
  return method === "HEAD" || (error as { Code?: unknown }).Code !== undefined;
}

/** What S3 answers in a bucket without Object Lock, the last one when it is asked for the bucket's configuration. */
export const WITHOUT_LOCK = [
  "InvalidRequest",
  "NoSuchObjectLockConfiguration",
  "ObjectLockConfigurationNotFoundError",
];

/** ETags without their quotes, which not every server takes back. */
export function untagged(etag: string | undefined): string {
  if (etag === undefined) throw new StoreError("failed", "S3 gave no ETag");
  return etag.replaceAll('"', "");
}

/** A checksum as S3 gives it, in hex. */
export function hex(base64: string): string {
  return Buffer.from(base64, "base64").toString("hex");
}
