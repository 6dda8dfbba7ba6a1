/** Signatures are checked alike. */
import { presign } from "../stand-ins/s3/signature.ts";
import { agree } from "./agree.ts";

agree("signatures are checked alike", async (session) => {
  const { s3, bucket: Bucket, place } = session;
  await s3.putObject({ Bucket, Key: "a b+ü", Body: "hello" });
  const url = `${place.endpoint}/${Bucket}/${encodeURIComponent("a b+ü")}`;
  const open = async (step: string, target: string, method = "GET") => {
    const response = await fetch(target, { method });
    const text = await response.text();
    session.note(
      step,
      [response.status, /<Code>(\w+)/.exec(text)?.[1]].join(" ").trim(),
      response.ok ? text : undefined,
    );
  };
  const now = new Date();
  const { credentials } = place;
  const signed = presign(url, { credentials, now, expires: 60 });
  await open("presigned", signed);
  await open("presigned, but for another method", signed, "PUT");
  await open("presigned for HEAD", presign(url, { credentials, now, expires: 60, method: "HEAD" }), "HEAD");
  await open(
    "presigned with a query",
    presign(`${url}?response-content-type=text%2Fplain`, { credentials, now, expires: 60 }),
  );
  await open("expired", presign(url, { credentials, now: new Date(now.getTime() - 120_000), expires: 60 }));
  await open("presigned for too long", presign(url, { credentials, now, expires: 8 * 24 * 3600 }));
  await open("presigned for nothing", presign(`${url}x`, { credentials, now, expires: 60 }));
  await open(
    "altered",
    signed.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
  );
  await open("altered expiry", signed.replace("Expires=60", "Expires=600"));
  await open("with another key", signed.replace(Bucket, `${Bucket}x`));
  await open(
    "with an unknown access key",
    presign(url, { credentials: { ...credentials, accessKeyId: "UNKNOWN" }, now, expires: 60 }),
  );
  await open(
    "with a wrong secret",
    presign(url, { credentials: { ...credentials, secretAccessKey: "wrong" }, now, expires: 60 }),
  );
  await open("unsigned", url);
});
