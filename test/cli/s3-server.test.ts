/** The command line and other people's S3 servers: how they are named, found wanting, or not reached. */
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";
import { startS3Proxy } from "../stand-ins/s3-proxy/proxy.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

let sandbox: Sandbox;
let s3: S3StandIn;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox();
  s3 = await startS3();
  folder = await tempFolder();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  client.destroy();
  // The SDK looks for keys in the environment of the process.
  vi.stubEnv("AWS_ACCESS_KEY_ID", s3.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", s3.credentials.secretAccessKey);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await folder[Symbol.asyncDispose]();
  await s3.close();
  await sandbox.close();
});

const STAGING = `s3://${STAGING_BUCKET}`;

function run(args: readonly string[], env: Record<string, string>) {
  return runHere(args, { cwd: folder.path, env: { ...envOf(sandbox), ...env } });
}

// F33
test.each(["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"])("%s is taken as --endpoint is", async (name) => {
  const store = `s3://${ARCHIVE_BUCKET}/${name}`;
  const endpoint = s3.endpoint.replace("127.0.0.1", "localhost");
  const archive = ["archive", "143", "--store", store, "--staging", STAGING];
  expect(await run(archive, { [name]: endpoint })).toMatchObject({ code: 0 });
  expect(await run([...archive, "--endpoint", endpoint], {})).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("unchanged"),
  });
});

// F33
test("the SDK's endpoint is none of a folder's, and can be ignored", async () => {
  const elsewhere = { AWS_ENDPOINT_URL: "http://127.0.0.1:1" };
  expect(await run(["archive", "143"], elsewhere)).toMatchObject({ code: 0 });
  const args = ["show", "143", "--store", `s3://${ARCHIVE_BUCKET}`, "--endpoint", s3.endpoint];
  const ignored = { AWS_ENDPOINT_URL: "no address", AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
  expect(await run(args, ignored)).toMatchObject({ code: 4, stderr: expect.stringContaining("no archive") });
});

// F30, F31
test.each(["refuse-if-match", "drop-conditions"] as const)(
  "a server that does %s ends with 4, named",
  async (manner) => {
    await using proxy = await startS3Proxy(s3, manner);
    const store = `s3://${ARCHIVE_BUCKET}/${manner}`;
    const args = ["archive", "143", "--store", store, "--staging", STAGING, "--endpoint", proxy.endpoint];
    for (const _time of [1, 2, 3]) {
      const { code, stderr } = await run(args, {});
      expect([code, stderr]).toEqual([
        4,
        expect.stringContaining(`The S3 server ${new URL(proxy.endpoint).host} `),
      ]);
    }
    expect(s3.keys(ARCHIVE_BUCKET).filter((key) => key.includes(`${manner}/archive/22824/143/`))).toEqual([]);
  },
);

// F34
test("a prefix that is too long for S3 is measured, and refused before anything is asked", async () => {
  s3.forgetRequests();
  const args = ["archive", "143", "--endpoint", s3.endpoint, "--staging", STAGING, "--store"];
  expect(await run([...args, `s3://${ARCHIVE_BUCKET}/${"é".repeat(70)}`], {})).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("the prefix has 140 bytes, and may have 123"),
  });
  expect(s3.total).toBe(0);
  expect(await run([...args, `s3://${ARCHIVE_BUCKET}/${"p".repeat(123)}`], {})).toMatchObject({ code: 0 });
});

// F34
test("an endpoint where nobody listens is named with its port and the system's reason", async () => {
  const args = ["show", "143", "--store", `s3://${ARCHIVE_BUCKET}`, "--endpoint", "http://127.0.0.1:1"];
  expect(await run(args, {})).toMatchObject({
    code: 4,
    stderr: expect.stringContaining("127.0.0.1:1 cannot be reached: nobody listens there (ECONNREFUSED)"),
  });
});

// U3
test("files are not staged where Object Lock would keep the copies: nothing is asked, nothing written", async () => {
  const before = s3.keys(ARCHIVE_BUCKET).length;
  const calls = sandbox.counts.apiCalls;
  const args = ["archive", "143", "--store", `s3://${ARCHIVE_BUCKET}/u3`, "--endpoint", s3.endpoint];

  const { code, stderr } = await run(args, {});

  expect(code).toBe(2);
  expect(stderr).toContain(`staged in s3://${ARCHIVE_BUCKET}/u3/.staging, a bucket with Object Lock`);
  expect(stderr).toContain("give --staging s3://BUCKET/PREFIX");
  expect(s3.keys(ARCHIVE_BUCKET)).toHaveLength(before);
  expect(sandbox.counts.apiCalls).toBe(calls);
});

// U3
test("in a bucket without Object Lock files are staged beside the archive", async () => {
  const args = ["archive", "143", "--store", `s3://${STAGING_BUCKET}/u3`, "--endpoint", s3.endpoint];
  expect(await run(args, {})).toMatchObject({ code: 0 });
});
