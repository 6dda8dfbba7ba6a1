/** How long the functions may take and how much memory they get, by their job. */
import { Duration } from "aws-cdk-lib";

/** A batch of tickets with their attachments; who does not finish gives the rest back to the queue. */
export const ARCHIVE_TIMEOUT = Duration.minutes(5);

/** API Gateway waits 30 s at most. */
export const API_TIMEOUT = Duration.seconds(29);

/** Reads a payload and puts messages into a queue. */
export const WEBHOOK_TIMEOUT = Duration.seconds(10);

/** Reads the inventories of a batch of tickets, writes an entry, and tells of what is in it. */
export const SEAL_TIMEOUT = Duration.minutes(5);

/** Lambda's most, for work whose size nobody knows: all files of many tickets, the whole vault, a zip. */
export const LONG_TIMEOUT = Duration.minutes(15);

/** In MB. A vCPU comes with 1769; hashing and TLS of attachments want most of one, and packing zips the whole. */
export const MEMORY = {
  archive: 1536,
  api: 1024,
  webhook: 512,
  hold: 512,
  seal: 512,
  verify: 1024,
  export: 1769,
  sync: 1024,
  // A shard is decoded, compared and encoded: a whole vCPU.
  catalogue: 1769,
} as const;
