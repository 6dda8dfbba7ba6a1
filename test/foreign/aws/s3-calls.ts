/** The calls of S3 that the stores make, each as it goes and as it fails. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { sha256Hex } from "../../../shared/digest.ts";
import type { Asked } from "./answers.ts";

const Bucket = "archive";
/** Without a lock. */
const STAGING = "staging";
const at = (Key: string) => ({ Bucket, Key });
const put = (Key: string, more: object = {}) =>
  new PutObjectCommand({ ...at(Key), Body: "a file", ChecksumAlgorithm: "SHA256", ...more });
const copy = (Key: string, from: string, more: object = {}) =>
  new CopyObjectCommand({
    ...at(Key),
    CopySource: `${Bucket}/${from}`,
    ChecksumAlgorithm: "SHA256",
    ...more,
  });
const sha256 = (text: string): string => Buffer.from(sha256Hex(Buffer.from(text)), "hex").toString("base64");

async function multipart(s3: S3Client, Key: string, more: object = {}): Promise<object> {
  const { UploadId } = await s3.send(
    new CreateMultipartUploadCommand({ ...at(Key), ChecksumAlgorithm: "SHA256" }),
  );
  const part = { ...at(Key), UploadId, PartNumber: 1, Body: "a part", ChecksumAlgorithm: "SHA256" as const };
  const { ETag, ChecksumSHA256 } = await s3.send(new UploadPartCommand(part));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag, ChecksumSHA256 }] };
  return s3.send(new CompleteMultipartUploadCommand({ ...at(Key), UploadId, MultipartUpload, ...more }));
}

/** Takes away for good what stands under a key, as nobody may under a lock. */
async function deleteVersion(s3: S3Client, Key: string): Promise<object> {
  const { VersionId } = await s3.send(new HeadObjectCommand(at(Key)));
  return s3.send(new DeleteObjectCommand({ ...at(Key), VersionId }));
}

const lock = {
  Bucket,
  ObjectLockConfiguration: {
    ObjectLockEnabled: "Enabled",
    Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } },
  },
} as const;

const calls: readonly (readonly [what: string, ask: Asked<S3Client>["ask"]])[] = [
  ["CreateBucket", (s3) => s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }))],
  ["PutObjectLockConfiguration", (s3) => s3.send(new PutObjectLockConfigurationCommand(lock))],
  ["PutObject, If-None-Match, new", (s3) => s3.send(put("a", { IfNoneMatch: "*" }))],
  ["PutObject, If-None-Match, there", (s3) => s3.send(put("a", { IfNoneMatch: "*" }))],
  ["PutObject, If-Match, another tag", (s3) => s3.send(put("a", { IfMatch: '"0"' }))],
  ["PutObject, If-Match, nothing there", (s3) => s3.send(put("none", { IfMatch: '"0"' }))],
  ["PutObject, another SHA-256", (s3) => s3.send(put("b", { ChecksumSHA256: sha256("other") }))],
  ["PutObject, no such bucket", (s3) => s3.send(put("a", { Bucket: "no-such-bucket" }))],
  ["PutObject, under legal hold", (s3) => s3.send(put("held", { ObjectLockLegalHoldStatus: "ON" }))],
  ["GetObject", (s3) => s3.send(new GetObjectCommand({ ...at("a"), ChecksumMode: "ENABLED" }))],
  ["GetObject, a range", (s3) => s3.send(new GetObjectCommand({ ...at("a"), Range: "bytes=2-3" }))],
  [
    "GetObject, a range behind the end",
    (s3) => s3.send(new GetObjectCommand({ ...at("a"), Range: "bytes=99-" })),
  ],
  ["GetObject, none there", (s3) => s3.send(new GetObjectCommand(at("none")))],
  [
    "GetObject, no such version",
    (s3) => s3.send(new GetObjectCommand({ ...at("a"), VersionId: "0".repeat(32) })),
  ],
  ["HeadObject", (s3) => s3.send(new HeadObjectCommand({ ...at("a"), ChecksumMode: "ENABLED" }))],
  ["HeadObject, under legal hold", (s3) => s3.send(new HeadObjectCommand(at("held")))],
  ["HeadObject, none there", (s3) => s3.send(new HeadObjectCommand(at("none")))],
  ["CopyObject", (s3) => s3.send(copy("c", "a"))],
  ["CopyObject, If-None-Match, there", (s3) => s3.send(copy("c", "a", { IfNoneMatch: "*" }))],
  ["CopyObject, none there", (s3) => s3.send(copy("d", "none"))],
  ["CreateBucket, without a lock", (s3) => s3.send(new CreateBucketCommand({ Bucket: STAGING }))],
  ["CopyObject, without a lock", (s3) => s3.send(copy("c", "a", { Bucket: STAGING }))],
  [
    "CopyObject, without a lock, If-None-Match, there",
    (s3) => s3.send(copy("c", "a", { Bucket: STAGING, IfNoneMatch: "*" })),
  ],
  ["CopyObject, without a lock, none there", (s3) => s3.send(copy("d", "none", { Bucket: STAGING }))],
  ["CompleteMultipartUpload", (s3) => multipart(s3, "parts")],
  ["CompleteMultipartUpload, If-None-Match, there", (s3) => multipart(s3, "parts", { IfNoneMatch: "*" })],
  [
    "AbortMultipartUpload, no such upload",
    (s3) => s3.send(new AbortMultipartUploadCommand({ ...at("a"), UploadId: "none" })),
  ],
  ["ListObjectsV2, by folders", (s3) => s3.send(new ListObjectsV2Command({ Bucket, Delimiter: "/" }))],
  ["ListObjectsV2, one of several", (s3) => s3.send(new ListObjectsV2Command({ Bucket, MaxKeys: 1 }))],
  ["ListObjectVersions", (s3) => s3.send(new ListObjectVersionsCommand({ Bucket, Prefix: "a" }))],
  [
    "PutObjectLegalHold",
    (s3) => s3.send(new PutObjectLegalHoldCommand({ ...at("a"), LegalHold: { Status: "ON" } })),
  ],
  [
    "PutObjectLegalHold, none there",
    (s3) => s3.send(new PutObjectLegalHoldCommand({ ...at("none"), LegalHold: { Status: "ON" } })),
  ],
  ["DeleteObject, a version under a lock", (s3) => deleteVersion(s3, "a")],
  ["DeleteObject, as a marker", (s3) => s3.send(new DeleteObjectCommand(at("a")))],
];

export const S3_CALLS: readonly Asked<S3Client>[] = calls.map(([what, ask]) => ({
  what: `S3: ${what}`,
  ask,
}));
