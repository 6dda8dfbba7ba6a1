/** Signatures against the examples that AWS publishes. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { encoded, signed } from "../../shared/store/s3-sign.ts";

// https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
const CONTEXT = {
  keys: {
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
  },
  region: "us-east-1",
  now: new Date("2013-05-24T00:00:00Z"),
};
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const bare = { method: "GET", host: "examplebucket.s3.amazonaws.com", path: "/", query: "", headers: {} };

test.each([
  [
    "GET Object",
    { ...bare, path: "/test.txt", headers: { range: "bytes=0-9" }, payloadHash: sha256("") },
    "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
  ],
  [
    "PUT Object",
    {
      ...bare,
      method: "PUT",
      path: `/${encoded("test$file.text")}`,
      headers: { date: "Fri, 24 May 2013 00:00:00 GMT", "x-amz-storage-class": "REDUCED_REDUNDANCY" },
      payloadHash: sha256("Welcome to Amazon S3."),
    },
    "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
  ],
  [
    "GET Bucket Lifecycle",
    { ...bare, query: "lifecycle=", payloadHash: sha256("") },
    "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
  ],
  [
    "GET Bucket (List Objects)",
    { ...bare, query: "max-keys=2&prefix=J", payloadHash: sha256("") },
    "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
  ],
])("AWS's example %s has AWS's signature", (_, request, signature) => {
  expect(signed(request, CONTEXT)["authorization"]).toMatch(new RegExp(`,Signature=${signature}$`));
});

test("a key of the day before, of another region or of other credentials is not used again", () => {
  const request = { ...bare, payloadHash: sha256("") };
  const sign = (other: object): string | undefined =>
    signed(request, { ...CONTEXT, ...other })["authorization"]?.split("Signature=")[1];
  const others = [
    {},
    { now: new Date("2013-05-25T00:00:00Z") },
    { region: "eu-west-1" },
    { keys: { ...CONTEXT.keys, secretAccessKey: "another" } },
  ];
  const alone = others.map(sign);
  expect(others.toReversed().map(sign)).toEqual(alone.toReversed());
  expect(new Set(alone).size).toBe(others.length);
});

test("the token of temporary credentials is sent and signed", () => {
  const keys = { ...CONTEXT.keys, sessionToken: "token" };
  const headers = signed({ ...bare, payloadHash: "UNSIGNED-PAYLOAD" }, { ...CONTEXT, keys });
  expect(headers["x-amz-security-token"]).toBe("token");
  expect(headers["authorization"]).toContain("x-amz-security-token,Signature=");
});
