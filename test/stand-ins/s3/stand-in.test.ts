/** The stand-in does what S3 documents where no real server at hand does it: checksums, copies, conditions, bodies. */
import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { S3 } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type S3StandIn, startS3 } from "./stand-in.ts";

const MIB = 1024 ** 2;
const Bucket = "a-bucket";
const base64 = (algorithm: "sha256" | "md5", bytes: string | Uint8Array) =>
  createHash(algorithm).update(bytes).digest("base64");

let standIn: S3StandIn;
let s3: S3;
beforeEach(async () => {
  standIn = await startS3();
  // The SDK as it comes: it adds CRC-32 to every upload, to streams as a trailer.
  const { endpoint, credentials } = standIn;
  s3 = new S3({ endpoint, credentials, region: "us-east-1", forcePathStyle: true, maxAttempts: 1 });
  await s3.createBucket({ Bucket });
});
afterEach(async () => {
  s3.destroy();
  await standIn.close();
});

async function textOf(Key: string): Promise<string | undefined> {
  return (await s3.getObject({ Bucket, Key })).Body?.transformToString();
}

describe("bodies", () => {
  test("a body that the SDK guards with its own checksum is stored", async () => {
    const { ChecksumCRC32 } = await s3.putObject({ Bucket, Key: "a", Body: "hello" });
    expect(ChecksumCRC32).toBe("NhCmhg==");
    expect(await textOf("a")).toBe("hello");
  });

  test("a stream that the SDK sends in chunks with a trailer is decoded", async () => {
    const bytes = Buffer.alloc(3 * MIB, "some text ");
    const Body = Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]);
    await s3.putObject({ Bucket, Key: "a", Body, ContentLength: bytes.length, ChecksumAlgorithm: "SHA256" });
    const { ChecksumSHA256, ContentEncoding } = await s3.headObject({
      Bucket,
      Key: "a",
      ChecksumMode: "ENABLED",
    });
    expect([ChecksumSHA256, ContentEncoding]).toEqual([base64("sha256", bytes), undefined]);
    expect(await standIn.bytes(Bucket, "a")).toEqual(bytes);
  });

  test("a body that is not the one that was signed is refused", async () => {
    // Low in the last step: after the request was signed.
    s3.middlewareStack.add(
      (next) => (args) => {
        Object.assign(args.request as object, { body: Buffer.from("HELLO") });
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    const put = s3.putObject({ Bucket, Key: "a", Body: Buffer.from("hello") });
    await expect(put).rejects.toMatchObject({ name: "XAmzContentSHA256Mismatch" });
    expect(standIn.keys(Bucket)).toEqual([]);
  });

  test("a client that goes away midway leaves nothing behind", async () => {
    const abort = new AbortController();
    const Body = Readable.from(
      (async function* () {
        yield Buffer.alloc(MIB);
        abort.abort();
        yield Buffer.alloc(MIB);
      })(),
    );
    const put = s3.putObject(
      { Bucket, Key: "a", Body, ContentLength: 2 * MIB },
      { abortSignal: abort.signal },
    );
    await expect(put).rejects.toMatchObject({ name: "AbortError" });
    expect(standIn.keys(Bucket)).toEqual([]);
  });
});

describe("checksums", () => {
  test("SHA-256 is checked, kept, and returned when asked for", async () => {
    const ChecksumSHA256 = base64("sha256", "hello");
    await s3.putObject({ Bucket, Key: "a", Body: "hello", ChecksumSHA256 });
    expect(await s3.headObject({ Bucket, Key: "a" })).not.toHaveProperty("ChecksumSHA256");
    const asked = { Bucket, Key: "a", ChecksumMode: "ENABLED" } as const;
    expect(await s3.headObject(asked)).toMatchObject({ ChecksumSHA256, ChecksumType: "FULL_OBJECT" });
    expect(await s3.getObject(asked)).toMatchObject({ ChecksumSHA256 });
    const ObjectAttributes = ["ETag", "Checksum", "ObjectSize"] as const;
    expect(
      await s3.getObjectAttributes({ Bucket, Key: "a", ObjectAttributes: [...ObjectAttributes] }),
    ).toMatchObject({
      ETag: createHash("md5").update("hello").digest("hex"),
      Checksum: { ChecksumSHA256, ChecksumType: "FULL_OBJECT" },
      ObjectSize: 5,
    });
  });

  test("a wrong SHA-256 stores nothing", async () => {
    const put = s3.putObject({ Bucket, Key: "a", Body: "hello", ChecksumSHA256: base64("sha256", "other") });
    await expect(put).rejects.toMatchObject({ name: "BadDigest", $metadata: { httpStatusCode: 400 } });
    expect(standIn.keys(Bucket)).toEqual([]);
  });

  test("of an upload in parts the checksum is one of its parts' checksums", async () => {
    const parts = [Buffer.alloc(5 * MIB, 1), Buffer.alloc(7, 2)];
    const digests = parts.map((part) => createHash("sha256").update(part).digest());
    const composite = `${base64("sha256", Buffer.concat(digests))}-2`;
    const Key = "m";
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key, ChecksumAlgorithm: "SHA256" });
    const Parts = [];
    for (const [index, Body] of parts.entries()) {
      const PartNumber = index + 1;
      const part = {
        Bucket,
        Key,
        UploadId,
        PartNumber,
        Body,
        ChecksumSHA256: digests[index]?.toString("base64"),
      };
      Parts.push({ PartNumber, ...(await s3.uploadPart(part)) });
    }
    const MultipartUpload = { Parts: Parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })) };
    const incomplete = s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload });
    await expect(incomplete).rejects.toMatchObject({ name: "InvalidRequest" });
    const done = await s3.completeMultipartUpload({ Bucket, Key, UploadId, MultipartUpload: { Parts } });
    expect(done).toMatchObject({ ChecksumSHA256: composite, ChecksumType: "COMPOSITE" });
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
  });

  test("a part with a checksum of another kind than announced is refused", async () => {
    const upload = { Bucket, Key: "m" };
    const { UploadId } = await s3.createMultipartUpload({ ...upload, ChecksumAlgorithm: "SHA256" });
    const part = s3.uploadPart({ ...upload, UploadId, PartNumber: 1, Body: "x", ChecksumAlgorithm: "CRC32" });
    await expect(part).rejects.toMatchObject({ name: "InvalidRequest" });
  });

  test("a copy gets the SHA-256 of the whole, also of what came in parts", async () => {
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key: "m" });
    const bodies = [Buffer.alloc(5 * MIB, 1), Buffer.alloc(7, 2)];
    const Parts = [];
    for (const [index, Body] of bodies.entries()) {
      const PartNumber = index + 1;
      Parts.push({ PartNumber, ...(await s3.uploadPart({ Bucket, Key: "m", UploadId, PartNumber, Body })) });
    }
    await s3.completeMultipartUpload({ Bucket, Key: "m", UploadId, MultipartUpload: { Parts } });
    const CopySource = `${Bucket}/m`;
    const { CopyObjectResult } = await s3.copyObject({
      Bucket,
      Key: "c",
      CopySource,
      ChecksumAlgorithm: "SHA256",
    });
    const whole = Buffer.concat(bodies);
    const ETag = `"${createHash("md5").update(whole).digest("hex")}"`;
    const ChecksumSHA256 = base64("sha256", whole);
    expect(CopyObjectResult).toMatchObject({ ETag, ChecksumSHA256, ChecksumType: "FULL_OBJECT" });
    expect(await s3.headObject({ Bucket, Key: "c", ChecksumMode: "ENABLED" })).toMatchObject({
      ChecksumSHA256,
    });
  });
});

describe("conditions", () => {
  test("a conditional copy overwrites nothing", async () => {
    await s3.putObject({ Bucket, Key: "a", Body: "a" });
    const copy = () => s3.copyObject({ Bucket, Key: "b", CopySource: `${Bucket}/a`, IfNoneMatch: "*" });
    await copy();
    await s3.putObject({ Bucket, Key: "a", Body: "another" });
    await expect(copy()).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
    expect(await textOf("b")).toBe("a");
  });

  test("a conditional upload in parts overwrites nothing", async () => {
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key: "m" });
    const { ETag } = await s3.uploadPart({ Bucket, Key: "m", UploadId, PartNumber: 1, Body: "new" });
    await s3.putObject({ Bucket, Key: "m", Body: "old" });
    const upload = { Bucket, Key: "m", UploadId, MultipartUpload: { Parts: [{ PartNumber: 1, ETag }] } };
    const completed = s3.completeMultipartUpload({ ...upload, IfNoneMatch: "*" });
    await expect(completed).rejects.toMatchObject({ $metadata: { httpStatusCode: 412 } });
    expect(await textOf("m")).toBe("old");
    await s3.completeMultipartUpload(upload);
    expect(await textOf("m")).toBe("new");
  });
});

describe("locks", () => {
  test("an upload into a lock must be guarded by a digest", async () => {
    const locked = "locked-bucket";
    await s3.createBucket({ Bucket: locked, ObjectLockEnabledForBucket: true });
    const Rule = { DefaultRetention: { Mode: "COMPLIANCE", Years: 1 } } as const;
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule } as const;
    await s3.putObjectLockConfiguration({ Bucket: locked, ObjectLockConfiguration });
    await s3.putObject({ Bucket: locked, Key: "guarded", Body: "x" });
    const { endpoint, credentials } = standIn;
    const requestChecksumCalculation = "WHEN_REQUIRED";
    const bare = new S3({
      endpoint,
      credentials,
      region: "us-east-1",
      forcePathStyle: true,
      requestChecksumCalculation,
    });
    const put = bare.putObject({ Bucket: locked, Key: "bare", Body: "x" });
    await expect(put).rejects.toMatchObject({ name: "InvalidRequest" });
    bare.destroy();
    expect(standIn.keys(locked)).toEqual(["guarded"]);
  });
});
