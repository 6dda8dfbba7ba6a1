/** The store on S3: conditional writes decide who owns a key, and S3 itself publishes what was staged. */
import { createHash } from "node:crypto";
import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import { StoreError } from "../errors.ts";
import type { FileHistory } from "../ocfl/tree.ts";
import type { Proxies } from "../proxies.ts";
import { isAwsHost } from "./aws-hosts.ts";
import { conditionsNotHonoured } from "./conditions.ts";
import { byBytes, checkedKey } from "./key.ts";
import { readWhole } from "./most-read.ts";
import type {
  Body,
  Children,
  FileStat,
  ListedFile,
  ObjectStore,
  OpenFile,
  ReadFile,
  StagedFile,
} from "./object-store.ts";
import { hex, isNamed, NAMELESS, saysAbsent, statusOf, untagged } from "./s3-answers.ts";
import { copyNew } from "./s3-copy.ts";
import { type DirectS3, directS3 } from "./s3-direct.ts";
import { s3Call, unlessAbsent } from "./s3-errors.ts";
import { listFiles, listPages } from "./s3-list.ts";
import { at, relative, type S3Place } from "./s3-place.ts";
import { type PutHeaders, putObject } from "./s3-put.ts";
import { S3Staging } from "./s3-staging.ts";
import { s3History } from "./s3-versions.ts";
import { otherBytes, shownKey, stagedFileGone } from "./store-errors.ts";

/** Bytes of a part, S3's least: what is kept in memory is a few of them for each transfer. */
export const S3_PART_SIZE = 5 * 1024 * 1024;

export interface S3StoreOptions extends S3Place {
  readonly client: S3Client;
  /** Where files are staged: a bucket without Object Lock, or a folder beside the archive. */
  readonly staging: S3Place;
  /** Bytes of a part; a body up to this size is sent in one request. Default and S3's least: 5 MiB. */
  readonly partSize?: number;
  /** What requests go through, as the client's; nothing when undefined. */
  readonly proxies?: Proxies | undefined;
}

/** A store in a folder of a bucket. Nothing is asked of S3 before a method is called. */
export function s3Store(options: S3StoreOptions): ObjectStore {
  return new S3Store(options, directS3(options.client, options.proxies), {});
}

/** What every object of the archive is written with. */
type Hold = Pick<PutHeaders, "x-amz-object-lock-legal-hold">;

class S3Store implements ObjectStore {
  readonly location: string;
  readonly #client: S3Client;
  readonly #archive: S3Place;
  readonly #stagingPlace: S3Place;
  readonly #staging: S3Staging;
  /** Staging that lies beside the archive, as a prefix of the bucket. */
  readonly #hidden: string | undefined;
  readonly #options: S3StoreOptions;
  readonly #direct: DirectS3;
  readonly #hold: Hold;

  constructor(options: S3StoreOptions, direct: DirectS3, hold: Hold) {
    const { client, bucket, prefix, staging, partSize = S3_PART_SIZE } = options;
    this.#options = options;
    this.#direct = direct;
    this.#hold = hold;
    this.location = `s3://${bucket}${prefix === "" ? "" : `/${prefix}`}`;
    this.#client = client;
    this.#archive = { bucket, prefix };
    this.#stagingPlace = staging;
    this.#staging = new S3Staging(client, direct, staging, partSize);
    this.#hidden = staging.bucket === bucket ? `${staging.prefix}/` : undefined;
  }

  stage(area: string, identity: string, body: Body): Promise<StagedFile> {
    return this.#staging.stage(area, identity, body);
  }

  listStaged(area: string): Promise<StagedFile[]> {
    return this.#staging.list(area);
  }

  async create(key: string, bytes: Uint8Array): Promise<"created" | "exists"> {
    const created = await putObject(this.#direct, at(this.#archive, checkedKey(key)), bytes, {
      "if-none-match": "*",
      ...this.#hold,
    });
    return created ? "created" : "exists";
  }

  async replace(key: string, bytes: Uint8Array, tag: string): Promise<"replaced" | "changed"> {
    const replaced = await putObject(this.#direct, at(this.#archive, checkedKey(key)), bytes, {
      "if-match": tag,
      ...this.#hold,
    });
    return replaced ? "replaced" : "changed";
  }

  async publish(staged: StagedFile, key: string): Promise<void> {
    const source = at(this.#stagingPlace, staged.key);
    const target = at(this.#archive, checkedKey(key));
    const computed = await s3Call(async () => {
      try {
        return await copyNew(this.#direct, source, target, this.#hold);
      } catch (error) {
        if (statusOf(error) === 412) return undefined;
        if (!saysAbsent(error, "PUT")) throw error;
        if ((await this.stat(key)) !== undefined) return undefined;
        throw stagedFileGone(staged, this.location, error);
      }
    }, this.#shown(key));
    const actual = computed ?? (await this.#digest(key));
    if (actual === undefined) {
      const what = `The server refused to copy to ${this.#shown(key)} as if something were there, but nothing is.`;
      throw conditionsNotHonoured(what);
    }
    if (actual !== staged.sha256) throw otherBytes(key, this.location);
  }

  async read(key: string): Promise<ReadFile | undefined> {
    return this.#get(key, async ({ Body, ContentLength, ETag, ObjectLockLegalHoldStatus }) => ({
      bytes: await readWhole(Body as unknown as AsyncIterable<Uint8Array>, ContentLength, this.#shown(key)),
      tag: untagged(ETag),
      held: ObjectLockLegalHoldStatus === "ON",
    }));
  }

  async open(key: string): Promise<OpenFile | undefined> {
    return this.#get(key, ({ Body, ContentLength = 0 }) => {
      return Promise.resolve({ size: ContentLength, body: Body as unknown as AsyncIterable<Uint8Array> });
    });
  }

  async stat(key: string): Promise<FileStat | undefined> {
    const { bucket, key: Key } = at(this.#archive, checkedKey(key));
    const head = await unlessAbsent(() => this.#head({ Bucket: bucket, Key }), this.#shown(key), "HEAD");
    if (head === undefined) return undefined;
    const { ContentLength: size = 0, ChecksumSHA256: checksum } = head;
    // A composite checksum (`…-3`) is one of parts, not of the file.
    return checksum === undefined || checksum.includes("-") ? { size } : { size, sha256: hex(checksum) };
  }

  history(prefix: string): AsyncIterable<FileHistory> {
    return s3History(this.#client, this.#archive, prefix);
  }

  async *list(prefix: string): AsyncIterable<ListedFile> {
    const files = listFiles(this.#client, this.#archive, prefix, this.#hidden);
    for await (const { key, size } of files) yield { key, size };
  }

  async children(prefix: string): Promise<Children> {
    const files: string[] = [];
    const folders: string[] = [];
    for await (const page of listPages(this.#client, this.#archive, prefix, "/")) {
      for (const { Key = "" } of page.Contents ?? []) files.push(relative(this.#archive, Key));
      for (const { Prefix = "" } of page.CommonPrefixes ?? []) {
        if (Prefix !== this.#hidden) folders.push(relative(this.#archive, Prefix).slice(0, -1));
      }
    }
    return { files: files.toSorted(byBytes), folders: folders.toSorted(byBytes) };
  }

  async unknownServer(): Promise<string | undefined> {
    const { host } = await s3Call(() => this.#direct.urlOf(this.#archive.bucket), this.location);
    return isAwsHost(host) ? undefined : host;
  }

  underHold(): ObjectStore {
    return new S3Store(this.#options, this.#direct, { "x-amz-object-lock-legal-hold": "ON" });
  }

  /** The answer to a HEAD has no body to say what is wrong: then a GET asks for that. */
  async #head(object: { Bucket: string; Key: string }): Promise<HeadObjectCommandOutput> {
    try {
      return await this.#client.send(new HeadObjectCommand({ ...object, ChecksumMode: "ENABLED" }));
    } catch (error) {
      if (isNamed(error, NAMELESS))
        await this.#client.send(new GetObjectCommand({ ...object, Range: "bytes=0-0" }));
      throw error;
    }
  }

  async #get<T>(key: string, use: (output: GetOutput) => Promise<T>): Promise<T | undefined> {
    const { bucket, key: Key } = at(this.#archive, checkedKey(key));
    return unlessAbsent(async () => {
      const output = await this.#client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      if (output.Body === undefined) throw new StoreError("failed", `${this.#shown(key)}: S3 gave no body`);
      return use({ ...output, Body: output.Body });
    }, this.#shown(key));
  }

  #shown(key: string): string {
    return `${this.location}/${shownKey(key)}`;
  }

  async #digest(key: string): Promise<string | undefined> {
    const stored = await this.stat(key);
    if (stored?.sha256 !== undefined) return stored.sha256;
    const opened = await this.open(key);
    if (opened === undefined) return undefined;
    const hash = createHash("sha256");
    for await (const chunk of opened.body) hash.update(chunk);
    return hash.digest("hex");
  }
}

type GetOutput = GetObjectCommandOutput & { Body: NonNullable<GetObjectCommandOutput["Body"]> };
