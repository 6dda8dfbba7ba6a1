/** Versions and delete markers come about alike. */
import { agree } from "./agree.ts";

agree("versions and delete markers come about alike", async (session) => {
  const { s3, bucket: Bucket } = session;
  const Key = "k";
  const put = async (step: string, Body: string, more = {}) =>
    (await session.step(step, s3.putObject({ Bucket, Key, Body, ...more }), (o) => o.VersionId !== undefined))
      ?.VersionId;
  const names = new Map<string | undefined, string>([["null", "null"]]);
  const see = (step: string, more = {}) =>
    session.step(step, s3.listObjectVersions({ Bucket, ...more }), (o) => [
      o.Versions?.map((one) => [one.Key, names.get(one.VersionId), one.IsLatest, one.Size]),
      o.DeleteMarkers?.map((one) => [one.Key, names.get(one.VersionId), one.IsLatest]),
      o.IsTruncated,
      names.get(o.NextVersionIdMarker),
    ]);
  names.set(await put("put before versioning", "0"), "none");
  const enable = { Bucket, VersioningConfiguration: { Status: "Enabled" as const } };
  await session.step("enable", s3.putBucketVersioning(enable));
  await session.step("versioning", s3.getBucketVersioning({ Bucket }), (o) => o.Status);
  const one = await put("put 1", "one");
  const two = await put("put 2", "two");
  names.set(one, "one").set(two, "two");
  await see("list versions");
  for (const VersionId of [one, two, "null"]) {
    await session.step(`get ${names.get(VersionId)}`, s3.getObject({ Bucket, Key, VersionId }), (o) =>
      o.Body?.transformToString(),
    );
  }
  await session.step(
    "get a version that never was",
    s3.getObject({ Bucket, Key, VersionId: "0123456789abcdef0123456789abcdef" }),
  );
  const marker = await session.step("delete", s3.deleteObject({ Bucket, Key }), (o) => o.DeleteMarker);
  names.set(marker?.VersionId, "marker");
  await session.step("get what is deleted", s3.getObject({ Bucket, Key }));
  await session.step("head what is deleted", s3.headObject({ Bucket, Key }));
  await session.step("get the marker", s3.getObject({ Bucket, Key, VersionId: marker?.VersionId }));
  await session.step("list what is left", s3.listObjectsV2({ Bucket }), (o) => o.KeyCount);
  await see("list versions with marker");
  await session.step(
    "copy a version",
    s3.copyObject({ Bucket, Key: "copy", CopySource: `${Bucket}/${Key}?versionId=${one}` }),
  );
  await session.step("get its copy", s3.getObject({ Bucket, Key: "copy" }), (o) =>
    o.Body?.transformToString(),
  );
  await session.step(
    "copy what is deleted",
    s3.copyObject({ Bucket, Key: "copy", CopySource: `${Bucket}/${Key}` }),
  );
  await put("If-Match over a marker", "x", { IfMatch: "abc" });
  await put("If-None-Match over a marker", "three", { IfNoneMatch: "*" }).then((id) =>
    names.set(id, "three"),
  );
  await see("list two versions", { Prefix: Key, MaxKeys: 2 });
  await see("list the versions after them", {
    Prefix: Key,
    KeyMarker: Key,
    VersionIdMarker: marker?.VersionId,
  });
  await session.step(
    "delete the marker",
    s3.deleteObject({ Bucket, Key, VersionId: marker?.VersionId }),
    (o) => o.DeleteMarker,
  );
  await session.step("delete a version", s3.deleteObject({ Bucket, Key, VersionId: two }), (o) =>
    names.get(o.VersionId),
  );
  await session.step("delete it again", s3.deleteObject({ Bucket, Key, VersionId: two }));
  await see("list versions that are left", { Prefix: Key });
  const suspend = { Bucket, VersioningConfiguration: { Status: "Suspended" as const } };
  await session.step("suspend", s3.putBucketVersioning(suspend));
  await session.step("put when suspended", s3.putObject({ Bucket, Key, Body: "null again" }));
  await see("list versions when suspended", { Prefix: Key });
  const Objects = [{ Key, VersionId: one }, { Key: "copy" }];
  await session.step("delete several", s3.deleteObjects({ Bucket, Delete: { Objects } }), (o) =>
    o.Deleted?.map((deleted) => deleted.Key).sort(),
  );
});
