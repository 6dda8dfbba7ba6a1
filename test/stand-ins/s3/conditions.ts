/** The conditions of requests: If-Match and If-None-Match on reads and on writes. */
import type { ObjectVersion } from "./buckets.ts";
import { s3Error } from "./errors.ts";

function matches(condition: string, etag: string): boolean {
  return condition.split(",").some((one) => one.trim() === "*" || one.trim().replace(/^"|"$/g, "") === etag);
}

/**
 * A write goes through only if what stands at the key now allows it.
 * @throws S3Error PreconditionFailed; NoSuchKey for If-Match where nothing is; NotImplemented for other values
 */
export function checkWrite(
  current: ObjectVersion | undefined,
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
): void {
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch !== "*" || ifMatch !== undefined) throw s3Error("NotImplemented");
    if (current !== undefined) throw s3Error("PreconditionFailed");
  }
  if (ifMatch !== undefined) {
    if (current === undefined) throw s3Error("NoSuchKey");
    if (!matches(ifMatch, current.etag)) throw s3Error("PreconditionFailed");
  }
}

/** @throws S3Error PreconditionFailed or NotModified */
export function checkRead(
  object: ObjectVersion,
  ifMatch: string | undefined,
  ifNoneMatch: string | undefined,
): void {
  if (ifMatch !== undefined && !matches(ifMatch, object.etag)) throw s3Error("PreconditionFailed");
  if (ifNoneMatch !== undefined && matches(ifNoneMatch, object.etag)) throw s3Error("NotModified");
}
