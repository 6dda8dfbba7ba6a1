/** What the stand-in keeps: buckets, their keys, and of each key its versions and delete markers. */
import { randomBytes } from "node:crypto";
import type { Blob } from "./blobs.ts";
import type { Checksum } from "./checksums.ts";
import { s3Error } from "./errors.ts";

export interface Retention {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly until: Date;
}

/** What an object holds besides its place. */
export interface Content {
  readonly blob: Blob;
  /** Without quotes. */
  readonly etag: string;
  /** `content-type`, `x-amz-meta-*` and their like. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: Checksum | undefined;
  /** The sizes of the parts when it was uploaded in parts. */
  readonly partSizes?: readonly number[];
}

interface Placed {
  readonly key: string;
  readonly versionId: string;
  readonly lastModified: Date;
}

export interface ObjectVersion extends Placed, Content {
  readonly deleteMarker: false;
  retention: Retention | undefined;
  legalHold: "ON" | "OFF" | undefined;
}

interface DeleteMarker extends Placed {
  readonly deleteMarker: true;
}

export type Version = ObjectVersion | DeleteMarker;

/** An upload in parts that is under way. */
export interface Upload {
  readonly id: string;
  readonly key: string;
  readonly started: Date;
  readonly headers: Readonly<Record<string, string>>;
  readonly checksumAlgorithm: Checksum["algorithm"] | undefined;
  readonly checksumType: Checksum["type"];
  readonly parts: Map<number, Part>;
}

export interface Part {
  readonly number: number;
  readonly blob: Blob;
  readonly etag: string;
  readonly checksum?: Checksum | undefined;
  readonly lastModified: Date;
}

/** The rule of a bucket by which new objects are kept. */
export interface DefaultRetention {
  readonly mode: Retention["mode"];
  readonly days: number;
}

const NULL_VERSION = "null";

/** A name that sorts nowhere in particular, as version and upload ids of S3 do. */
export function randomId(): string {
  return randomBytes(24).toString("base64url");
}

export class Bucket {
  readonly name: string;
  readonly created: Date;
  versioning: "Enabled" | "Suspended" | undefined;
  objectLock: { defaultRetention: DefaultRetention | undefined } | undefined;
  readonly uploads = new Map<string, Upload>();
  /** Newest first. */
  readonly #versions = new Map<string, Version[]>();
  #sortedKeys: string[] | undefined;

  constructor(name: string, created: Date) {
    this.name = name;
    this.created = created;
  }

  /** Keys that have a version or a delete marker, in order of their UTF-8 bytes. */
  keys(): readonly string[] {
    this.#sortedKeys ??= [...this.#versions.keys()]
      .map((key) => Buffer.from(key))
      .sort(Buffer.compare)
      .map((bytes) => bytes.toString());
    return this.#sortedKeys;
  }

  /** Newest first. */
  versions(key: string): readonly Version[] {
    return this.#versions.get(key) ?? [];
  }

  /** The object that stands at `key` now; undefined when it was never there or is deleted. */
  current(key: string): ObjectVersion | undefined {
    const newest = this.versions(key)[0];
    return newest?.deleteMarker === false ? newest : undefined;
  }

  /** A version, or the newest. @throws S3Error NoSuchVersion, NoSuchKey or MethodNotAllowed (a delete marker) */
  object(key: string, versionId: string | undefined): ObjectVersion {
    const all = this.versions(key);
    const found = versionId === undefined ? all[0] : all.find((one) => one.versionId === versionId);
    if (found === undefined) throw s3Error(versionId === undefined ? "NoSuchKey" : "NoSuchVersion");
    if (!found.deleteMarker) return found;
    const headers = { "x-amz-delete-marker": "true", "x-amz-version-id": found.versionId };
    throw s3Error(versionId === undefined ? "NoSuchKey" : "MethodNotAllowed", undefined, headers);
  }

  /** Puts a version on top; without versioning, or when it is suspended, the one called `null` makes room. */
  add(key: string, version: Omit<ObjectVersion, keyof Placed> | { deleteMarker: true }, now: Date): Version {
    const versionId = this.versioning === "Enabled" ? randomId() : NULL_VERSION;
    const added: Version = { ...version, key, versionId, lastModified: now };
    const others = this.versions(key).filter((one) => one.versionId !== versionId);
    if (!this.#versions.has(key)) this.#sortedKeys = undefined;
    this.#versions.set(key, [added, ...others]);
    return added;
  }

  /** Takes a version away for ever. */
  remove(key: string, versionId: string): void {
    const left = this.versions(key).filter((one) => one.versionId !== versionId);
    if (left.length > 0) this.#versions.set(key, left);
    else if (this.#versions.delete(key)) this.#sortedKeys = undefined;
  }
}
