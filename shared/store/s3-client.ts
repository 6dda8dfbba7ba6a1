/** Makes the S3 client as the store needs it: no hidden checksums, bounded waits, retries from buffers. */
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";

import { noteServersOf } from "./s3-server.ts";

/** Any S3 setting may be given; endpoint and path style are what other servers than AWS want. */
export function s3Client(config: S3ClientConfig = {}): S3Client {
  const client = new S3Client({
    maxAttempts: 5,
    // The store sends the digests it took itself; the SDK's own would hash every byte again.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: 5_000,
      socketTimeout: 60_000,
      requestTimeout: 300_000,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: 64 },
      httpAgent: { maxSockets: 64 },
    },
    ...config,
  });
  noteServersOf(client);
  return client;
}
