/** The port to a place that keeps archives; `directory` and `s3` implement it and run one conformance suite. */

import type { FileHistory } from "../ocfl/tree.ts";

/** Bytes on their way in: whole, or as a stream of known or unknown length. A stream that throws stages nothing. */
export type Body = Uint8Array | AsyncIterable<Uint8Array>;

/** A file in the staging area. Its bytes never change under this key. */
export interface StagedFile {
  readonly key: string;
  /** What the caller called the content when staging it. */
  readonly identity: string;
  /** SHA-256 of the bytes, lower-case hex, taken while they were staged. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** When it was staged, in ms since 1970; staging is emptied of what is older than 30 days. */
  readonly stagedAt: number;
}

/** A small file read whole, with the tag that `replace` takes. */
export interface ReadFile {
  readonly bytes: Uint8Array;
  /** Names this content of this key, opaque (an ETag on S3). */
  readonly tag: string;
  /** True when the file is under legal hold; never in a place that knows none. */
  readonly held: boolean;
}

export interface OpenFile {
  /** Bytes. */
  readonly size: number;
  readonly body: AsyncIterable<Uint8Array>;
}

export interface FileStat {
  /** Bytes. */
  readonly size: number;
  /** The SHA-256 (lower-case hex) of the whole file as the server itself computed it, where it did. */
  readonly sha256?: string;
}

export interface ListedFile {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

/** The direct children of a folder, by their full keys, in order of their UTF-8 bytes; folders without a final slash. */
export interface Children {
  readonly files: readonly string[];
  readonly folders: readonly string[];
}

/**
 * Keys are relative paths with `/` between non-empty segments, none of them `.` or `..`, at most 900 bytes of UTF-8;
 * any other key is refused with a `StoreError` of code `invalid-key`. Failures are `StoreError`s with the codes
 * `unreachable` and `busy` (retryable), `access-denied`, `no-such-bucket`, `wrong-region`, `key-too-long`,
 * `no-space`, `read-only`, `conditions-not-honoured` and `failed`.
 *
 * The archive's keys are written once: nothing here deletes, and only `replace` changes a key.
 */
export interface ObjectStore {
  /** The place in words a person knows: `./vault` or `s3://bucket/prefix`. */
  readonly location: string;

  /**
   * Puts bytes into the staging area under `area` (a path such as `22824/143`) and `identity` (`[A-Za-z0-9._-]+`),
   * hashing and counting on the way. The same bytes staged again under the same names are one file.
   */
  stage(area: string, identity: string, body: Body): Promise<StagedFile>;

  /** Everything whole that is staged under `area`. */
  listStaged(area: string): Promise<StagedFile[]>;

  /** Creates `key` if nothing is there, whole or not at all; of concurrent creators one gets `created`. */
  create(key: string, bytes: Uint8Array): Promise<"created" | "exists">;

  /** Replaces `key` if its content is still the one that `tag` names; `changed` if not, and nothing is written. */
  replace(key: string, bytes: Uint8Array, tag: string): Promise<"replaced" | "changed">;

  /**
   * Makes a staged file appear at `key`, which nobody has written yet, or which holds the same bytes already.
   * @throws IntegrityError `digest-mismatch` when what stands at `key` afterwards has not `staged.sha256`
   * @throws StoreError `staged-file-gone` when the staged file is not there and neither is `key`; `staged-file-damaged`
   *   when it had other bytes than its name says, and was removed
   */
  publish(staged: StagedFile, key: string): Promise<void>;

  /** Reads a small file whole; undefined when it is absent. @throws StoreError `too-large` over `MOST_READ` */
  read(key: string): Promise<ReadFile | undefined>;

  /**
   * Opens a file of any size; undefined when it is absent.
   * @param lent its pieces hold only until the next is asked for, which spares a folder's reader the making of buffers
   */
  open(key: string, lent?: "lent"): Promise<OpenFile | undefined>;

  /** Size and, where the server keeps one, its own SHA-256; undefined when the file is absent. */
  stat(key: string): Promise<FileStat | undefined>;

  /** Every file below the folder `prefix` (`""` for all), staging left out, in order of the keys' UTF-8 bytes. */
  list(prefix: string): AsyncIterable<ListedFile>;

  /** What stands directly in the folder `prefix` (`""` for the top), staging left out. */
  children(prefix: string): Promise<Children>;

  /** What a bucket keeps of every file below the folder `prefix`, hidden ones too; a folder of a disk keeps nothing. */
  history?(prefix: string): AsyncIterable<FileHistory>;

  /** The server's host where nobody knows beforehand what it honours; undefined for a folder, and for AWS's own S3. */
  unknownServer(): Promise<string | undefined>;

  /** The same place, with every file of the archive written under legal hold; the store itself if it has no legal holds. */
  underHold(): ObjectStore;
}
