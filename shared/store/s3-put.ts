/** Puts an object whole, with its SHA-256, on a condition. */
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { sha256Hex } from "../digest.ts";
import { isNamed, s3Call, statusOf } from "./s3-errors.ts";
import { withPayloadHash } from "./s3-payload-hash.ts";
import { shownKey } from "./store-errors.ts";

/** False when the condition does not hold. */
export async function putObject(
  client: S3Client,
  { bucket, key }: { bucket: string; key: string },
  bytes: Uint8Array,
  condition: { IfNoneMatch?: "*"; IfMatch?: string } = {},
  sha256 = sha256Hex(bytes),
): Promise<boolean> {
  const ChecksumSHA256 = Buffer.from(sha256, "hex").toString("base64");
  const command = new PutObjectCommand({
    Bucket: bucket,
    Key: key,
    Body: bytes,
    ChecksumSHA256,
    ...condition,
  });
  withPayloadHash(command, sha256);
  return s3Call(
    async () => {
      try {
        await client.send(command);
        return true;
      } catch (error) {
        // If-Match on a key that is not there is answered by 404.
        const absent = condition.IfMatch !== undefined && isNamed(error, "NoSuchKey");
        if (statusOf(error) === 412 || absent) return false;
        throw error;
      }
    },
    `s3://${bucket}/${shownKey(key)}`,
  );
}
