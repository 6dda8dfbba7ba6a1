/** What the store makes of servers that answer otherwise than S3, or not at all: each is told with what it was. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { CopyObjectRequest$, type S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { patternStream } from "./bytes.ts";

const KEY = "archive/1/2/x";
/** The headers of CopyObject by which one says what is to be copied, as the SDK's own model has them. */
const DIRECTIVES = CopyObjectRequest$[5].flatMap((member) => {
  const [, traits] = Array.isArray(member) ? member : [];
  const header = (traits as { httpHeader?: string } | undefined)?.httpHeader ?? "";
  return header.endsWith("-directive") ? [header] : [];
});
const credentials = { accessKeyId: "KEY", secretAccessKey: "secret" };

let server: Server;
let answer: { status: number; body?: string; headers?: Record<string, string> };
let clients: S3Client[];
beforeEach(async () => {
  clients = [];
  server = createServer((request, response) => {
    request.resume();
    response
      .writeHead(answer.status, answer.headers)
      .end(request.method === "HEAD" ? undefined : answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const hostOf = (of: Server) => `127.0.0.1:${(of.address() as AddressInfo).port}`;

function storeAt(endpoint: string, more: S3ClientConfig = {}): ObjectStore {
  const client = vaultClient({ endpoint, credentials }, { maxAttempts: 1, ...more });
  clients.push(client);
  return vaultStore(client);
}

const ACTS = [
  ["a put", (store: ObjectStore) => store.create(KEY, Buffer.of(1))],
  ["a read", (store: ObjectStore) => store.read(KEY)],
  ["a stat", (store: ObjectStore) => store.stat(KEY)],
] as const;

const error = (code: string, more = "") => `<Error><Code>${code}</Code>${more}</Error>`;

describe("F32: what is not there", () => {
  it.each(["NoSuchKey", "NoSuchVersion", "NotFound"])("is what S3 calls %s", async (code) => {
    answer = { status: 404, body: error(code) };
    const store = storeAt(`http://${hostOf(server)}`);
    expect([await store.read(KEY), await store.stat(KEY)]).toEqual([undefined, undefined]);
  });

  it.each([
    ["a key that the server does not know", error("XAdminUserNotFound"), "access-denied"],
    ["no bucket", error("NoSuchBucket"), "no-such-bucket"],
    ["the page of another server", "<html><body>404</body></html>", "failed"],
    ["no text at all", "", "failed"],
    ["JSON", "{}", "failed"],
  ])("is not told by a 404 for %s", async (_, body, code) => {
    answer = { status: 404, body };
    await expect(storeAt(`http://${hostOf(server)}`).read(KEY)).rejects.toMatchObject({
      code,
      retryable: false,
    });
  });
});

describe.each(ACTS)("F34: %s", (_, act) => {
  it.each([
    [{ status: 301, headers: { "x-amz-bucket-region": "ap-south-1" }, body: error("PermanentRedirect") }],
    [{ status: 400, body: error("AuthorizationHeaderMalformed", "<Region>ap-south-1</Region>") }],
  ])("in the wrong region names the right one (A8): %j", async (given) => {
    answer = given;
    await expect(act(storeAt(`http://${hostOf(server)}`))).rejects.toMatchObject({
      code: "wrong-region",
      message: expect.stringMatching(/the bucket is in the region ap-south-1 .*--region ap-south-1/),
    });
  });

  it.each([
    ["InvalidToken", "the session token is not valid"],
    ["InvalidAccessKeyId", "the server does not know the access key"],
    ["SignatureDoesNotMatch", "the secret access key is not the one of the access key"],
  ])("that is refused says why (%s)", async (code, reason) => {
    answer = { status: 403, body: error(code) };
    await expect(act(storeAt(`http://${hostOf(server)}`))).rejects.toMatchObject({
      code: "access-denied",
      message: expect.stringContaining(`S3 refused (${code}): ${reason}`),
    });
  });

  it("to a port where nobody listens names it", async () => {
    const gone = createServer();
    await new Promise<void>((listening) => gone.listen(0, "127.0.0.1", listening));
    const host = hostOf(gone);
    await new Promise((closed) => gone.close(closed));
    await expect(act(storeAt(`http://${host}`))).rejects.toMatchObject({
      code: "unreachable",
      retryable: true,
      message: expect.stringContaining(
        `the S3 server ${host} cannot be reached: nobody listens there (ECONNREFUSED)`,
      ),
    });
  });

  it("over TLS to a server that speaks plain http says so", async () => {
    await expect(act(storeAt(`https://${hostOf(server)}`))).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringContaining(
        `${hostOf(server)} cannot be reached: TLS fails; it may speak plain http`,
      ),
    });
  });

  it("to a host that there is not names it", async () => {
    await expect(act(storeAt("http://s3.invalid:9000"))).rejects.toMatchObject({
      code: "unreachable",
      message: expect.stringMatching(
        /the S3 server s3\.invalid:9000 cannot be reached: .*\((ENOTFOUND|EAI_AGAIN)\)$/,
      ),
    });
  });
});

// A2
it("a copy states every directive that the SDK knows: the bytes are copied, and nothing beside them", async () => {
  const s3 = await startS3();
  const client = vaultClient(s3);
  clients.push(client);
  await makeVaultBuckets(client);
  const store = vaultStore(client);
  await store.publish(await store.stage("1/2", "a", Buffer.of(1)), "archive/1/2/v1/content/a");
  const copy = s3.requests.find(({ op }) => op === "CopyObject");

  const stated = Object.fromEntries(DIRECTIVES.map((header) => [header, copy?.headers[header]]));
  expect(stated).toEqual({
    "x-amz-metadata-directive": "REPLACE",
    "x-amz-tagging-directive": "REPLACE",
    "x-amz-object-annotation-directive": "EXCLUDE",
  });
  await s3.close();
});

// F29
it("puts, parts and copies name the algorithm of their checksum as the SDK does", async () => {
  const s3 = await startS3();
  const client = vaultClient(s3);
  clients.push(client);
  await makeVaultBuckets(client);
  const store = vaultStore(client);
  await store.create(KEY, Buffer.of(1));
  const staged = await store.stage("1/2", "a", patternStream(6 * 1024 * 1024));
  await store.publish(staged, "archive/1/2/v1/content/a");
  const sent = s3.requests.map(({ op, headers }) => [
    op,
    headers["x-amz-sdk-checksum-algorithm"] ?? headers["x-amz-checksum-algorithm"],
  ]);
  expect(sent).toContainEqual(["PutObject", "SHA256"]);
  expect(sent).toContainEqual(["UploadPart", "CRC32"]);
  expect(sent).toContainEqual(["CopyObject", "SHA256"]);
  await s3.close();
});
