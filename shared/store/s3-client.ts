/** Makes the S3 client as the store needs it: no hidden checksums, bounded waits, retries from buffers. */
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { nodeAgentOptions, type Proxies } from "../proxies.ts";
import { noteServersOf } from "./s3-server.ts";

/** How long is waited for S3, in ms; for the requests of our own too. */
export const S3_WAITS = {
  connectMs: 5_000,
  /** Without any byte in either direction. */
  idleMs: 60_000,
  /** For one try, from connecting to the last byte of the answer. */
  tryMs: 300_000,
} as const;

/** Any S3 setting may be given; endpoint and path style are what other servers than AWS want. */
export function s3Client(config: S3ClientConfig = {}, proxies?: Proxies): S3Client {
  const client = new S3Client({
    maxAttempts: 5,
    // The store sends the digests it took itself; the SDK's own would hash every byte again.
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: S3_WAITS.connectMs,
      socketTimeout: S3_WAITS.idleMs,
      requestTimeout: S3_WAITS.tryMs,
      throwOnRequestTimeout: true,
      httpsAgent: { maxSockets: 64, ...nodeAgentOptions(proxies) },
      httpAgent: { maxSockets: 64, ...nodeAgentOptions(proxies) },
    },
    ...config,
  });
  noteServersOf(client);
  return client;
}
