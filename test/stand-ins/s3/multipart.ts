/** Uploads in parts: create, upload, complete, abort. */
import { createHash } from "node:crypto";
import { Blob } from "./blobs.ts";
import { type Part, randomId, type Upload } from "./buckets.ts";
import type { Call, Handler } from "./call.ts";
import {
  algorithmOf,
  type Checksum,
  checksumElements,
  checksumHeaders,
  compositeChecksum,
  fullChecksum,
} from "./checksums.ts";
import { s3Error } from "./errors.ts";
import { checkGuarded, commit, metadataOf, versionHeaders } from "./objects.ts";
import { childText, type Element, xml } from "./xml.ts";

const MAX_PARTS = 10_000;

/** The upload that a request names. @throws S3Error NoSuchUpload */
export function uploadOf(call: Call): Upload {
  const upload = call.bucket.uploads.get(call.query.get("uploadId") ?? "");
  if (upload === undefined || upload.key !== call.key) throw s3Error("NoSuchUpload");
  return upload;
}

function checksumTypeOf(call: Call, algorithm: Checksum["algorithm"] | undefined): Checksum["type"] {
  const asked = call.header("x-amz-checksum-type") ?? "COMPOSITE";
  const fits = asked === "COMPOSITE" || (asked === "FULL_OBJECT" && algorithm === "CRC32");
  if (!fits) {
    throw s3Error(
      "InvalidRequest",
      `The ${asked} checksum type cannot be used with the ${algorithm} checksum algorithm.`,
    );
  }
  return asked === "FULL_OBJECT" ? "FULL_OBJECT" : "COMPOSITE";
}

const create: Handler = (call) => {
  const { bucket, key } = call;
  const asked = call.quirks.ignoreChecksums ? undefined : call.header("x-amz-checksum-algorithm");
  const checksumAlgorithm = algorithmOf(asked);
  const upload: Upload = {
    id: randomId(),
    key,
    started: call.state.now(),
    headers: lockHeadersOf(call, metadataOf(call)),
    checksumAlgorithm,
    checksumType: checksumTypeOf(call, checksumAlgorithm),
    parts: new Map(),
  };
  bucket.uploads.set(upload.id, upload);
  const headers = checksumAlgorithm && {
    "x-amz-checksum-algorithm": checksumAlgorithm,
    "x-amz-checksum-type": upload.checksumType,
  };
  const result = { Bucket: bucket.name, Key: key, UploadId: upload.id };
  return { status: 200, ...(headers && { headers }), body: xml("InitiateMultipartUploadResult", result) };
};

function lockHeadersOf(call: Call, metadata: Record<string, string>): Record<string, string> {
  const locks = Object.entries(call.headers).flatMap(([name, value]) =>
    name.startsWith("x-amz-object-lock-") && typeof value === "string" ? [[name, value] as const] : [],
  );
  return { ...metadata, ...Object.fromEntries(locks) };
}

const uploadPart: Handler = async (call) => {
  const number = call.number("partNumber", 0);
  if (number < 1 || number > MAX_PARTS) {
    throw s3Error("InvalidArgument", "Part number must be an integer between 1 and 10000, inclusive");
  }
  uploadOf(call);
  checkGuarded(call, "Part");
  const { blob, checksum } = await call.receive();
  const upload = uploadOf(call);
  const expected = upload.checksumAlgorithm;
  if (expected !== undefined && checksum?.algorithm !== expected) {
    throw s3Error(
      "InvalidRequest",
      `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${checksum?.algorithm.toLowerCase() ?? "null"}`,
    );
  }
  const etag = (await blob.digest("md5")).toString("hex");
  upload.parts.set(number, { number, blob, etag, checksum, lastModified: call.state.now() });
  return { status: 200, headers: { etag: `"${etag}"`, ...checksumHeaders(checksum) } };
};

/** The parts that the client lists, found and in order. */
function chosenParts(call: Call, upload: Upload, root: Element): Part[] {
  const listed = root.children.filter((one) => one.name === "Part");
  if (listed.length === 0) throw s3Error("MalformedXML");
  const parts = listed.map((one) => {
    const part = upload.parts.get(Number(childText(one, "PartNumber")));
    const etag = childText(one, "ETag")?.replace(/^"|"$/g, "");
    if (part === undefined || part.etag !== etag) throw s3Error("InvalidPart");
    checkListedChecksum(upload, part, one);
    return part;
  });
  if (parts.some((part, index) => part.number <= (parts[index - 1]?.number ?? 0)))
    throw s3Error("InvalidPartOrder");
  if (parts.slice(0, -1).some((part) => part.blob.size < call.state.minimumPartSize))
    throw s3Error("EntityTooSmall");
  return parts;
}

function checkListedChecksum({ checksumAlgorithm, checksumType }: Upload, part: Part, listed: Element): void {
  if (checksumAlgorithm === undefined) return;
  const given = childText(listed, `Checksum${checksumAlgorithm}`);
  if (given === undefined && checksumType === "COMPOSITE") {
    const name = checksumAlgorithm.toLowerCase();
    throw s3Error(
      "InvalidRequest",
      `The upload was created using a ${name} checksum. The complete request must include the checksum for each part. It was missing for part ${part.number} in the request.`,
    );
  }
  if (given !== undefined && given !== part.checksum?.value) throw s3Error("InvalidPart");
}

async function checksumOf(upload: Upload, parts: readonly Part[], blob: Blob): Promise<Checksum | undefined> {
  const { checksumAlgorithm, checksumType } = upload;
  if (checksumAlgorithm === undefined) return undefined;
  if (checksumType === "FULL_OBJECT") return fullChecksum(blob, checksumAlgorithm);
  return compositeChecksum(
    checksumAlgorithm,
    parts.flatMap(({ checksum }) => (checksum ? [checksum] : [])),
  );
}

const complete: Handler = async (call) => {
  const { bucket, key } = call;
  const root = await call.receiveXml("CompleteMultipartUpload");
  const upload = uploadOf(call);
  const parts = chosenParts(call, upload, root);
  const blob = Blob.concat(parts.map((part) => part.blob));
  const expectedSize = call.header("x-amz-mp-object-size");
  if (expectedSize !== undefined && Number(expectedSize) !== blob.size) throw s3Error("InvalidRequest");
  const checksum = await checksumOf(upload, parts, blob);
  const digests = Buffer.concat(parts.map((part) => Buffer.from(part.etag, "hex")));
  const etag = `${createHash("md5").update(digests).digest("hex")}-${parts.length}`;
  const partSizes = parts.map((part) => part.blob.size);
  const metadata = Object.fromEntries(
    Object.entries(upload.headers).filter(([name]) => !name.startsWith("x-amz-object-lock-")),
  );
  uploadOf(call);
  const version = commit(call, { blob, etag, metadata, checksum, partSizes }, (name) => upload.headers[name]);
  bucket.uploads.delete(upload.id);
  const location = `http://${call.header("host")}/${bucket.name}/${encodeURIComponent(key)}`;
  const result = { Location: location, Bucket: bucket.name, Key: key, ETag: `"${etag}"` };
  return {
    status: 200,
    headers: versionHeaders(bucket, version),
    body: xml("CompleteMultipartUploadResult", { ...result, ...checksumElements(checksum) }),
  };
};

const abort: Handler = (call) => {
  call.bucket.uploads.delete(uploadOf(call).id);
  return { status: 204 };
};

export const multipartOperations = {
  CreateMultipartUpload: create,
  UploadPart: uploadPart,
  CompleteMultipartUpload: complete,
  AbortMultipartUpload: abort,
} satisfies Record<string, Handler>;
