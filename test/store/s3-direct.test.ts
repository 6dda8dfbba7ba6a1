/** Direct puts against the stand-in, which checks every signature. */
import { randomBytes } from "node:crypto";
import type { S3Client, S3ClientConfig } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { directS3 } from "../../shared/store/s3-direct.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";

const HOUR_MS = 3_600_000;

let s3: S3StandIn;
let clients: S3Client[];
let behindMs: number;
beforeEach(async () => {
  behindMs = 0;
  s3 = await startS3({ now: () => new Date(Date.now() + behindMs) });
  clients = [];
  await makeVaultBuckets(client());
  s3.forgetRequests();
});
afterEach(async () => {
  for (const each of clients) each.destroy();
  await s3.close();
});

function client(more: S3ClientConfig = {}): S3Client {
  const made = vaultClient(s3, more);
  clients.push(made);
  return made;
}

const put = (key: string, body: Uint8Array = randomBytes(100)) => {
  return { bucket: STAGING_BUCKET, key, headers: {}, body, payloadHash: sha256Hex(body) };
};

describe("a direct put", () => {
  it.each([
    "22824/143/identity.0123",
    "a b+c/%23143/ü/漢字/😀",
    "!'()*~._-$&=@:;,?#[]",
    "ends/in/..dots..",
    `long/${"k".repeat(800)}`,
  ])("is signed as S3 understands the key %j", async (key) => {
    const body = randomBytes(1000);
    await directS3(client()).put(put(key, body));
    expect(await s3.bytes(STAGING_BUCKET, key)).toEqual(body);
  });

  it("of many bytes arrives as it was given, and gives the ETag", async () => {
    const body = randomBytes(3_000_001);
    const { etag } = await directS3(client()).put(put("large", body));
    expect(await s3.bytes(STAGING_BUCKET, "large")).toEqual(body);
    expect(etag).toMatch(/^"[0-9a-f]{32}"$/);
  });

  it("goes by S3's clock once S3 has said that this machine's is wrong", async () => {
    behindMs = HOUR_MS;
    const direct = directS3(client());
    await direct.put(put("first"));
    expect(s3.total).toBe(2);
    await direct.put(put("second"));
    expect(s3.total).toBe(3);
  });

  it.each([1, 3])("is tried as often as the client is told: %i times", async (maxAttempts) => {
    s3.fault({ kind: "error", status: 503, code: "SlowDown", times: Number.POSITIVE_INFINITY });
    const failing = directS3(client({ maxAttempts })).put(put("busy"));
    await expect(failing).rejects.toMatchObject({ name: "SlowDown", $metadata: { httpStatusCode: 503 } });
    expect(s3.total).toBe(maxAttempts);
  });

  it("is not tried again when S3 refuses it for good", async () => {
    s3.fault({ kind: "error", status: 403, code: "AccessDenied" });
    await expect(directS3(client()).put(put("refused"))).rejects.toMatchObject({ name: "AccessDenied" });
    expect(s3.total).toBe(1);
  });

  it("of many bytes is sent whole again after a connection that broke", async () => {
    const body = randomBytes(3_000_001);
    s3.fault({ kind: "reset", times: 2 });
    await directS3(client()).put(put("again", body));
    expect(await s3.bytes(STAGING_BUCKET, "again")).toEqual(body);
    expect(s3.total).toBe(3);
  });

  it("takes the credentials anew for each request, since temporary ones expire", async () => {
    let asked = 0;
    const credentials = async () => {
      asked += 1;
      return { ...s3.credentials, expiration: new Date(Date.now() + 1000) };
    };
    const direct = directS3(client({ credentials }));
    await direct.put(put("one"));
    const before = asked;
    await direct.put(put("two"));
    expect(asked).toBeGreaterThan(before);
  });
});
