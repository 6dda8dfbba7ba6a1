/** Retention and legal hold of a ticket's files on a real S3 server: who archives cannot delete what was archived. */
import { randomUUID } from "node:crypto";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLockConfigurationCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { expect, inject, it } from "vitest";
import { applyHolds } from "../../shared/holds/apply-holds.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { silentLogger } from "../../shared/log.ts";
import { s3Store } from "../../shared/store/s3.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { ORG, publish } from "../seal/archived.ts";
import { vaultClient } from "../stand-ins/s3/vault.ts";

const TICKET = 143;

it("what is archived cannot be deleted while retained, nor, under legal hold, by who may bypass that", async () => {
  const client = vaultClient(inject("radosgw"));
  const bucket = await lockedBucket(client);
  const store = s3Store({ client, bucket, prefix: "", staging: { bucket, prefix: "staging" } });
  // The archive flow refuses radosgw's locked buckets, as they honour no conditions: the files are put there without it.
  await publish(store, TICKET);
  const legalHold = s3LegalHold({ client, bucket, prefix: "" });
  const { changedFiles } = legalHold;
  const register = holdRegister({ store, orgId: ORG, now: () => new Date(), changedFiles });
  const holds = { orgId: ORG, register, legalHold, log: silentLogger };
  const mandate = { by: "counsel", reason: "litigation" };
  const folder = `archive/${ORG}/${TICKET}/`;
  const archived = (await versionsOf(client, bucket, folder)).length;

  expect(archived).toBe(5);
  expect(await deleteAll(client, bucket, folder, false)).toEqual({ refused: archived });

  const placed = await register.place("acme", [TICKET], mandate);
  expect(await applyHolds(holds, placed.tickets)).toBe(archived);
  expect(await deleteAll(client, bucket, folder, true)).toEqual({ refused: archived });

  const released = await register.release("acme", mandate);
  await applyHolds(holds, released.tickets);
  expect(await deleteAll(client, bucket, folder, false)).toEqual({ refused: archived });
  expect(await deleteAll(client, bucket, folder, true)).toEqual({ refused: 0 });
  client.destroy();
});

it("an entry of a hold's record that was hidden or written over is named, whatever the lock keeps", async () => {
  const client = vaultClient(inject("radosgw"));
  const bucket = await lockedBucket(client);
  const store = s3Store({ client, bucket, prefix: "", staging: { bucket, prefix: "staging" } });
  const { changedFiles } = s3LegalHold({ client, bucket, prefix: "" });
  const changed = async () => {
    const found: string[] = [];
    for await (const key of changedFiles("holds/1")) found.push(key);
    return found.toSorted();
  };
  const keys = ["a", "b", "c"].map((matter) => `holds/1/${matter}/000001.json`);
  for (const key of keys) await store.create(key, Buffer.from("{}"));
  const untouched = await changed();

  await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: keys[0] }));
  const over = { Bucket: bucket, Key: keys[1], Body: "{}", ChecksumAlgorithm: "SHA256" } as const;
  await client.send(new PutObjectCommand(over));

  expect(untouched).toEqual([]);
  expect(await changed()).toEqual(keys.slice(0, 2));
  client.destroy();
});

it("a bucket with Object Lock can hold, and one without is named", async () => {
  const client = vaultClient(inject("radosgw"));
  const plain = `plain-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: plain }));
  const holdIn = (bucket: string) => s3LegalHold({ client, bucket, prefix: "" });

  await holdIn(await lockedBucket(client)).check();
  await expect(holdIn(plain).check()).rejects.toMatchObject({ code: "no-object-lock" });
  client.destroy();
});

async function lockedBucket(client: S3Client): Promise<string> {
  const bucket = `held-${randomUUID()}`;
  await client.send(new CreateBucketCommand({ Bucket: bucket, ObjectLockEnabledForBucket: true }));
  await client.send(
    new PutObjectLockConfigurationCommand({
      Bucket: bucket,
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 1 } },
      },
    }),
  );
  return bucket;
}

async function versionsOf(client: S3Client, Bucket: string, Prefix: string) {
  const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  return Versions;
}

/** Tries to delete each version there is. */
async function deleteAll(client: S3Client, Bucket: string, prefix: string, bypass: boolean) {
  let refused = 0;
  for (const { Key, VersionId } of await versionsOf(client, Bucket, prefix)) {
    const which = { Bucket, Key, VersionId, ...(bypass && { BypassGovernanceRetention: true }) };
    await client.send(new DeleteObjectCommand(which)).catch((error: Error) => {
      expect(error.name).toBe("AccessDenied");
      refused += 1;
    });
  }
  return { refused };
}
