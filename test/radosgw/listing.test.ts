/** Keys are listed alike. */
import { agree } from "./agree.ts";

/** `+` stands for a space with S3, `%20` with radosgw; a plus itself is `%2B` with both. */
const decoded = (encoded: string | undefined) => decodeURIComponent((encoded ?? "").replaceAll("+", " "));

agree("more than a thousand odd keys are listed alike", async (session) => {
  const { s3, bucket: Bucket } = session;
  const odd = [
    "a b",
    "a+b",
    "a%20b",
    "a#b",
    "a&b",
    "a=b",
    "a?b",
    "a\"b'c",
    "é",
    "e\u0301",
    "😀",
    "\uff5e",
    "日本",
    ".x",
    "..x",
    "a//b",
    "~",
    "a<b>",
    "a/b",
    "a/c/d",
    "a0",
    "a-",
    "A",
    "*",
    "a\tb",
    "a\\b",
    "/a",
    "a/",
  ];
  const keys = [...odd, ...Array.from({ length: 1100 }, (_, index) => `n/${index % 7}/${index}`)];
  await Promise.all(keys.map((Key) => s3.putObject({ Bucket, Key, Body: Key })));
  const list = async (step: string, options: object) => {
    let ContinuationToken: string | undefined;
    for (let page = 1; page === 1 || ContinuationToken !== undefined; page++) {
      const listed = await session.step(
        `${step}, page ${page}`,
        s3.listObjectsV2({ Bucket, ...options, ...(ContinuationToken && { ContinuationToken }) }),
        (o) => [
          o.Contents?.map((one) => [o.EncodingType ? decoded(one.Key) : one.Key, one.Size, one.ETag]),
          o.CommonPrefixes?.map((one) => (o.EncodingType ? decoded(one.Prefix) : one.Prefix)),
          [o.KeyCount, o.IsTruncated, o.MaxKeys],
        ],
      );
      ContinuationToken = listed?.NextContinuationToken;
    }
  };
  await list("all", {});
  await list("all, encoded", { EncodingType: "url" });
  await list("children", { Delimiter: "/" });
  await list("children, in small pages", { Delimiter: "/", MaxKeys: 3 });
  await list("children, encoded", { Delimiter: "/", EncodingType: "url" });
  await list("a folder", { Prefix: "n/3/" });
  await list("children of a folder", { Prefix: "n/", Delimiter: "/" });
  await list("children of a folder, in small pages", { Prefix: "n/", Delimiter: "/", MaxKeys: 2 });
  await list("a prefix within a name", { Prefix: "n/3/1" });
  await list("another delimiter", { Delimiter: "b" });
  await list("after a key", { StartAfter: "n/6/9" });
  await list("after a key that is not there", { StartAfter: "n/6/9999", MaxKeys: 5 });
  await list("nothing of it", { Prefix: "absent/" });
  await list("at most more than it gives", { MaxKeys: 5000 });
});
