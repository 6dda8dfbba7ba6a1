/** The port to a place where exports are put: files appear whole or not at all. */
import type { Body } from "./object-store.ts";

interface WrittenOutput {
  /** SHA-256 of what was written, lower-case hex. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** Keys are as those of `ObjectStore`. Failures are `StoreError`s with the codes of the stores. */
export interface Output {
  /** The place in words a person knows: `./exports` or `s3://bucket/prefix`. */
  readonly location: string;

  /** Reads a small file whole; undefined when it is absent. */
  read(key: string): Promise<Uint8Array | undefined>;

  /** Opens a file of any length; undefined when it is absent. */
  open(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;

  /** Bytes of a file; undefined when it is absent. */
  size(key: string): Promise<number | undefined>;

  /**
   * Whether what was written before is still there as it was written. A folder is read for it; a bucket, which checks
   * its files itself, is asked for the size.
   */
  holds(key: string, written: WrittenOutput): Promise<boolean>;

  /** Creates `key` if nothing is there; of concurrent creators one gets `created`. */
  create(key: string, bytes: Uint8Array): Promise<"created" | "exists">;

  /** Writes a file of any length, in place of what stands there. What the body throws passes through, and nothing changes. */
  write(key: string, body: Body): Promise<WrittenOutput>;
}
