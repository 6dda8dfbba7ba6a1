/** Puts exports into a bucket: in parts, in bounded memory; an upload that fails leaves nothing. */
import { GetObjectCommand, HeadObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { sha256Hex } from "../digest.ts";
import { StoreError } from "../errors.ts";
import { checkedKey } from "./key.ts";
import { readWhole } from "./most-read.ts";
import type { Output } from "./output.ts";
import { directS3 } from "./s3-direct.ts";
import { unlessAbsent } from "./s3-errors.ts";
import { at, type S3Place } from "./s3-place.ts";
import { putObject } from "./s3-put.ts";
import { Intake, uploadInParts } from "./s3-upload.ts";

/** S3 takes 10,000 parts: with parts of this size, files of 160 GB. Three are kept in memory. */
const PART_SIZE = 16 * 1024 * 1024;

/** @param partSize bytes of a part of an upload; S3's least is 5 MiB */
export function s3Output(client: S3Client, place: S3Place, partSize = PART_SIZE): Output {
  const direct = directS3(client);
  const target = (key: string) => at(place, checkedKey(key));
  const named = (key: string) => {
    const { bucket, key: Key } = target(key);
    return { Bucket: bucket, Key };
  };
  const shown = (key: string): string => `s3://${target(key).bucket}/${target(key).key}`;
  const sizeOf = async (key: string): Promise<number | undefined> => {
    const head = await unlessAbsent(() => client.send(new HeadObjectCommand(named(key))), shown(key), "HEAD");
    return head?.ContentLength;
  };
  return {
    location: `s3://${place.bucket}${place.prefix === "" ? "" : `/${place.prefix}`}`,
    read: (key) =>
      unlessAbsent(async () => {
        const { Body, ContentLength } = await client.send(new GetObjectCommand(named(key)));
        if (Body === undefined) throw new StoreError("failed", `${shown(key)}: S3 gave no body`);
        return readWhole(Body as unknown as AsyncIterable<Uint8Array>, ContentLength, shown(key));
      }, shown(key)),
    open: (key) =>
      unlessAbsent(async () => {
        const { Body } = await client.send(new GetObjectCommand(named(key)));
        return Body as unknown as AsyncIterable<Uint8Array>;
      }, shown(key)),
    size: sizeOf,
    holds: async (key, { size }) => (await sizeOf(key)) === size,
    async create(key, bytes) {
      return (await putObject(direct, target(key), bytes, { "if-none-match": "*" })) ? "created" : "exists";
    },
    async write(key, body) {
      if (body instanceof Uint8Array) {
        const sha256 = sha256Hex(body);
        await putObject(direct, target(key), body, {}, sha256);
        return { sha256, size: body.byteLength };
      }
      const intake = new Intake(body);
      try {
        const first = await intake.takeFirst(partSize);
        if (first.byteLength < partSize) {
          const sha256 = intake.sha256();
          await putObject(direct, target(key), first, {}, sha256);
          return { sha256, size: intake.size };
        }
        await uploadInParts({ client, direct, ...target(key) }, first, intake);
        return { sha256: intake.sha256(), size: intake.size };
      } finally {
        await intake.close();
      }
    },
  };
}
