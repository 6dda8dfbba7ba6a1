/** PutObject, GetObject, HeadObject and GetObjectAttributes. */
import type { Bucket, Content, ObjectVersion, Version } from "./buckets.ts";
import type { Call, Handler, Reply } from "./call.ts";
import { checksumElements, checksumHeaders } from "./checksums.ts";
import { checkRead, checkWrite } from "./conditions.ts";
import { s3Error } from "./errors.ts";
import { lockHeaders, lockOfNew } from "./locks.ts";
import { xml } from "./xml.ts";

const KEPT_HEADER =
  /^(?:content-type|content-disposition|content-language|cache-control|expires|x-amz-meta-.+|x-amz-website-redirect-location)$/;

/** The headers of a request that are kept with the object. */
export function metadataOf(call: Call): Record<string, string> {
  const kept = Object.entries(call.headers).flatMap(([name, value]) =>
    KEPT_HEADER.test(name) && typeof value === "string" ? [[name, value] as const] : [],
  );
  const encoding = (call.header("content-encoding") ?? "")
    .split(",")
    .map((one) => one.trim())
    .filter((one) => one !== "" && one !== "aws-chunked")
    .join(",");
  return {
    "content-type": "binary/octet-stream",
    ...Object.fromEntries(kept),
    ...(encoding !== "" && { "content-encoding": encoding }),
  };
}

/** Puts an object in its place, if its conditions hold at this moment, with the lock that is due. */
export function commit(
  call: Call,
  content: Content,
  header: (name: string) => string | undefined = (name) => call.header(name),
): Version {
  const { bucket, key } = call;
  if (!call.quirks.ignoreCopyConditions) {
    checkWrite(bucket.current(key), call.header("if-match"), call.header("if-none-match"));
  }
  const now = call.state.now();
  return bucket.add(key, { deleteMarker: false, ...content, ...lockOfNew(bucket, header, now) }, now);
}

/** S3 wants uploads into a lock guarded by a digest. @throws S3Error InvalidRequest */
export function checkGuarded(call: Call, kind: "Object" | "Part"): void {
  const names = Object.keys(call.headers);
  const guarded = names.some((name) =>
    /^(?:content-md5|x-amz-checksum-.+|x-amz-sdk-checksum-.+|x-amz-trailer)$/.test(name),
  );
  const locked =
    call.bucket.objectLock?.defaultRetention || names.some((name) => name.startsWith("x-amz-object-lock-"));
  if (locked && !guarded && !call.quirks.ignoreChecksums) {
    throw s3Error(
      "InvalidRequest",
      `Content-MD5 OR x-amz-checksum- HTTP header is required for Put ${kind} requests with Object Lock parameters`,
    );
  }
}

/** `x-amz-version-id` where the bucket keeps versions. */
export function versionHeaders(bucket: Bucket, version: Version): Record<string, string> {
  return bucket.versioning === undefined ? {} : { "x-amz-version-id": version.versionId };
}

const put: Handler = async (call) => {
  const { bucket } = call;
  checkGuarded(call, "Object");
  const { blob, checksum } = await call.receive();
  const etag = (await blob.digest("md5")).toString("hex");
  const version = commit(call, { blob, etag, metadata: metadataOf(call), checksum });
  const headers = { etag: `"${etag}"`, ...checksumHeaders(checksum), ...versionHeaders(bucket, version) };
  return { status: 200, headers };
};

function headersOf(call: Call, object: ObjectVersion): Record<string, string> {
  return {
    ...object.metadata,
    etag: `"${object.etag}"`,
    "last-modified": object.lastModified.toUTCString(),
    "accept-ranges": "bytes",
    ...versionHeaders(call.bucket, object),
    ...lockHeaders(object),
    ...(object.partSizes && { "x-amz-mp-parts-count": String(object.partSizes.length) }),
  };
}

/** Reads `bytes=from-to`, with the end left out or counted from the end; undefined for anything else. */
function rangeOf(header: string | undefined, size: number): { from: number; to: number } | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (match === null || match[0] === "bytes=-") return undefined;
  const [, first = "", last = ""] = match;
  const from = first === "" ? Math.max(size - Number(last), 0) : Number(first);
  const to = first === "" || last === "" ? size : Math.min(Number(last) + 1, size);
  if (from >= to) throw s3Error("InvalidRange");
  return { from, to };
}

const get: Handler = (call): Reply => {
  const object = call.bucket.object(call.key, call.versionId);
  checkRead(object, call.header("if-match"), call.header("if-none-match"));
  const { size } = object.blob;
  const range = rangeOf(call.header("range"), size);
  const { from, to } = range ?? { from: 0, to: size };
  const wanted =
    call.header("x-amz-checksum-mode") === "ENABLED" && range === undefined && !call.quirks.ignoreChecksums;
  const headers = {
    ...headersOf(call, object),
    ...(wanted && checksumHeaders(object.checksum)),
    ...(range && { "content-range": `bytes ${from}-${to - 1}/${size}` }),
  };
  return { status: range ? 206 : 200, headers, body: { blob: object.blob, from, to } };
};

const attributes: Handler = (call) => {
  const object = call.bucket.object(call.key, call.versionId);
  const asked = (call.header("x-amz-object-attributes") ?? "").split(",").map((one) => one.trim());
  if (asked[0] === "") throw s3Error("InvalidRequest", "The x-amz-object-attributes header is required");
  const known = {
    ETag: object.etag,
    Checksum: call.quirks.ignoreChecksums ? undefined : checksumElements(object.checksum),
    ObjectParts: object.partSizes && { TotalPartsCount: object.partSizes.length },
    StorageClass: "STANDARD",
    ObjectSize: object.blob.size,
  };
  const body = Object.fromEntries(Object.entries(known).filter(([name]) => asked.includes(name)));
  const headers = {
    "last-modified": object.lastModified.toUTCString(),
    ...versionHeaders(call.bucket, object),
  };
  return { status: 200, headers, body: xml("GetObjectAttributesResponse", body) };
};

export const objectOperations = {
  PutObject: put,
  GetObject: get,
  HeadObject: get,
  GetObjectAttributes: attributes,
} satisfies Record<string, Handler>;
