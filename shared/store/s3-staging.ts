/** The staging area on S3: what is staged where, and how one listing tells. */
import { randomUUID } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import { sha256Hex } from "../digest.ts";
import { checkedIdentity, checkedKey } from "./key.ts";
import type { Body, StagedFile } from "./object-store.ts";
import type { DirectS3 } from "./s3-direct.ts";
import { listFiles } from "./s3-list.ts";
import { at, type S3Place } from "./s3-place.ts";
import { putObject } from "./s3-put.ts";
import { Intake, uploadInParts } from "./s3-upload.ts";

/** What a listing shows: `{identity}.{sha256}`, or with `.{uuid}.{size}` for a body in parts. */
const STAGED = /^(.+?)\.([0-9a-f]{64})(?:\.([0-9a-f-]{36})\.(\d+))?$/;

/**
 * A body of one part is staged as `{identity}.{sha256}`. The digest of a longer one is known only at its end, when
 * its key is long fixed: it is staged as `{identity}.{uuid}`, and an empty object whose name holds the digest, the
 * uuid and the size makes it known. So one listing tells all that is staged, and no key is written with other bytes.
 */
export class S3Staging {
  readonly #client: S3Client;
  readonly #direct: DirectS3;
  readonly #place: S3Place;
  readonly #partSize: number;

  constructor(client: S3Client, direct: DirectS3, place: S3Place, partSize: number) {
    this.#client = client;
    this.#direct = direct;
    this.#place = place;
    this.#partSize = partSize;
  }

  async stage(area: string, identity: string, body: Body): Promise<StagedFile> {
    const name = `${checkedKey(area)}/${checkedIdentity(identity)}`;
    if (body instanceof Uint8Array) return this.#stageWhole(name, identity, body, sha256Hex(body));
    const intake = new Intake(body);
    try {
      const first = await intake.takeFirst(this.#partSize);
      if (first.byteLength < this.#partSize) {
        return await this.#stageWhole(name, identity, first, intake.sha256());
      }
      const uuid = randomUUID();
      const key = `${name}.${uuid}`;
      await uploadInParts(
        { client: this.#client, direct: this.#direct, ...at(this.#place, key) },
        first,
        intake,
      );
      const sha256 = intake.sha256();
      await this.#put(`${name}.${sha256}.${uuid}.${intake.size}`, new Uint8Array());
      return { key, identity, sha256, size: intake.size, stagedAt: Date.now() };
    } finally {
      await intake.close();
    }
  }

  async list(area: string): Promise<StagedFile[]> {
    // Keyed, since a long body that was staged twice stands under two uuids.
    const found = new Map<string, StagedFile>();
    for await (const { key, size, writtenAt } of listFiles(this.#client, this.#place, checkedKey(area))) {
      const [, identity, sha256, uuid, total] = STAGED.exec(key.slice(area.length + 1)) ?? [];
      if (identity === undefined || sha256 === undefined) continue;
      const inParts = { key: `${area}/${identity}.${uuid}`, size: Number(total) };
      const bytes = uuid === undefined ? { key, size } : inParts;
      found.set(`${identity}.${sha256}`, { ...bytes, identity, sha256, stagedAt: writtenAt });
    }
    return [...found.values()];
  }

  async #stageWhole(name: string, identity: string, bytes: Uint8Array, sha256: string): Promise<StagedFile> {
    const key = `${name}.${sha256}`;
    await this.#put(key, bytes, sha256);
    return { key, identity, sha256, size: bytes.byteLength, stagedAt: Date.now() };
  }

  async #put(key: string, bytes: Uint8Array, sha256?: string): Promise<void> {
    await putObject(this.#direct, at(this.#place, key), bytes, {}, sha256);
  }
}
