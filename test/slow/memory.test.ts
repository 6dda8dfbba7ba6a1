/** A large attachment goes through in bounded memory, into S3 and into a folder. */
import { expect, it } from "vitest";
import { startS3 } from "../s3/stand-in.ts";
import { makeVaultBuckets, vaultClient } from "../s3/vault.ts";
import { startSandbox } from "../sandbox/sandbox.ts";
import { tempFolder } from "../temp.ts";
import type { Job } from "./archiver.main.ts";
import { startArchiver } from "./process.ts";

const GIB = 1024 ** 3;
const MIB = 1024 ** 2;

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
  const { origin, orgId, accessKey, secretKey } = sandbox;
  const store: Job["store"] =
    where === "S3" ? { s3: { endpoint: s3.endpoint, credentials: s3.credentials } } : { folder: folder.path };

  const { code, stderr, receipts, maxRss } = await startArchiver({
    sandbox: { origin, orgId, accessKey, secretKey },
    store,
    ticketIds: [143],
  }).ended;

  expect([code, stderr]).toEqual([0, ""]);
  expect(receipts).toMatchObject([{ completeness: "complete", attachments: { downloadedBytes: GIB } }]);
  process.stdout.write(`1 GiB into ${where}: ${Math.round(maxRss / MIB)} MiB resident\n`);
  expect(maxRss).toBeLessThan(200 * 1e6);
  expect(maxRss).toBeGreaterThan(20 * MIB);
  client.destroy();
  await s3.close();
  await sandbox.close();
});
