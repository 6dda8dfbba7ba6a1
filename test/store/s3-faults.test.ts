/** What the S3 store does when S3 fails: retried from buffers, named, never a hang, never a false success. */
import { createHash, randomBytes } from "node:crypto";
import { GetObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { mockClient } from "aws-sdk-client-mock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { S3_PART_SIZE } from "../../shared/store/s3.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import {
  ARCHIVE_BUCKET,
  makeVaultBuckets,
  STAGING_BUCKET,
  vaultClient,
  vaultStore,
} from "../stand-ins/s3/vault.ts";

let s3: S3StandIn;
let client: S3Client;
let store: ObjectStore;
beforeEach(async () => {
  s3 = await startS3();
  client = vaultClient(s3);
  await makeVaultBuckets(client);
  store = vaultStore(client);
  s3.forgetRequests();
});
afterEach(async () => {
  client.destroy();
  await s3.close();
});

const SMALL = randomBytes(1000);
const LARGE = randomBytes(S3_PART_SIZE * 2 + 1000);
const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

async function* stream(bytes: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += 100_000) yield bytes.subarray(at, at + 100_000);
}

const SLOW_DOWN = { kind: "error", status: 503, code: "SlowDown" } as const;
const INTERNAL = { kind: "error", status: 500, code: "InternalError" } as const;

describe("staging", () => {
  it.each([SLOW_DOWN, INTERNAL, { kind: "reset" }, { kind: "reset-after" }] as const)(
    "sends a whole body again after %j",
    async (fault) => {
      s3.fault({ op: "PutObject", times: 2, ...fault });
      expect(await store.stage("1/2", "a", stream(SMALL))).toMatchObject({
        sha256: sha256(SMALL),
        size: 1000,
      });
      expect(s3.counts()).toEqual({ PutObject: 3 });
    },
  );

  it.each([SLOW_DOWN, { kind: "reset" }, { kind: "reset-after" }] as const)(
    "sends a part again from its buffer after %j",
    async (fault) => {
      s3.fault({ op: "UploadPart", ...fault });
      const staged = await store.stage("1/2", "a", stream(LARGE));
      expect(staged).toMatchObject({ sha256: sha256(LARGE), size: LARGE.byteLength });
      await store.publish(staged, "x/large");
      expect(sha256((await s3.bytes(ARCHIVE_BUCKET, "x/large")) ?? Buffer.of())).toBe(sha256(LARGE));
    },
  );

  it("takes CompleteMultipartUpload's 200 with an error in it for a failure, and tries again", async () => {
    s3.fault({ op: "CompleteMultipartUpload", kind: "error-200", code: "InternalError" });
    expect(await store.stage("1/2", "a", stream(LARGE))).toMatchObject({ sha256: sha256(LARGE) });
    expect(s3.counts()).toMatchObject({ CompleteMultipartUpload: 2 });
  });

  it("knows its own upload when the reply to its completion was lost", async () => {
    s3.fault({ op: "CompleteMultipartUpload", kind: "reset-after" });
    const staged = await store.stage("1/2", "a", stream(LARGE));
    await store.publish(staged, "x/large");
    expect(sha256((await s3.bytes(ARCHIVE_BUCKET, "x/large")) ?? Buffer.of())).toBe(sha256(LARGE));
  });

  it("gives up with a retryable error when S3 stays busy, and leaves no upload behind", async () => {
    s3.fault({ op: "UploadPart", times: Number.POSITIVE_INFINITY, ...SLOW_DOWN });
    const hasty = vaultStore(vaultClient(s3, { maxAttempts: 2 }));
    await expect(hasty.stage("1/2", "a", stream(LARGE))).rejects.toMatchObject({
      code: "busy",
      retryable: true,
    });
    expect(s3.unfinishedUploads(STAGING_BUCKET)).toEqual([]);
    expect(await store.listStaged("1/2")).toEqual([]);
  }, 30_000);

  it("leaves nothing of a body that breaks off, and passes its error on untouched", async () => {
    const broken = new Error("the transfer broke");
    async function* breaking(): AsyncGenerator<Uint8Array> {
      yield* stream(LARGE);
      throw broken;
    }
    await expect(store.stage("1/2", "a", breaking())).rejects.toBe(broken);
    expect(s3.keys(STAGING_BUCKET)).toEqual([]);
    expect(s3.unfinishedUploads(STAGING_BUCKET)).toEqual([]);
  });
});

describe("conditional writes", () => {
  it("are sent again after a 409", async () => {
    s3.fault({ op: "PutObject", kind: "error", status: 409, code: "ConditionalRequestConflict", times: 3 });
    expect(await store.create("x/y", SMALL)).toBe("created");
  });

  // F30
  it("are given up after so many 409s, and may pass later", async () => {
    const code = "ConditionalRequestConflict";
    s3.fault({ op: "PutObject", kind: "error", status: 409, code, times: Number.POSITIVE_INFINITY });
    await expect(store.create("x/y", SMALL)).rejects.toMatchObject({ code: "busy", retryable: true });
    expect(s3.counts()).toEqual({ PutObject: 9 });
  });

  it("say that the key exists when the reply to their own success was lost", async () => {
    s3.fault({ op: "PutObject", kind: "reset-after" });
    expect(await store.create("x/y", SMALL)).toBe("exists");
    expect((await store.read("x/y"))?.bytes).toEqual(new Uint8Array(SMALL));
    expect(s3.versions(ARCHIVE_BUCKET)).toHaveLength(1);
  });
});

describe("publishing", () => {
  it("stops at a digest that differs from the one off the wire", async () => {
    const staged = await store.stage("1/2", "a", SMALL);
    s3.fault({ op: "CopyObject", kind: "corrupt-checksum" });
    await expect(store.publish(staged, "x/y")).rejects.toMatchObject({
      name: "IntegrityError",
      code: "digest-mismatch",
    });
  });

  it("reads the file back where the server computes no SHA-256", async () => {
    const staged = await store.stage("1/2", "a", SMALL);
    s3.fault({ kind: "no-checksum", times: Number.POSITIVE_INFINITY });
    await store.publish(staged, "x/y");
    expect(s3.counts()).toMatchObject({ CopyObject: 1, GetObject: 1 });
  });

  it("finds a staged file that was altered, where the server computes no SHA-256", async () => {
    const staged = await store.stage("1/2", "a", SMALL);
    s3.fault({ kind: "no-checksum", times: Number.POSITIVE_INFINITY });
    await expect(store.publish({ ...staged, sha256: sha256(LARGE) }, "x/y")).rejects.toMatchObject({
      code: "digest-mismatch",
    });
  });

  it.each([INTERNAL, { kind: "reset" }, { kind: "reset-after" }, { kind: "error-200" }] as const)(
    "copies again after %j, and writes the key once",
    async (fault) => {
      const staged = await store.stage("1/2", "a", SMALL);
      s3.fault({ op: "CopyObject", ...fault });
      await store.publish(staged, "x/y");
      expect(s3.versions(ARCHIVE_BUCKET)).toHaveLength(1);
    },
  );

  it("has S3 compute the digest of the whole, also of what was staged in parts", async () => {
    const staged = await store.stage("1/2", "a", stream(LARGE));
    await store.publish(staged, "x/large");
    expect(await store.stat("x/large")).toEqual({ size: LARGE.byteLength, sha256: sha256(LARGE) });
    expect(s3.counts()["GetObject"]).toBeUndefined();
  });
});

describe("errors", () => {
  it.each([
    [403, "AccessDenied", "access-denied", false],
    [404, "NoSuchBucket", "no-such-bucket", false],
    [503, "SlowDown", "busy", true],
    [400, "InvalidRequest", "failed", false],
  ])("%i %s is %s", async (status, code, expected, retryable) => {
    s3.fault({ kind: "error", status, code, times: Number.POSITIVE_INFINITY });
    const hasty = vaultStore(vaultClient(s3, { maxAttempts: 1 }));
    await expect(hasty.read("x/y")).rejects.toMatchObject({ name: "StoreError", code: expected, retryable });
  });

  it("name a server that is not there", async () => {
    const gone = vaultClient({ ...s3, endpoint: "http://127.0.0.1:9" }, { maxAttempts: 1 });
    await expect(vaultStore(gone).read("x/y")).rejects.toMatchObject({
      code: "unreachable",
      retryable: true,
    });
    gone.destroy();
  });

  it("end a request that is never answered", async () => {
    const impatient = vaultClient(s3, {
      maxAttempts: 2,
      requestHandler: { requestTimeout: 100, throwOnRequestTimeout: true },
    });
    s3.fault({ kind: "stall", times: Number.POSITIVE_INFINITY });
    await expect(vaultStore(impatient).read("x/y")).rejects.toMatchObject({
      code: "unreachable",
      retryable: true,
    });
    impatient.destroy();
  });

  it("name AWS credentials that cannot be had", async () => {
    const mock = mockClient(client);
    mock.on(GetObjectCommand).rejects(Object.assign(new Error("no"), { name: "CredentialsProviderError" }));
    await expect(store.read("x/y")).rejects.toMatchObject({ code: "access-denied" });
    mock.restore();
  });
});

// T21
describe("a document that would not fit into memory", () => {
  /** The same megabyte again and again: more than a document may have, in little memory. */
  async function* endless(): AsyncGenerator<Uint8Array> {
    const megabyte = Buffer.alloc(1024 * 1024);
    for (;;) yield megabyte;
  }

  it.each([
    ["announced", 5e9],
    ["not announced", undefined],
  ])("is refused by name when its size is %s", async (_, ContentLength) => {
    const mocked = mockClient(client);
    mocked.on(GetObjectCommand).resolves({ Body: endless() as never, ContentLength, ETag: '"x"' });
    await expect(store.read("archive/1/2/inventory.json")).rejects.toMatchObject({
      code: "too-large",
      message: expect.stringContaining("archive/1/2/inventory.json"),
    });
    await expect(store.open("archive/1/2/v1/content/film.mp4")).resolves.toBeDefined();
    mocked.restore();
  });
});
