/** Bounded memory: the command line with a large attachment, into S3 and into a folder; cutting a large answer. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import * as z from "zod";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { envOf, start } from "../cli/command.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";
import { tempFolder } from "../temp.ts";
import { peakMemory } from "./peak-memory.ts";

const GIB = 1024 ** 3;
const MB = 1e6;

it.each(["S3", "a folder"])("1 GiB into %s within 200 MB of resident memory", async (where) => {
  const sandbox = await startSandbox();
  const s3 = await startS3({ onDisk: true });
  await using folder = await tempFolder();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  const ticket = structuredClone(sandbox.ticket(143));
  const attachment = ticket?.ConversationList[1]?.Attachments?.[0];
  if (ticket === undefined || attachment === undefined) throw new Error("ticket 143 is not there");
  Object.assign(attachment, { FileName: "large.txt", ContentType: "text/plain", FileSize: GIB });
  sandbox.setTicket(143, ticket);
  const place = [
    "--store",
    `s3://${ARCHIVE_BUCKET}`,
    "--staging",
    `s3://${STAGING_BUCKET}`,
    "--endpoint",
    s3.endpoint,
  ];
  const { accessKeyId, secretAccessKey } = s3.credentials;

  const { child, ended } = start(["archive", "143", "--json", ...(where === "S3" ? place : [])], {
    cwd: folder.path,
    env: {
      ...envOf(sandbox),
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_REGION: "us-east-1",
    },
  });
  const peak = await peakMemory(child.pid, ended);
  const { code, stdout, stderr } = await ended;

  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(`"downloadedBytes":${GIB}`);
  process.stdout.write(`1 GiB into ${where}: ${Math.round(peak / MB)} MB resident\n`);
  expect(peak).toBeLessThan(200 * MB);
  expect(peak).toBeGreaterThan(50 * MB);
  client.destroy();
  await s3.close();
  await sandbox.close();
});

it("cutting secrets out of an answer takes memory of a few times the answer's size", async () => {
  const script = fileURLToPath(new URL("../leadsquared/redact-memory.ts", import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script]);
  const { bytes, grown } = z.object({ bytes: z.number(), grown: z.number() }).parse(JSON.parse(stdout));
  expect(bytes).toBeGreaterThan(30_000_000);
  expect(grown / bytes).toBeLessThan(6);
});
