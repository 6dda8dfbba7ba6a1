/** Objects are copied alike. */
import { agree } from "./agree.ts";
import { unquoted } from "./session.ts";

agree("objects are copied alike", async (session) => {
  const { s3, bucket: Bucket } = session;
  const odd = "sp ace/#%23+&\"'=é e\u0301 😀..x/.h?";
  const see = async (step: string, Key: string) =>
    session.step(step, s3.getObject({ Bucket, Key }), async (o) => [
      await o.Body?.transformToString(),
      o.ContentType,
      o.Metadata,
      o.ETag,
    ]);
  await s3.putObject({ Bucket, Key: "a", Body: "hello", ContentType: "text/plain", Metadata: { one: "1" } });
  await s3.putObject({ Bucket, Key: odd, Body: "odd" });
  const copy = (step: string, Key: string, from: string, more = {}) =>
    session.step(
      step,
      s3.copyObject({ Bucket, Key, CopySource: `${Bucket}/${encodeURIComponent(from)}`, ...more }),
      (o) => unquoted(o.CopyObjectResult?.ETag),
    );
  await copy("copy", "b", "a");
  await see("get the copy", "b");
  await copy("copy over", "b", odd);
  await see("get what was copied over", "b");
  await copy("copy odd names", `${odd}2`, odd);
  await see("get what has odd names", `${odd}2`);
  await copy("copy with other metadata", "c", "a", { MetadataDirective: "REPLACE", Metadata: { two: "2" } });
  await see("get what has other metadata", "c");
  await copy("copy onto itself", "a", "a");
  await copy("copy onto itself with other metadata", "a", "a", {
    MetadataDirective: "REPLACE",
    Metadata: { two: "2" },
  });
  await see("get what was copied onto itself", "a");
  await copy("copy what is absent", "d", "absent");
  await copy("copy if the source matches", "d", "a", {
    CopySourceIfMatch: unquoted((await s3.headObject({ Bucket, Key: "a" })).ETag),
  });
  await copy("copy if the source matches another", "d", "a", { CopySourceIfMatch: "abc" });
  await copy("copy with If-None-Match", "b", "a", { IfNoneMatch: "*" });
  await see("get what was copied with If-None-Match", "b");
});
