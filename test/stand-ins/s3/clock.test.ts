/** The stand-in goes by the clock that it is given. */
import { S3 } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { presign } from "./signature.ts";
import { type S3StandIn, startS3 } from "./stand-in.ts";

const Bucket = "a-bucket";

let standIn: S3StandIn;
let s3: S3;
let time: Date;
beforeEach(async () => {
  time = new Date();
  standIn = await startS3({ now: () => time });
  const { endpoint, credentials } = standIn;
  s3 = new S3({ endpoint, credentials, region: "us-east-1", forcePathStyle: true, maxAttempts: 1 });
  await s3.createBucket({ Bucket });
});
afterEach(async () => {
  s3.destroy();
  await standIn.close();
});

const put = (Key: string) => s3.putObject({ Bucket, Key, Body: "hello" });

test("a presigned URL opens until it expires", async () => {
  await put("a");
  const { credentials, endpoint } = standIn;
  const url = presign(`${endpoint}/${Bucket}/a`, { credentials, now: time, expires: 60 });
  expect(await (await fetch(url)).text()).toBe("hello");
  time = new Date(time.getTime() + 61_000);
  const late = await fetch(url);
  expect(late.status).toBe(403);
  expect(await late.text()).toMatch(/<Code>AccessDenied<\/Code><Message>Request has expired<\/Message>/);
});

test("a request that was signed by a clock that is far off is refused", async () => {
  time = new Date(time.getTime() - 16 * 60_000);
  await expect(put("a")).rejects.toMatchObject({ name: "RequestTimeTooSkewed" });
});

test("a locked version can go when its time is over", async () => {
  const locked = "locked-bucket";
  await s3.createBucket({ Bucket: locked, ObjectLockEnabledForBucket: true });
  const ObjectLockRetainUntilDate = new Date(time.getTime() + 60_000);
  const lock = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate } as const;
  const { VersionId } = await s3.putObject({ Bucket: locked, Key: "a", Body: "x", ...lock });
  const remove = () => s3.deleteObject({ Bucket: locked, Key: "a", VersionId });
  await expect(remove()).rejects.toMatchObject({ name: "AccessDenied" });
  time = new Date(time.getTime() + 61_000);
  await remove();
  expect(standIn.versions(locked)).toEqual([]);
});
