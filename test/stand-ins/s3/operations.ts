/** Names the operation that a request asks for, as the SDK calls it, and finds who does it. */
import type { IncomingHttpHeaders } from "node:http";
import { bucketOperations } from "./bucket-operations.ts";
import type { Handler } from "./call.ts";
import { copyOperations } from "./copy.ts";
import { deletionOperations } from "./deletion.ts";
import { s3Error } from "./errors.ts";
import { listingOperations } from "./listing.ts";
import { lockOperations } from "./locks.ts";
import { multipartOperations } from "./multipart.ts";
import { multipartListingOperations } from "./multipart-listing.ts";
import { objectOperations } from "./objects.ts";

const HANDLERS = {
  ...bucketOperations,
  ...copyOperations,
  ...deletionOperations,
  ...listingOperations,
  ...lockOperations,
  ...multipartListingOperations,
  ...multipartOperations,
  ...objectOperations,
} satisfies Record<string, Handler>;

/** `PutObject`, `CopyObject`, `UploadPart`, … */
export type Operation = keyof typeof HANDLERS;

/** Method, sub-resource (a name that the query has) and operation; the first that fits counts. */
const ON_OBJECTS: readonly (readonly [method: string, subresource: string | undefined, Operation])[] = [
  ["POST", "uploads", "CreateMultipartUpload"],
  ["POST", "uploadId", "CompleteMultipartUpload"],
  ["PUT", "partNumber", "UploadPart"],
  ["GET", "uploadId", "ListParts"],
  ["DELETE", "uploadId", "AbortMultipartUpload"],
  ["PUT", "retention", "PutObjectRetention"],
  ["GET", "retention", "GetObjectRetention"],
  ["PUT", "legal-hold", "PutObjectLegalHold"],
  ["GET", "legal-hold", "GetObjectLegalHold"],
  ["GET", "attributes", "GetObjectAttributes"],
  ["PUT", undefined, "PutObject"],
  ["GET", undefined, "GetObject"],
  ["HEAD", undefined, "HeadObject"],
  ["DELETE", undefined, "DeleteObject"],
];

const ON_BUCKETS: typeof ON_OBJECTS = [
  ["PUT", "versioning", "PutBucketVersioning"],
  ["GET", "versioning", "GetBucketVersioning"],
  ["PUT", "object-lock", "PutObjectLockConfiguration"],
  ["GET", "object-lock", "GetObjectLockConfiguration"],
  ["GET", "versions", "ListObjectVersions"],
  ["GET", "uploads", "ListMultipartUploads"],
  ["POST", "delete", "DeleteObjects"],
  ["PUT", undefined, "CreateBucket"],
  ["HEAD", undefined, "HeadBucket"],
  ["DELETE", undefined, "DeleteBucket"],
  ["GET", undefined, "ListObjectsV2"],
];

export interface Target {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: IncomingHttpHeaders;
}

/** @throws S3Error MethodNotAllowed */
export function operationOf({ method, bucket, key, query, headers }: Target): Operation {
  if (bucket === "" && method === "GET") return "ListBuckets";
  const table = key === "" ? ON_BUCKETS : ON_OBJECTS;
  const row = table.find(
    ([verb, subresource]) => verb === method && (subresource === undefined || query.has(subresource)),
  );
  if (row === undefined || bucket === "") throw s3Error("MethodNotAllowed");
  const [, , operation] = row;
  if (headers["x-amz-copy-source"] === undefined) return operation;
  if (operation === "PutObject") return "CopyObject";
  throw s3Error("NotImplemented", "UploadPartCopy is not known here");
}

export function handlerOf(operation: Operation): Handler {
  return HANDLERS[operation];
}
