/** Has S3 copy an object to a key where nothing stands, and computes nothing here: S3 tells the copy's SHA-256. */
import { sha256Hex } from "../digest.ts";
import type { DirectS3 } from "./s3-direct.ts";
import type { PutHeaders } from "./s3-put.ts";
import { encoded } from "./s3-sign.ts";

interface ObjectName {
  readonly bucket: string;
  readonly key: string;
}

/** Bytes are copied, and nothing that stands beside them: every directive is stated, as a default would need rights of its own. */
const ONLY_BYTES = {
  "x-amz-metadata-directive": "REPLACE",
  "x-amz-tagging-directive": "REPLACE",
  "x-amz-object-annotation-directive": "EXCLUDE",
};
const NOTHING = new Uint8Array();
const SHA256_OF_NOTHING = sha256Hex(NOTHING);
/** Base64 of 32 bytes; a composite checksum, of parts, ends in their number. */
const CHECKSUM = /<ChecksumSHA256>([A-Za-z0-9+/]{43}=)<\/ChecksumSHA256>/;

/**
 * The SHA-256 of the copy (lower-case hex) as S3 computed it; undefined where the server computes none.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html
 * @throws S3ServiceException as the SDK's client would, with 412 when something stands at `target`
 */
export async function copyNew(
  s3: DirectS3,
  source: ObjectName,
  target: ObjectName,
  headers: PutHeaders,
): Promise<string | undefined> {
  const { xml } = await s3.put({
    ...target,
    headers: {
      ...headers,
      ...ONLY_BYTES,
      "if-none-match": "*",
      "x-amz-checksum-algorithm": "SHA256",
      "x-amz-copy-source": `${source.bucket}/${source.key.split("/").map(encoded).join("/")}`,
    },
    body: NOTHING,
    payloadHash: SHA256_OF_NOTHING,
  });
  const [, checksum] = CHECKSUM.exec(xml) ?? [];
  return checksum === undefined ? undefined : Buffer.from(checksum, "base64").toString("hex");
}
