/** The store on S3: conditional writes decide who owns a key, and S3 itself publishes what was staged. */
import { createHash, randomUUID } from "node:crypto";
import {
  CopyObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { sha256Hex } from "../digest.ts";
import { IntegrityError, StoreError } from "../errors.ts";
import { checkedIdentity, checkedKey } from "./key.ts";
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
import { isNamed, s3Call, statusOf, unlessAbsent } from "./s3-errors.ts";
import { withPayloadHash } from "./s3-payload-hash.ts";
import { Intake, uploadInParts } from "./s3-upload.ts";

/** Bytes of a part, S3's least: what is held in memory is a few of them for each transfer. */
export const S3_PART_SIZE = 5 * 1024 * 1024;

export interface S3Place {
  readonly bucket: string;
  /** A folder in the bucket, without slashes at its ends; `""` for the top. */
  readonly prefix: string;
}

export interface S3StoreOptions extends S3Place {
  readonly client: S3Client;
  /** Where files are staged: a bucket without Object Lock, or a folder beside the archive. */
  readonly staging: S3Place;
  /** Bytes of a part; a body up to this size is sent in one request. Default and S3's least: 5 MiB. */
  readonly partSize?: number;
}

export function s3Store(options: S3StoreOptions): ObjectStore {
  return new S3Store(options);
}

class S3Store implements ObjectStore {
  readonly location: string;
  readonly #client: S3Client;
  readonly #archive: S3Place;
  readonly #staging: S3Place;
  readonly #partSize: number;
  /** Staging that lies beside the archive, as a prefix of the bucket. */
  readonly #hidden: string | undefined;

  constructor({ client, bucket, prefix, staging, partSize = S3_PART_SIZE }: S3StoreOptions) {
    this.location = `s3://${bucket}${prefix === "" ? "" : `/${prefix}`}`;
    this.#client = client;
    this.#archive = { bucket, prefix };
    this.#staging = staging;
    this.#partSize = partSize;
    this.#hidden = staging.bucket === bucket ? `${join(staging.prefix)}/` : undefined;
  }

  /**
   * A body of one part is staged as `{identity}.{sha256}`. The digest of a longer one is known only at its end, when
   * its key is long fixed: it is staged as `{identity}.{uuid}`, and an empty object whose name holds the digest, the
   * uuid and the size makes it known. So one listing tells all that is staged, and no key is written with other bytes.
   */
  async stage(area: string, identity: string, body: Body): Promise<StagedFile> {
    const name = `${checkedKey(area)}/${checkedIdentity(identity)}`;
    if (body instanceof Uint8Array) return this.#stageWhole(name, identity, body, sha256Hex(body));
    const intake = new Intake(body);
    try {
      const first = await intake.takeFirst(this.#partSize);
      if (first.byteLength < this.#partSize)
        return await this.#stageWhole(name, identity, first, intake.sha256());
      const uuid = randomUUID();
      const key = `${name}.${uuid}`;
      await uploadInParts({ client: this.#client, ...at(this.#staging, key) }, first, intake);
      const sha256 = intake.sha256();
      await this.#put(at(this.#staging, `${name}.${sha256}.${uuid}.${intake.size}`), new Uint8Array());
      return { key, identity, sha256, size: intake.size };
    } finally {
      await intake.close();
    }
  }

  async listStaged(area: string): Promise<StagedFile[]> {
    const found: StagedFile[] = [];
    for await (const { key, size } of this.#list(this.#staging, checkedKey(area))) {
      const [, identity, sha256, uuid, total] = STAGED.exec(key.slice(area.length + 1)) ?? [];
      if (identity === undefined || sha256 === undefined) continue;
      const large = uuid !== undefined && total !== undefined;
      found.push({
        key: large ? `${area}/${identity}.${uuid}` : key,
        identity,
        sha256,
        size: large ? Number(total) : size,
      });
    }
    return found;
  }

  async create(key: string, bytes: Uint8Array): Promise<"created" | "exists"> {
    const created = await this.#put(at(this.#archive, checkedKey(key)), bytes, { IfNoneMatch: "*" });
    return created ? "created" : "exists";
  }

  async replace(key: string, bytes: Uint8Array, tag: string): Promise<"replaced" | "changed"> {
    const replaced = await this.#put(at(this.#archive, checkedKey(key)), bytes, { IfMatch: tag });
    return replaced ? "replaced" : "changed";
  }

  async publish(staged: StagedFile, key: string): Promise<void> {
    const source = at(this.#staging, staged.key);
    const target = at(this.#archive, checkedKey(key));
    const command = new CopyObjectCommand({
      Bucket: target.bucket,
      Key: target.key,
      CopySource: `${source.bucket}/${encodeURIComponent(source.key)}`,
      ChecksumAlgorithm: "SHA256",
      IfNoneMatch: "*",
    });
    const copied = await s3Call(async () => {
      try {
        return await this.#client.send(command);
      } catch (error) {
        if (statusOf(error) === 412) return undefined;
        if (statusOf(error) === 404 && (await this.stat(key)) !== undefined) return undefined;
        if (statusOf(error) === 404) throw stagedFileGone(staged, error);
        throw error;
      }
    }, `${this.location}/${key}`);
    const computed = copied?.CopyObjectResult?.ChecksumSHA256;
    const actual = computed === undefined ? await this.#digest(key) : hex(computed);
    if (actual !== staged.sha256) {
      const message = `${key} in ${this.location} holds other bytes than the version says. Run \`ticketvault verify\`.`;
      throw new IntegrityError("digest-mismatch", message);
    }
  }

  async read(key: string): Promise<ReadFile | undefined> {
    return this.#get(key, async ({ Body, ETag }) => ({
      bytes: await Body.transformToByteArray(),
      tag: untagged(ETag),
    }));
  }

  async open(key: string): Promise<OpenFile | undefined> {
    return this.#get(key, ({ Body, ContentLength = 0 }) => {
      return Promise.resolve({ size: ContentLength, body: Body as unknown as AsyncIterable<Uint8Array> });
    });
  }

  async stat(key: string): Promise<FileStat | undefined> {
    const { bucket, key: Key } = at(this.#archive, checkedKey(key));
    const command = new HeadObjectCommand({ Bucket: bucket, Key, ChecksumMode: "ENABLED" });
    const head = await unlessAbsent(() => this.#client.send(command), `${this.location}/${key}`);
    if (head === undefined) return undefined;
    const { ContentLength: size = 0, ChecksumSHA256: checksum } = head;
    // A composite checksum (`…-3`) is one of parts, not of the file.
    return checksum === undefined || checksum.includes("-") ? { size } : { size, sha256: hex(checksum) };
  }

  list(prefix: string): AsyncIterable<ListedFile> {
    return this.#list(this.#archive, prefix);
  }

  async children(prefix: string): Promise<Children> {
    const files: string[] = [];
    const folders: string[] = [];
    for await (const page of this.#pages(this.#archive, prefix, "/")) {
      for (const { Key = "" } of page.Contents ?? []) files.push(relative(this.#archive, Key));
      for (const { Prefix = "" } of page.CommonPrefixes ?? []) {
        if (Prefix !== this.#hidden) folders.push(relative(this.#archive, Prefix).slice(0, -1));
      }
    }
    return { files, folders };
  }

  async #stageWhole(name: string, identity: string, bytes: Uint8Array, sha256: string): Promise<StagedFile> {
    const key = `${name}.${sha256}`;
    await this.#put(at(this.#staging, key), bytes, {}, sha256);
    return { key, identity, sha256, size: bytes.byteLength };
  }

  /** False when the condition does not hold. */
  async #put(
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
    return s3Call(async () => {
      try {
        await this.#client.send(command);
        return true;
      } catch (error) {
        // If-Match on a key that is not there is answered by 404.
        const absent = condition.IfMatch !== undefined && isNamed(error, "NoSuchKey");
        if (statusOf(error) === 412 || absent) return false;
        throw error;
      }
    }, `s3://${bucket}/${key}`);
  }

  async #get<T>(key: string, use: (output: GetOutput) => Promise<T>): Promise<T | undefined> {
    const { bucket, key: Key } = at(this.#archive, checkedKey(key));
    return unlessAbsent(async () => {
      const output = await this.#client.send(new GetObjectCommand({ Bucket: bucket, Key }));
      if (output.Body === undefined)
        throw new StoreError("failed", `${this.location}/${key}: S3 gave no body`);
      return use({ ...output, Body: output.Body });
    }, `${this.location}/${key}`);
  }

  async #digest(key: string): Promise<string> {
    const stored = await this.stat(key);
    if (stored?.sha256 !== undefined) return stored.sha256;
    const hash = createHash("sha256");
    const opened = await this.open(key);
    for await (const chunk of opened?.body ?? []) hash.update(chunk);
    return hash.digest("hex");
  }

  async *#list(place: S3Place, prefix: string): AsyncIterable<ListedFile> {
    for await (const page of this.#pages(place, prefix)) {
      for (const { Key = "", Size = 0 } of page.Contents ?? []) {
        const visible =
          place === this.#staging || this.#hidden === undefined || !Key.startsWith(this.#hidden);
        if (visible) yield { key: relative(place, Key), size: Size };
      }
    }
  }

  async *#pages(place: S3Place, prefix: string, Delimiter?: "/"): AsyncIterable<ListObjectsV2CommandOutput> {
    const folder = prefix === "" ? join(place.prefix) : join(place.prefix, checkedKey(prefix));
    let ContinuationToken: string | undefined;
    do {
      const command = new ListObjectsV2Command({
        Bucket: place.bucket,
        ...(folder === "" ? {} : { Prefix: `${folder}/` }),
        ...(Delimiter && { Delimiter }),
        ...(ContinuationToken && { ContinuationToken }),
      });
      const page = await s3Call(() => this.#client.send(command), `s3://${place.bucket}/${folder}`);
      yield page;
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
  }
}

type GetOutput = GetObjectCommandOutput & { Body: NonNullable<GetObjectCommandOutput["Body"]> };

/** What a listing of the staging area shows: `{identity}.{sha256}`, or with `.{uuid}.{size}` for a body in parts. */
const STAGED = /^(.+?)\.([0-9a-f]{64})(?:\.([0-9a-f-]{36})\.(\d+))?$/;

function at({ bucket, prefix }: S3Place, key: string): { bucket: string; key: string } {
  return { bucket, key: join(prefix, key) };
}

function join(...parts: string[]): string {
  return parts.filter((part) => part !== "").join("/");
}

function relative({ prefix }: S3Place, key: string): string {
  return prefix === "" ? key : key.slice(prefix.length + 1);
}

/** ETags without their quotes, which not every server takes back. */
function untagged(etag: string | undefined): string {
  if (etag === undefined) throw new StoreError("failed", "S3 gave no ETag");
  return etag.replaceAll('"', "");
}

function hex(base64: string): string {
  return Buffer.from(base64, "base64").toString("hex");
}

function stagedFileGone(staged: StagedFile, cause: unknown): StoreError {
  const text = `${staged.key} is not in the staging area any more, where it is kept for 30 days`;
  return new StoreError("staged-file-gone", text, { cause });
}
