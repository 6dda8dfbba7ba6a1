/** The S3 server goes away in the middle of a backfill, and comes back. */

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { envOf, start } from "../cli/command.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";
import { startS3Proxy } from "../stand-ins/s3-proxy/proxy.ts";
import { tempFolder } from "../temp.ts";

const TICKETS = 40;
const AWAY_MS = 5_000;

let sandbox: Sandbox;
let s3: S3StandIn;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: TICKETS });
  s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  client.destroy();
});
afterAll(async () => {
  await s3.close();
  await sandbox.close();
});

// F35
it("no ticket fails: the run says that it waits, and goes on", async () => {
  await using folder = await tempFolder();
  const proxy = await startS3Proxy(s3, "pass-on");
  const env = {
    ...envOf(sandbox),
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    AWS_ENDPOINT_URL: proxy.endpoint,
    TICKETVAULT_STORE: `s3://${ARCHIVE_BUCKET}`,
    TICKETVAULT_STAGING: `s3://${STAGING_BUCKET}`,
  };
  const away = (async () => {
    while (s3.keys(ARCHIVE_BUCKET).length < 40) await sleep(20);
    await proxy[Symbol.asyncDispose]();
    await sleep(AWAY_MS);
    return startS3Proxy(s3, "pass-on", Number(new URL(proxy.endpoint).port));
  })();

  const args = ["backfill", "--from", "1000", "--to", String(999 + TICKETS)];
  const { code, stdout, stderr } = await start(args, { cwd: folder.path, env }).ended;

  await (await away)[Symbol.asyncDispose]();
  // What was published just before the server went away is found unchanged by the next try.
  const [, archived = 0, unchanged = 0] =
    /archived +(\d+)\nunchanged +(\d+)\n/.exec(stdout)?.map(Number) ?? [];
  expect([code, archived + unchanged]).toEqual([0, TICKETS]);
  expect(stderr.match(/The store does not answer; the run waits for it, up to 5 min/g)).toHaveLength(1);
  expect(stderr.match(/The store answers again, after/g)).toHaveLength(1);
});
