/** Conditional writes go through and are refused alike. */
import { agree } from "./agree.ts";
import { type Session, unquoted } from "./session.ts";

agree("conditional writes go through and are refused alike", async (session) => {
  const { s3, bucket: Bucket } = session;
  const put = (
    step: string,
    Body: string,
    condition: { IfNoneMatch?: string; IfMatch?: string | undefined },
    Key = "a",
  ) => session.step(step, s3.putObject({ Bucket, Key, Body, ...condition }), (o) => o.ETag);
  const tag = async () => unquoted((await s3.headObject({ Bucket, Key: "a" })).ETag);
  await put("If-None-Match on what is absent", "1", { IfNoneMatch: "*" });
  await put("If-None-Match on what is there", "2", { IfNoneMatch: "*" });
  const first = await tag();
  await put("If-Match", "3", { IfMatch: first });
  await put("If-Match with the tag of before", "4", { IfMatch: first });
  await put("If-Match with the same bytes", "3", { IfMatch: await tag() });
  await put("If-Match again, as the tag is the content's", "5", { IfMatch: await tag() });
  await put("If-Match with a quoted ETag", "6", { IfMatch: `"${await tag()}"` });
  await put("put without condition", "7", {});
  await put("If-Match on what is absent", "8", { IfMatch: "abc" }, "absent");
  await put("If-None-Match with an ETag", "9", { IfNoneMatch: '"abc"' });
  await session.step("delete", s3.deleteObject({ Bucket, Key: "a" }));
  await put("If-None-Match on what was deleted", "10", { IfNoneMatch: "*" });
  const Key = "a";
  const IfMatch = await tag();
  await session.step("get if it matches", s3.getObject({ Bucket, Key, IfMatch }));
  await session.step("get if it matches another", s3.getObject({ Bucket, Key, IfMatch: "abc" }));
  await session.step("get if it does not match", s3.getObject({ Bucket, Key, IfNoneMatch: "abc" }));
  await session.step("get if it does not match itself", s3.getObject({ Bucket, Key, IfNoneMatch: IfMatch }));
});

/** Ten clients write `Key` at once under one condition: how many of them won, and whether it is theirs that stands. */
async function contest({ s3, bucket: Bucket }: Session, Key: string, condition: object): Promise<string> {
  const contestants = Array.from({ length: 10 }, async (_, index) => {
    const Body = `contestant ${index} ${JSON.stringify(condition)}`; // the same bytes would have the same ETag
    const put = s3.putObject({ Bucket, Key, Body, ...condition });
    return {
      Body,
      won: await put.then(
        () => true,
        () => false,
      ),
    };
  });
  const winners = (await Promise.all(contestants)).filter(({ won }) => won);
  const content = await (await s3.getObject({ Bucket, Key })).Body?.transformToString();
  return `${winners.length} won, ${winners.some(({ Body }) => Body === content) ? "theirs stands" : "another stands"}`;
}

agree("of ten that write one key at once, one wins", async (session) => {
  const { s3, bucket: Bucket } = session;
  session.note("ten create", await contest(session, "a", { IfNoneMatch: "*" }));
  const IfMatch = unquoted((await s3.headObject({ Bucket, Key: "a" })).ETag);
  session.note("ten replace", await contest(session, "a", { IfMatch }));
});

agree(
  "of ten that write one key at once in a bucket with versions, one wins",
  async (session) => {
    const { s3, bucket: Bucket } = session;
    session.note("ten create with versions", await contest(session, "a", { IfNoneMatch: "*" }));
    const put = (Body: string, condition: object) => s3.putObject({ Bucket, Key: "b", Body, ...condition });
    await session.step("put", put("1", {}));
    await session.step("create over a version", put("2", { IfNoneMatch: "*" }));
    await session.step(
      "replace a version",
      put("3", { IfMatch: unquoted((await s3.headObject({ Bucket, Key: "b" })).ETag) }),
    );
    await session.step("replace another version", put("4", { IfMatch: "abc" }));
    const IfMatch = unquoted((await s3.headObject({ Bucket, Key: "b" })).ETag);
    session.note("ten replace with versions", await contest(session, "b", { IfMatch }));
  },
  true,
);
