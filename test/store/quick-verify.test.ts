/** Quick verification on S3: what the server keeps a digest of is not read, what it has none of is. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { validateObject } from "../../shared/ocfl/validator/validator.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { harness } from "../archive/harness.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";

it("finds a file that was overwritten without a SHA-256, and reads no other", async () => {
  const sandbox = await startSandbox();
  const s3 = await startS3();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  const store = vaultStore(client);
  await using wired = harness(sandbox, store);
  await wired.archive(143);
  const object = "archive/22824/143";
  const quick = () => validateObject(storeTree(store), object, { mode: "quick" });
  const errors = async () => (await quick()).findings.filter(({ severity }) => severity === "error");

  expect(await errors()).toEqual([]);
  expect((await quick()).bytes).toBe(0);
  const Key = `${object}/v1/content/ticket.json`;
  await client.send(
    new PutObjectCommand({ Bucket: ARCHIVE_BUCKET, Key, Body: "{}", ChecksumAlgorithm: "CRC32" }),
  );

  expect(await errors()).toMatchObject([{ code: "E092", path: Key }]);
  client.destroy();
  await s3.close();
  await sandbox.close();
});
