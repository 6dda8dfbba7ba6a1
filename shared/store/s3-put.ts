/** Puts an object whole, with its SHA-256, on a condition. */
import { sha256Hex } from "../digest.ts";
import { saysAbsent, statusOf } from "./s3-answers.ts";
import type { DirectS3 } from "./s3-direct.ts";
import { s3Call } from "./s3-errors.ts";
import { shownKey } from "./store-errors.ts";

/** Conditions, and whether the object is held from its first moment on. */
export interface PutHeaders {
  readonly "if-none-match"?: "*";
  readonly "if-match"?: string;
  readonly "x-amz-object-lock-legal-hold"?: "ON";
}

/** False when the condition does not hold. */
export async function putObject(
  s3: DirectS3,
  { bucket, key }: { bucket: string; key: string },
  bytes: Uint8Array,
  headers: PutHeaders = {},
  sha256 = sha256Hex(bytes),
): Promise<boolean> {
  const put = {
    bucket,
    key,
    headers: {
      ...headers,
      // Some servers take a put into a locked bucket only with this one, which the SDK sends too.
      "x-amz-sdk-checksum-algorithm": "SHA256",
      "x-amz-checksum-sha256": Buffer.from(sha256, "hex").toString("base64"),
    },
    body: bytes,
    payloadHash: sha256,
  };
  return s3Call(
    async () => {
      try {
        await s3.put(put);
        return true;
      } catch (error) {
        // If-Match on a key that is not there is answered by 404.
        const absent = headers["if-match"] !== undefined && saysAbsent(error, "PUT");
        if (statusOf(error) === 412 || absent) return false;
        throw error;
      }
    },
    `s3://${bucket}/${shownKey(key)}`,
  );
}
