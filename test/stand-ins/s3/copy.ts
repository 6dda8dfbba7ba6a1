/** CopyObject: within a bucket or across, of any version, with a checksum that the server computes itself. */
import { createHash } from "node:crypto";
import type { ObjectVersion } from "./buckets.ts";
import type { Call, Handler } from "./call.ts";
import { algorithmOf, type Checksum, checksumElements, fullChecksum } from "./checksums.ts";
import { checkRead } from "./conditions.ts";
import { s3Error } from "./errors.ts";
import { commit, metadataOf, versionHeaders } from "./objects.ts";
import { uriDecode } from "./uri.ts";
import { xml } from "./xml.ts";

/** Reads `x-amz-copy-source`: `[/]bucket/encoded-key[?versionId=…]`. @throws S3Error as for a read of the source */
function sourceOf(call: Call): { object: ObjectVersion; versioned: boolean; same: boolean } {
  const match = /^\/?([^/?]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(call.header("x-amz-copy-source") ?? "");
  if (match === null) {
    throw s3Error(
      "InvalidArgument",
      "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
    );
  }
  const [, encodedBucket = "", encodedKey = "", versionId] = match;
  const bucket = call.bucketNamed(uriDecode(encodedBucket));
  const key = uriDecode(encodedKey);
  const object = bucket.object(key, versionId);
  const same = bucket === call.bucket && key === call.key && versionId === undefined;
  return { object, versioned: bucket.versioning !== undefined, same };
}

async function checksumOf(call: Call, source: ObjectVersion): Promise<Checksum | undefined> {
  if (call.quirks.ignoreChecksums) return undefined;
  const algorithm = algorithmOf(call.header("x-amz-checksum-algorithm")) ?? source.checksum?.algorithm;
  if (algorithm === undefined) return undefined;
  const checksum = await fullChecksum(source.blob, algorithm);
  if (!call.quirks.corruptChecksum) return checksum;
  const wrong = createHash("sha256").update("something else").digest();
  return {
    ...checksum,
    value: wrong.subarray(0, Buffer.from(checksum.value, "base64").length).toString("base64"),
  };
}

const copy: Handler = async (call) => {
  const { bucket } = call;
  const { object: source, versioned, same } = sourceOf(call);
  checkRead(
    source,
    call.header("x-amz-copy-source-if-match"),
    call.header("x-amz-copy-source-if-none-match"),
  );
  const replace = call.header("x-amz-metadata-directive") === "REPLACE";
  if (same && !replace && call.header("x-amz-checksum-algorithm") === undefined) {
    throw s3Error(
      "InvalidRequest",
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  const { blob } = source;
  const checksum = await checksumOf(call, source);
  const etag = (await blob.digest("md5")).toString("hex");
  const metadata = replace ? metadataOf(call) : source.metadata;
  const version = commit(call, { blob, etag, metadata, checksum });
  const headers = {
    ...versionHeaders(bucket, version),
    ...(versioned && { "x-amz-copy-source-version-id": source.versionId }),
  };
  const result = { ETag: `"${etag}"`, LastModified: version.lastModified, ...checksumElements(checksum) };
  return { status: 200, headers, body: xml("CopyObjectResult", result) };
};

export const copyOperations = { CopyObject: copy } satisfies Record<string, Handler>;
