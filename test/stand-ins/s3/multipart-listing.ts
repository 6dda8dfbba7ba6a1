/** ListParts and ListMultipartUploads: what there is of uploads that are under way. */
import type { Handler } from "./call.ts";
import { uploadOf } from "./multipart.ts";
import { xml } from "./xml.ts";

const MAX_LISTED = 1000;

const listParts: Handler = (call) => {
  const upload = uploadOf(call);
  const marker = call.number("part-number-marker", 0);
  const limit = Math.min(call.number("max-parts", MAX_LISTED), MAX_LISTED);
  const after = [...upload.parts.values()]
    .sort((a, b) => a.number - b.number)
    .filter((part) => part.number > marker);
  const page = after.slice(0, limit);
  const body = xml("ListPartsResult", {
    Bucket: call.bucketName,
    Key: upload.key,
    UploadId: upload.id,
    PartNumberMarker: marker,
    NextPartNumberMarker: page.at(-1)?.number,
    MaxParts: limit,
    IsTruncated: after.length > page.length,
    Part: page.map(({ number, etag, blob, lastModified, checksum }) => ({
      PartNumber: number,
      LastModified: lastModified,
      ETag: `"${etag}"`,
      Size: blob.size,
      ...(checksum && { [`Checksum${checksum.algorithm}`]: checksum.value }),
    })),
    ChecksumAlgorithm: upload.checksumAlgorithm,
    ChecksumType: upload.checksumAlgorithm && upload.checksumType,
  });
  return { status: 200, body };
};

const listUploads: Handler = ({ bucket, query }) => {
  const prefix = query.get("prefix") ?? "";
  const uploads = [...bucket.uploads.values()].filter((upload) => upload.key.startsWith(prefix));
  const body = xml("ListMultipartUploadsResult", {
    Bucket: bucket.name,
    Prefix: prefix,
    MaxUploads: MAX_LISTED,
    IsTruncated: false,
    Upload: uploads
      .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
      .map(({ key, id, started }) => ({ Key: key, UploadId: id, Initiated: started })),
  });
  return { status: 200, body };
};

export const multipartListingOperations = {
  ListParts: listParts,
  ListMultipartUploads: listUploads,
} satisfies Record<string, Handler>;
