/** The stand-in fails as it is told to, counts what it is asked, and lets a test in between. */
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { S3 } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type S3StandIn, startS3 } from "./stand-in.ts";

const Bucket = "a-bucket";
const ChecksumAlgorithm = "SHA256";

let standIn: S3StandIn;
let s3: S3;
beforeEach(async () => {
  standIn = await startS3({ minimumPartSize: 1 });
  const { endpoint, credentials } = standIn;
  s3 = new S3({ endpoint, credentials, region: "us-east-1", forcePathStyle: true, maxAttempts: 1 });
  await s3.createBucket({ Bucket });
  standIn.forgetRequests();
});
afterEach(async () => {
  s3.destroy();
  await standIn.close();
});

const put = (Key: string, Body = "hello") => s3.putObject({ Bucket, Key, Body });

describe("faults", () => {
  test("an error is answered as often as asked, to the requests that it is for, and nothing is done", async () => {
    standIn.fault({ op: "PutObject", key: /^slow/, times: 2, kind: "error", status: 503, code: "SlowDown" });
    await put("other");
    await expect(put("slow/1")).rejects.toMatchObject({
      name: "SlowDown",
      $metadata: { httpStatusCode: 503 },
    });
    await expect(put("slow/2")).rejects.toMatchObject({ name: "SlowDown" });
    expect(standIn.keys(Bucket)).toEqual(["other"]);
    await put("slow/1");
    expect(standIn.keys(Bucket)).toEqual(["other", "slow/1"]);
  });

  test("a reset cuts the connection before anything is done", async () => {
    standIn.fault({ kind: "reset" });
    await expect(put("a")).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(standIn.keys(Bucket)).toEqual([]);
  });

  test("a lost reply leaves the work done", async () => {
    standIn.fault({ op: "PutObject", key: "a", kind: "reset-after" });
    await expect(put("a")).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(standIn.keys(Bucket)).toEqual(["a"]);
    expect(standIn.responses).toMatchObject([{ op: "PutObject", status: 200 }]);
  });

  test("a reply that is cut gives half of the object", async () => {
    await put("a", "x".repeat(1000));
    standIn.fault({ op: "GetObject", kind: "reset-after" });
    const { Body, ContentLength } = await s3.getObject({ Bucket, Key: "a" });
    expect(ContentLength).toBe(1000);
    await expect(Body?.transformToByteArray()).rejects.toThrow();
  });

  test.each(["CopyObject", "CompleteMultipartUpload"] as const)("%s can fail with status 200", async (op) => {
    await put("a");
    const { UploadId } = await s3.createMultipartUpload({ Bucket, Key: "m" });
    const { ETag } = await s3.uploadPart({ Bucket, Key: "m", UploadId, PartNumber: 1, Body: "x" });
    standIn.fault({ op, kind: "error-200" });
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
    const failing =
      op === "CopyObject"
        ? s3.copyObject({ Bucket, Key: "m", CopySource: `${Bucket}/a` })
        : s3.completeMultipartUpload({ Bucket, Key: "m", UploadId, MultipartUpload });
    await expect(failing).rejects.toMatchObject({ name: "InternalError" });
    expect(standIn.responses.at(-1)).toMatchObject({ op, status: 200, code: "InternalError" });
    expect(standIn.keys(Bucket)).toEqual(["a"]);
    expect(standIn.unfinishedUploads(Bucket)).toEqual(["m"]);
  });

  test("a stall never answers", async () => {
    standIn.fault({ kind: "stall" });
    const enough = new AbortController();
    const request = s3.headBucket({ Bucket }, { abortSignal: enough.signal });
    const failing = expect(request).rejects.toMatchObject({ name: "AbortError" });
    await expect.poll(() => standIn.total).toBe(1);
    enough.abort();
    await failing;
    await s3.headBucket({ Bucket });
  });

  test("a delay answers later", async () => {
    standIn.fault({ kind: "delay", milliseconds: 50 });
    const before = performance.now();
    await s3.headBucket({ Bucket });
    expect(performance.now() - before).toBeGreaterThan(45);
  });

  test("a copy can report the checksum of other bytes, or none", async () => {
    await put("a");
    const copy = async (Key: string) => {
      const { CopyObjectResult } = await s3.copyObject({
        Bucket,
        Key,
        CopySource: `${Bucket}/a`,
        ChecksumAlgorithm,
      });
      return CopyObjectResult?.ChecksumSHA256;
    };
    const right = createHash("sha256").update("hello").digest("base64");
    standIn.fault({ op: "CopyObject", kind: "corrupt-checksum" });
    expect(await copy("wrong")).not.toBe(right);
    standIn.fault({ op: "CopyObject", kind: "no-checksum" });
    expect(await copy("none")).toBeUndefined();
    expect(await copy("right")).toBe(right);
  });

  test("a server that knows no checksums takes wrong ones", async () => {
    standIn.fault({ kind: "no-checksum", times: Number.POSITIVE_INFINITY });
    const ChecksumSHA256 = createHash("sha256").update("other").digest("base64");
    await s3.putObject({ Bucket, Key: "a", Body: "hello", ChecksumSHA256 });
    const head = await s3.headObject({ Bucket, Key: "a", ChecksumMode: "ENABLED" });
    expect(head.ChecksumSHA256).toBeUndefined();
    standIn.clearFaults();
    await expect(s3.putObject({ Bucket, Key: "a", Body: "hello", ChecksumSHA256 })).rejects.toThrow();
  });

  test("a server that ignores conditions on copies overwrites, but not by other writes", async () => {
    await put("a", "new");
    await put("b", "old");
    standIn.fault({ kind: "ignore-copy-conditions", times: 2 });
    await expect(s3.putObject({ Bucket, Key: "b", Body: "x", IfNoneMatch: "*" })).rejects.toThrow();
    await s3.copyObject({ Bucket, Key: "b", CopySource: `${Bucket}/a`, IfNoneMatch: "*" });
    expect((await standIn.bytes(Bucket, "b"))?.toString()).toBe("new");
  });

  test("of two faults that end a request the second waits for the next one", async () => {
    standIn.fault({ kind: "error", status: 503, code: "SlowDown" });
    standIn.fault({ kind: "error", status: 500, code: "InternalError" });
    await expect(put("a")).rejects.toMatchObject({ name: "SlowDown" });
    await expect(put("a")).rejects.toMatchObject({ name: "InternalError" });
    await put("a");
  });
});

describe("what can be inspected", () => {
  test("requests are counted and listed", async () => {
    await put("a");
    await put("b");
    await s3.getObject({ Bucket, Key: "a" }).then(({ Body }) => Body?.transformToByteArray());
    expect(standIn.counts()).toEqual({ PutObject: 2, GetObject: 1 });
    expect(standIn.total).toBe(3);
    expect(standIn.requests.map(({ number, method, op, key }) => [number, method, op, key])).toEqual([
      [1, "PUT", "PutObject", "a"],
      [2, "PUT", "PutObject", "b"],
      [3, "GET", "GetObject", "a"],
    ]);
  });

  test("versions tell how often a key was written", async () => {
    await s3.putBucketVersioning({ Bucket, VersioningConfiguration: { Status: "Enabled" } });
    await put("a");
    await put("a", "again");
    await put("b");
    await s3.deleteObject({ Bucket, Key: "b" });
    expect(standIn.versions(Bucket).map(({ key, deleteMarker }) => [key, deleteMarker])).toEqual([
      ["a", false],
      ["a", false],
      ["b", true],
      ["b", false],
    ]);
    expect(standIn.keys(Bucket)).toEqual(["a"]);
  });

  test("hooks stand before the work and between the work and its reply", async () => {
    const seen: unknown[] = [];
    standIn.onRequest = async ({ op }) => void seen.push([op, standIn.keys(Bucket)]);
    standIn.onResponse = async ({ op, status }) => void seen.push([op, standIn.keys(Bucket), status]);
    await put("a");
    seen.push("replied");
    expect(seen).toEqual([["PutObject", []], ["PutObject", ["a"], 200], "replied"]);
  });
});

test("a port that is given up can be taken again", async () => {
  const port = Number(new URL(standIn.endpoint).port);
  await standIn.close();
  const server = createServer();
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  await new Promise((closed) => server.close(closed));
  standIn = await startS3();
});
