/** Legal hold on S3: set on each version of each object, so that nobody can delete it, whatever its retention. */
import { ListObjectVersionsCommand, PutObjectLegalHoldCommand, type S3Client } from "@aws-sdk/client-s3";
import pMap from "p-map";
import { StoreError } from "../errors.ts";
import { checkedKey } from "./key.ts";
import type { LegalHold } from "./legal-hold.ts";
import { isNamed, s3Call } from "./s3-errors.ts";
import { at, type S3Place } from "./s3-place.ts";

const AT_ONCE = 16;

export interface S3LegalHoldOptions extends S3Place {
  readonly client: S3Client;
}

export function s3LegalHold({ client, ...place }: S3LegalHoldOptions): LegalHold {
  return {
    async set(folder, held, signal) {
      const { bucket, key } = at(place, checkedKey(folder));
      const where = `s3://${bucket}/${key}`;
      let versions = 0;
      // Keys come in the order of their bytes: `inventory.json` of the root before `v1/…`.
      for await (const page of versionPages(client, bucket, `${key}/`, where)) {
        try {
          await pMap(page, ({ Key, VersionId }) => setOne({ Bucket: bucket, Key, VersionId }), {
            concurrency: AT_ONCE,
          });
        } catch (error) {
          signal?.throwIfAborted();
          throw error;
        }
        versions += page.length;
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
  };

  function explained(error: unknown): never {
    if (!isNamed(error, "InvalidRequest", "NoSuchObjectLockConfiguration")) throw error;
    const message = `s3://${place.bucket} has no Object Lock, so nothing in it can be put under legal hold. Make the bucket with Object Lock, as the stack does, and archive there.`;
    throw new StoreError("no-object-lock", message, { cause: error });
  }
}

interface Version {
  readonly Key: string;
  readonly VersionId: string;
}

async function* versionPages(
  client: S3Client,
  bucket: string,
  prefix: string,
  where: string,
): AsyncIterable<Version[]> {
  let next: { KeyMarker?: string; VersionIdMarker?: string } | undefined = {};
  while (next !== undefined) {
    const command: ListObjectVersionsCommand = new ListObjectVersionsCommand({
      Bucket: bucket,
      Prefix: prefix,
      ...next,
    });
    const page = await s3Call(() => client.send(command), where);
    yield (page.Versions ?? []).map(({ Key = "", VersionId = "null" }) => ({ Key, VersionId }));
    const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
    next = IsTruncated
      ? {
          ...(NextKeyMarker !== undefined && { KeyMarker: NextKeyMarker }),
          ...(NextVersionIdMarker !== undefined && { VersionIdMarker: NextVersionIdMarker }),
        }
      : undefined;
  }
}
