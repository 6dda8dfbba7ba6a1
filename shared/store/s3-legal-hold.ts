/** Legal hold on S3: set on each version of each object, so that nobody can delete it, whatever its retention. */
import {
  GetObjectLockConfigurationCommand,
  PutObjectLegalHoldCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import pMap from "p-map";
import { StoreError } from "../errors.ts";
import { checkedKey } from "./key.ts";
import type { LegalHold } from "./legal-hold.ts";
import { isNamed, WITHOUT_LOCK } from "./s3-answers.ts";
import { s3Call } from "./s3-errors.ts";
import { at, relative, type S3Place } from "./s3-place.ts";
import { versionPages } from "./s3-versions.ts";

const AT_ONCE = 16;

export interface S3LegalHoldOptions extends S3Place {
  readonly client: S3Client;
}

/** Legal holds in a folder of a bucket. */
export function s3LegalHold({ client, ...place }: S3LegalHoldOptions): LegalHold {
  return {
    async check() {
      const command = new GetObjectLockConfigurationCommand({ Bucket: place.bucket });
      const where = `the Object Lock configuration of s3://${place.bucket}`;
      const { ObjectLockConfiguration: lock } = await s3Call(
        () => client.send(command).catch(explained),
        where,
      );
      if (lock?.ObjectLockEnabled !== "Enabled") throw noObjectLock();
    },
    async set(folder, held, signal) {
      const { bucket, key } = at(place, checkedKey(folder));
      const where = `s3://${bucket}/${key}`;
      let versions = 0;
      // Keys come in the order of their bytes: `inventory.json` of the root before `v1/…`.
      for await (const { files } of versionPages(client, bucket, `${key}/`, where)) {
        try {
          await pMap(files, ({ Key, VersionId }) => setOne({ Bucket: bucket, Key, VersionId }), {
            concurrency: AT_ONCE,
          });
        } catch (error) {
          signal?.throwIfAborted();
          throw error;
        }
        versions += files.length;
      }
      return versions;

      async function setOne(version: { Bucket: string; Key: string; VersionId: string }): Promise<void> {
        const command = new PutObjectLegalHoldCommand({
          ...version,
          LegalHold: { Status: held ? "ON" : "OFF" },
        });
        // Nothing may be set after the signal: by then the records may say otherwise.
        const options = { ...(signal && { abortSignal: signal }) };
        await s3Call(() => client.send(command, options).catch(explained), where);
      }
    },
    async *changedFiles(folder) {
      const { bucket, key } = at(place, checkedKey(folder));
      const where = `s3://${bucket}/${key}`;
      let before: string | undefined;
      for await (const { files, hidden } of versionPages(client, bucket, `${key}/`, where)) {
        for (const { Key } of hidden) yield relative(place, Key);
        for (const { Key } of files) {
          if (Key === before) yield relative(place, Key);
          before = Key;
        }
      }
    },
  };

  function explained(error: unknown): never {
    if (!isNamed(error, ...WITHOUT_LOCK)) throw error;
    throw noObjectLock(error);
  }

  function noObjectLock(cause?: unknown): StoreError {
    const message = `s3://${place.bucket} has no Object Lock, so nothing in it can be put under legal hold. Make the bucket with Object Lock, as the stack does, and archive there.`;
    return new StoreError("no-object-lock", message, { cause });
  }
}
