/** Objects and buckets are read, written and described alike. */
import { createHash } from "node:crypto";
import { agree } from "./agree.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("base64");

agree("objects are put, read, ranged and described alike", async (session) => {
  const { s3, bucket: Bucket } = session;
  const [Key, absent] = ["a", "absent"];
  const content = { ContentType: "text/plain", ContentDisposition: "inline", Metadata: { one: "1" } };
  await session.step("put", s3.putObject({ Bucket, Key, Body: "hello", ...content }), (o) => o.ETag);
  await session.step(
    "put with Content-MD5",
    s3.putObject({ Bucket, Key: "b", Body: "x", ContentMD5: md5("x") }),
  );
  await session.step(
    "put with wrong Content-MD5",
    s3.putObject({ Bucket, Key, Body: "x", ContentMD5: md5("y") }),
  );
  await session.step(
    "put with broken Content-MD5",
    s3.putObject({ Bucket, Key, Body: "x", ContentMD5: "abc" }),
  );
  await session.step(
    "put nothing",
    s3.putObject({ Bucket, Key: "empty", Body: new Uint8Array() }),
    (o) => o.ETag,
  );
  await session.step("get", s3.getObject({ Bucket, Key }), async (o) => [
    await o.Body?.transformToString(),
    [o.ContentLength, o.ContentType, o.ContentDisposition, o.ETag, o.Metadata, o.AcceptRanges],
  ]);
  await session.step("get nothing", s3.getObject({ Bucket, Key: "empty" }), async (o) => [
    await o.Body?.transformToString(),
    o.ContentLength,
  ]);
  for (const Range of [
    "bytes=1-2",
    "bytes=1-",
    "bytes=-2",
    "bytes=2-99",
    "bytes=5-9",
    "bytes=-99",
    "bytes=0-0",
  ]) {
    await session.step(`get ${Range}`, s3.getObject({ Bucket, Key, Range }), async (o) => [
      await o.Body?.transformToString(),
      o.ContentRange,
      o.ContentLength,
    ]);
  }
  await session.step("get a range of nothing", s3.getObject({ Bucket, Key: "empty", Range: "bytes=0-1" }));
  await session.step("head", s3.headObject({ Bucket, Key }), (o) => [o.ContentLength, o.ContentType, o.ETag]);
  await session.step("get what is absent", s3.getObject({ Bucket, Key: absent }));
  await session.step("head what is absent", s3.headObject({ Bucket, Key: absent }));
  await session.step("delete", s3.deleteObject({ Bucket, Key }));
  await session.step("delete what is absent", s3.deleteObject({ Bucket, Key: absent }));
  const Objects = [{ Key: "b" }, { Key: absent }];
  await session.step("delete several", s3.deleteObjects({ Bucket, Delete: { Objects } }), (o) =>
    o.Deleted?.map((one) => one.Key).sort(),
  );
  await session.step(
    "delete several quietly",
    s3.deleteObjects({ Bucket, Delete: { Objects, Quiet: true } }),
    (o) => o.Deleted,
  );
  await session.step("list the rest", s3.listObjectsV2({ Bucket }), (o) =>
    o.Contents?.map((one) => [one.Key, one.Size]),
  );
});

agree("buckets that are absent, there, or full are answered alike", async (session) => {
  const { s3, bucket } = session;
  const Bucket = "there-is-no-such-bucket";
  await session.step("create it again", s3.createBucket({ Bucket: bucket }));
  await session.step("head it", s3.headBucket({ Bucket: bucket }));
  await session.step("head an absent one", s3.headBucket({ Bucket }));
  await session.step("list an absent one", s3.listObjectsV2({ Bucket }));
  await session.step("get from an absent one", s3.getObject({ Bucket, Key: "a" }));
  await session.step("put to an absent one", s3.putObject({ Bucket, Key: "a", Body: "x" }));
  await session.step(
    "copy from an absent one",
    s3.copyObject({ Bucket: bucket, Key: "a", CopySource: `${Bucket}/a` }),
  );
  await session.step("upload to an absent one", s3.createMultipartUpload({ Bucket, Key: "a" }));
  await session.step("versioning", s3.getBucketVersioning({ Bucket: bucket }), (o) => o.Status);
  await session.step("lock configuration", s3.getObjectLockConfiguration({ Bucket: bucket }));
  await session.step("put", s3.putObject({ Bucket: bucket, Key: "a", Body: "x" }));
  await session.step("delete a full one", s3.deleteBucket({ Bucket: bucket }));
  await session.step("empty it", s3.deleteObject({ Bucket: bucket, Key: "a" }));
  await session.step("delete an empty one", s3.deleteBucket({ Bucket: bucket }));
  await session.step("delete an absent one", s3.deleteBucket({ Bucket: bucket }));
});

agree("keys that are too long are refused alike", async (session) => {
  const { s3, bucket: Bucket } = session;
  for (const Key of ["k".repeat(1024), "k".repeat(1025), "é".repeat(512), "é".repeat(513)]) {
    await session.step(
      `put ${Buffer.byteLength(Key)} bytes of ${Key[0]}`,
      s3.putObject({ Bucket, Key, Body: "x" }),
    );
  }
});
