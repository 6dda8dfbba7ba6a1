/** Uploads in parts are put together, listed and refused alike. */
import { agree } from "./agree.ts";

const MIB = 1024 ** 2;

agree("uploads in parts are put together, listed and refused alike", async (session) => {
  const { s3, bucket: Bucket } = session;
  const Key = "m";
  const whole = Buffer.alloc(5 * MIB, 7);
  const begin = async (more = {}) =>
    (await s3.createMultipartUpload({ Bucket, Key, ...more })).UploadId ?? "";
  const upload = async (UploadId: string, PartNumber: number, Body: string | Uint8Array) => {
    const part = s3.uploadPart({ Bucket, Key, UploadId, PartNumber, Body });
    return { PartNumber, ETag: (await session.step(`part ${PartNumber}`, part, (o) => o.ETag))?.ETag };
  };
  const complete = (
    step: string,
    UploadId: string,
    Parts: { PartNumber: number; ETag: string | undefined }[],
    more = {},
  ) =>
    session.step(
      step,
      s3.completeMultipartUpload({
        Bucket,
        Key,
        UploadId,
        MultipartUpload: { Parts: Parts as never },
        ...more,
      }),
      (o) => o.Key,
    );

  const UploadId = await begin({ ContentType: "text/x", Metadata: { one: "1" } });
  const one = await upload(UploadId, 1, whole);
  const two = await upload(UploadId, 2, "tail");
  await session.step("list the first part", s3.listParts({ Bucket, Key, UploadId, MaxParts: 1 }), (o) => [
    o.Parts?.map((part) => [part.PartNumber, part.Size, part.ETag]),
    o.IsTruncated,
    o.NextPartNumberMarker,
  ]);
  await session.step(
    "list the parts after it",
    s3.listParts({ Bucket, Key, UploadId, PartNumberMarker: "1" }),
    (o) => [o.Parts?.map((part) => [part.PartNumber, part.Size, part.ETag]), o.IsTruncated],
  );
  await session.step("list the uploads", s3.listMultipartUploads({ Bucket }), (o) =>
    o.Uploads?.map((one) => [one.Key, one.UploadId === UploadId]),
  );
  await session.step("nothing stands there before", s3.headObject({ Bucket, Key }));
  await complete("complete with a wrong ETag", UploadId, [one, { PartNumber: 2, ETag: "abc" }]);
  await complete("complete with a part that never came", UploadId, [
    one,
    two,
    { PartNumber: 3, ETag: "abc" },
  ]);
  await complete("complete in the wrong order", UploadId, [two, one]);
  await complete("complete without parts", UploadId, []);
  await complete("complete", UploadId, [one, two]);
  await complete("complete again", UploadId, [one, two]);
  await session.step("head", s3.headObject({ Bucket, Key }), (o) => [
    o.ContentLength,
    o.ETag,
    o.ContentType,
    o.Metadata,
  ]);
  await session.step(
    "get across the seam",
    s3.getObject({ Bucket, Key, Range: "bytes=5242878-" }),
    async (o) => (await o.Body?.transformToByteArray())?.join(),
  );
  await session.step("copy", s3.copyObject({ Bucket, Key: "copy", CopySource: `${Bucket}/${Key}` }));
  await session.step("head the copy", s3.headObject({ Bucket, Key: "copy" }), (o) => [
    o.ContentLength,
    o.ContentType,
  ]);

  const twice = await begin();
  await upload(twice, 1, "first");
  const again = await upload(twice, 1, "second");
  await complete("complete what was uploaded twice", twice, [again]);
  await session.step("get it", s3.getObject({ Bucket, Key }), (o) => o.Body?.transformToString());

  const small = await begin();
  await complete("complete parts that are too small", small, [
    await upload(small, 1, "a"),
    await upload(small, 2, "b"),
  ]);
  await session.step("abort", s3.abortMultipartUpload({ Bucket, Key, UploadId: small }));
  await session.step("abort again", s3.abortMultipartUpload({ Bucket, Key, UploadId: small }));
  await session.step("list the parts of nothing", s3.listParts({ Bucket, Key, UploadId: small }));
  await upload(small, 1, "too late");
  await complete("complete what was aborted", small, [{ PartNumber: 1, ETag: "abc" }]);

  const conditional = await begin();
  const part = await upload(conditional, 1, "conditional");
  await complete("complete with If-None-Match on what is there", conditional, [part], { IfNoneMatch: "*" });
});
