/** A folder of a bucket, and how keys relative to it become keys of the bucket and back. */
import { MAX_KEY_BYTES } from "./key.ts";

export interface S3Place {
  readonly bucket: string;
  /** A folder in the bucket, without slashes at its ends; `""` for the top. */
  readonly prefix: string;
}

/** Bytes of UTF-8: S3's keys end at 1,024 bytes, of which a key in the place may need all that a key may have. */
export const LONGEST_PREFIX = 1024 - MAX_KEY_BYTES - "/".length;

/** The key in the bucket of a key in the place. */
export function at({ bucket, prefix }: S3Place, key: string): { bucket: string; key: string } {
  return { bucket, key: joinKeys(prefix, key) };
}

/** The key in the place of a key in the bucket. */
export function relative({ prefix }: S3Place, key: string): string {
  return prefix === "" ? key : key.slice(prefix.length + 1);
}

/** The parts with a slash between them; empty ones are left out. */
export function joinKeys(...parts: string[]): string {
  return parts.filter((part) => part !== "").join("/");
}
