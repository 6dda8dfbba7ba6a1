/** Locks keep versions alike. */
import { createHash } from "node:crypto";
import { agree } from "./agree.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("base64");
const HOUR_MS = 3600 * 1000;
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS);

agree(
  "locks keep versions alike",
  async (session) => {
    const { s3, bucket: Bucket } = session;
    const put = async (step: string, Key: string, more = {}) =>
      (await session.step(step, s3.putObject({ Bucket, Key, Body: "x", ContentMD5: md5("x"), ...more })))
        ?.VersionId;
    const remove = (step: string, Key: string, VersionId: string | undefined, bypass = false) =>
      session.step(
        step,
        s3.deleteObject({ Bucket, Key, VersionId, ...(bypass && { BypassGovernanceRetention: true }) }),
      );
    const retain = (
      step: string,
      Key: string,
      Mode: "GOVERNANCE" | "COMPLIANCE",
      hours: number,
      bypass = false,
    ) =>
      session.step(
        step,
        s3.putObjectRetention({
          Bucket,
          Key,
          Retention: { Mode, RetainUntilDate: inHours(hours) },
          ...(bypass && { BypassGovernanceRetention: true }),
        }),
      );
    const enabled = { Bucket, ObjectLockConfiguration: { ObjectLockEnabled: "Enabled" as const } };
    const rule = { DefaultRetention: { Mode: "GOVERNANCE" as const, Days: 2 } };
    const see = (o: { ObjectLockConfiguration?: unknown }) => o.ObjectLockConfiguration;
    await session.step("versioning", s3.getBucketVersioning({ Bucket }), (o) => o.Status);
    await session.step("configuration before", s3.getObjectLockConfiguration({ Bucket }), see);
    const suspend = { Bucket, VersioningConfiguration: { Status: "Suspended" as const } };
    await session.step("suspend", s3.putBucketVersioning(suspend));
    await put("put before", "before");
    await session.step("retention of none", s3.getObjectRetention({ Bucket, Key: "before" }));
    await session.step("legal hold of none", s3.getObjectLegalHold({ Bucket, Key: "before" }));
    await session.step(
      "set a default",
      s3.putObjectLockConfiguration({
        ...enabled,
        ObjectLockConfiguration: { ...enabled.ObjectLockConfiguration, Rule: rule },
      }),
    );
    await session.step("configuration", s3.getObjectLockConfiguration({ Bucket }), see);

    const governed = await put("put by default", "g");
    await session.step("head by default", s3.headObject({ Bucket, Key: "g" }), (o) => [
      o.ObjectLockMode,
      Math.round(((o.ObjectLockRetainUntilDate?.getTime() ?? 0) - Date.now()) / HOUR_MS),
    ]);
    await session.step(
      "copy by default",
      s3.copyObject({ Bucket, Key: "gc", CopySource: `${Bucket}/before` }),
    );
    await session.step("head the copy", s3.headObject({ Bucket, Key: "gc" }), (o) => o.ObjectLockMode);
    await remove("delete a governed version", "g", governed);
    await session.step(
      "delete governed versions",
      s3.deleteObjects({ Bucket, Delete: { Objects: [{ Key: "g", VersionId: governed }] } }),
      (o) => [o.Deleted, o.Errors?.map((one) => [one.Key, one.Code])],
    );
    await retain("shorten", "g", "GOVERNANCE", 1);
    await retain("retain into the past", "g", "GOVERNANCE", -1);
    await retain("lengthen", "g", "GOVERNANCE", 100);
    await retain("shorten with bypass", "g", "GOVERNANCE", 1, true);
    await session.step("retention", s3.getObjectRetention({ Bucket, Key: "g" }), (o) => o.Retention?.Mode);
    await remove("delete a governed version with bypass", "g", governed, true);

    const compliance = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inHours(2) };
    const complied = await put("put for compliance", "c", compliance);
    await remove("delete for compliance with bypass", "c", complied, true);
    await retain("shorten for compliance", "c", "COMPLIANCE", 1, true);
    await retain("weaken compliance", "c", "GOVERNANCE", 100, true);
    await retain("lengthen for compliance", "c", "COMPLIANCE", 3);
    await session.step("put a marker over it", s3.deleteObject({ Bucket, Key: "c" }), (o) => o.DeleteMarker);
    await session.step("read under the marker", s3.getObject({ Bucket, Key: "c", VersionId: complied }));

    const hold = (Status: "ON" | "OFF") =>
      s3.putObjectLegalHold({ Bucket, Key: "before", LegalHold: { Status } });
    await session.step("hold", hold("ON"));
    await session.step("legal hold", s3.getObjectLegalHold({ Bucket, Key: "before" }), (o) => o.LegalHold);
    const held = await session.step(
      "head held",
      s3.headObject({ Bucket, Key: "before" }),
      (o) => o.ObjectLockLegalHoldStatus,
    );
    await remove("delete what is held", "before", held?.VersionId, true);
    await session.step("unhold", hold("OFF"));
    await remove("delete what was held", "before", held?.VersionId);
    await put("put held", "held", { ObjectLockLegalHoldStatus: "ON" });
    await session.step(
      "legal hold from the start",
      s3.getObjectLegalHold({ Bucket, Key: "held" }),
      (o) => o.LegalHold,
    );

    await put("put with half a lock", "half", { ObjectLockMode: "COMPLIANCE" });
    await put("put retained into the past", "past", {
      ...compliance,
      ObjectLockRetainUntilDate: inHours(-1),
    });
    await put("put with an unknown mode", "mode", { ...compliance, ObjectLockMode: "SOMETIMES" });
  },
  true,
);

agree("buckets without lock refuse locks alike", async (session) => {
  const { s3, bucket: Bucket } = session;
  const [Key, Mode, RetainUntilDate] = ["k", "COMPLIANCE", inHours(1)] as const;
  await s3.putObject({ Bucket, Key, Body: "x" });
  const lock = { ObjectLockMode: Mode, ObjectLockRetainUntilDate: RetainUntilDate };
  await session.step("put locked", s3.putObject({ Bucket, Key, Body: "x", ContentMD5: md5("x"), ...lock }));
  await session.step(
    "put retention",
    s3.putObjectRetention({ Bucket, Key, Retention: { Mode, RetainUntilDate } }),
  );
  await session.step("get retention", s3.getObjectRetention({ Bucket, Key }));
  await session.step("put hold", s3.putObjectLegalHold({ Bucket, Key, LegalHold: { Status: "ON" } }));
  await session.step("get hold", s3.getObjectLegalHold({ Bucket, Key }));
  const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled" as const };
  await session.step("configure", s3.putObjectLockConfiguration({ Bucket, ObjectLockConfiguration }));
});
