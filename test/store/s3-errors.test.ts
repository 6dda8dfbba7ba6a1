/** What the store makes of S3's refusals: what passes, what somebody can mend, and what is for good. */
import type { S3Client } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";

let s3: S3StandIn;
let client: S3Client;
let store: ObjectStore;
beforeAll(async () => {
  s3 = await startS3();
  client = vaultClient(s3, { maxAttempts: 2 });
  await makeVaultBuckets(client);
  store = vaultStore(client);
});
afterEach(() => s3.clearFaults());
afterAll(async () => {
  client.destroy();
  await s3.close();
});

/** Puts are sent by the store itself, reads by the SDK. */
describe.each([
  ["a put", () => store.create("archive/1/2/x", Buffer.of(1))],
  ["a read", () => store.read("archive/1/2/x")],
] as const)("%s", (_, act) => {
  it.each(["KMS.DisabledException", "KMS.KMSInvalidStateException", "KMS.NotFoundException"])(
    "that fails for the bucket's key (%s) says so, and what to check",
    async (code) => {
      s3.fault({ kind: "error", status: 400, code, times: Number.POSITIVE_INFINITY });
      await expect(act()).rejects.toMatchObject({
        code: "access-denied",
        retryable: false,
        message: expect.stringMatching(new RegExp(`\\(${code}\\): the bucket's KMS key .* check that`)),
      });
    },
  );

  it.each(["ThrottlingException", "KMS.ThrottlingException", "RequestLimitExceeded"])(
    "that came too soon (400 %s) may pass later",
    async (code) => {
      s3.fault({ kind: "error", status: 400, code, times: Number.POSITIVE_INFINITY });
      await expect(act()).rejects.toMatchObject({ code: "busy", retryable: true });
    },
  );

  it("whose credentials have expired may pass with new ones", async () => {
    s3.fault({ kind: "error", status: 400, code: "ExpiredToken", times: Number.POSITIVE_INFINITY });
    await expect(act()).rejects.toMatchObject({ code: "access-denied", retryable: true });
  });

  it("that S3 does not understand fails for good", async () => {
    s3.fault({ kind: "error", status: 400, code: "InvalidArgument", times: Number.POSITIVE_INFINITY });
    await expect(act()).rejects.toMatchObject({ code: "failed", retryable: false });
  });
});

// F34
it("a HEAD that fails, to whose answer there is no body, is explained by what a GET is answered", async () => {
  s3.fault({ kind: "error", status: 400, code: "InvalidToken", times: Number.POSITIVE_INFINITY });
  await expect(store.stat("archive/1/2/x")).rejects.toMatchObject({
    code: "access-denied",
    message: expect.stringContaining("S3 refused (InvalidToken): the session token is not valid"),
  });
});

it("a HEAD alone that fails may be one that somebody can mend", async () => {
  await store.create("archive/1/2/there", Buffer.of(1));
  const fault = { kind: "error", status: 400, code: "Whatever", times: Number.POSITIVE_INFINITY } as const;
  s3.fault({ ...fault, op: "HeadObject" });
  await expect(store.stat("archive/1/2/there")).rejects.toMatchObject({
    code: "access-denied",
    retryable: true,
  });
});

it("a put that KMS throttles is sent again", async () => {
  s3.fault({ kind: "error", status: 400, code: "KMS.ThrottlingException" });
  expect(await store.create("archive/1/2/again", Buffer.of(1))).toBe("created");
});
