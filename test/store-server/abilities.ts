/** Tries what an S3 server honours of what an archive needs, one ability after the other. */
import {
  DeleteObjectCommand,
  GetObjectLockConfigurationCommand,
  ListObjectVersionsCommand,
  PutObjectCommand,
  PutObjectLegalHoldCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { StoreError } from "../../shared/errors.ts";
import type { ObjectStore } from "../../shared/store/object-store.ts";
import { copyNew } from "../../shared/store/s3-copy.ts";
import { directS3 } from "../../shared/store/s3-direct.ts";
import { clientOf, openOn, type ServerUnderTest } from "./server.ts";

export interface Ability {
  readonly name: string;
  /** `instead`: the documented substitute does. `off`: the bucket does not have it switched on. */
  readonly found: "yes" | "instead" | "off" | "no";
  readonly remark: string;
}

/** What an archive can do without: the permissions on the bucket are all that protects it then. */
export const FOR_LOCKS = ["versions kept", "retention kept", "legal hold kept and told"];

const RIVALS = 10;
const SECONDS_20 = 20_000;

interface Tools {
  readonly store: ObjectStore;
  readonly client: S3Client;
  readonly server: ServerUnderTest;
}

type Found = Omit<Ability, "name">;

const yes: Found = { found: "yes", remark: "" };
const no = (remark: string): Found => ({ found: "no", remark });

export async function abilitiesOf(server: ServerUnderTest): Promise<Ability[]> {
  const opened = await openOn(server);
  const tools = { store: opened.store, client: clientOf(server), server };
  const tries: [name: string, attempt: (tools: Tools) => Promise<Found>][] = [
    ["absent is said as S3 says it", saysAbsent],
    ["conditional create", conditionalCreate],
    ["conditional replace", conditionalReplace],
    ["conditional copy", conditionalCopy],
    ["SHA-256 kept", keepsSha256],
    [FOR_LOCKS[0] ?? "", keepsVersions],
    [FOR_LOCKS[1] ?? "", keepsRetention],
    [FOR_LOCKS[2] ?? "", keepsLegalHold],
  ];
  const found: Ability[] = [];
  for (const [name, attempt] of tries) {
    const result = await attempt(tools).catch((error: unknown) => no(wordsOf(error)));
    found.push({ name, ...result });
  }
  await opened.close();
  tools.client.destroy();
  return found;
}

async function saysAbsent({ store }: Tools): Promise<Found> {
  const there = [await store.read("absent/file"), await store.stat("absent/file")];
  return there.every((file) => file === undefined) ? yes : no("something is where nothing was written");
}

async function conditionalCreate({ store }: Tools): Promise<Found> {
  const won = await winners((bytes) => store.create("create/contest", bytes), "created");
  if (won !== 1) return no(`of ${RIVALS} who create at once ${won} are told that they did`);
  const again = await store.create("create/contest", Buffer.from("again"));
  return again === "exists" ? yes : no("If-None-Match is ignored");
}

async function conditionalReplace({ store }: Tools): Promise<Found> {
  const key = "replace/contest";
  await store.create(key, Buffer.from("first"));
  const wrong = await store.replace(key, Buffer.from("wrong"), "0".repeat(32));
  if (wrong === "replaced") return no("If-Match is ignored");
  const { tag = "" } = (await store.read(key)) ?? {};
  const won = await winners((bytes) => store.replace(key, bytes, tag), "replaced");
  if (won === 0) return no("every If-Match is refused");
  return won === 1 ? yes : no(`of ${RIVALS} who replace at once ${won} are told that they did`);
}

async function winners(write: (bytes: Uint8Array) => Promise<string>, answer: string): Promise<number> {
  const rivals = Array.from({ length: RIVALS }, (_, number) => write(Buffer.from(`rival ${number}`)));
  return (await Promise.all(rivals)).filter((one) => one === answer).length;
}

async function conditionalCopy({ store, client, server: { bucket, prefix } }: Tools): Promise<Found> {
  const direct = directS3(client);
  const [source, target] = ["copy/source", "copy/target"].map((key) => ({ bucket, key: `${prefix}/${key}` }));
  if (source === undefined || target === undefined) throw new Error("unreachable");
  const put = (Key: string, Body: string) => client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  await put(source.key, "source");
  await put(target.key, "target");
  try {
    await copyNew(direct, source, target, {});
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 412) return yes;
    throw error;
  }
  const staged = await store.stage("1/2", "copy", Buffer.from("staged"));
  await store.publish(staged, "copy/published");
  return { found: "instead", remark: "ignored; the digest is checked after each copy" };
}

async function keepsSha256({ store }: Tools): Promise<Found> {
  await store.create("sha256/put", Buffer.from("put"));
  const staged = await store.stage("1/2", "sha256", Buffer.from("copied"));
  await store.publish(staged, "sha256/copied");
  const [put, copied] = [await store.stat("sha256/put"), await store.stat("sha256/copied")];
  if (put?.sha256 !== undefined && copied?.sha256 === staged.sha256) return yes;
  const of = [put, copied].map((stat, at) =>
    stat?.sha256 === undefined ? ["put", "copied"][at] : undefined,
  );
  return { found: "instead", remark: `not of what is ${of.filter(Boolean).join(" or ")}: it is read back` };
}

async function keepsVersions({ client, server: { bucket, prefix } }: Tools): Promise<Found> {
  const Key = `${prefix}/versions/file`;
  for (const Body of ["one", "two"]) await client.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
  const { Versions = [] } = await client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: Key }));
  return Versions.length === 2 ? yes : { found: "off", remark: "the bucket keeps one version of each key" };
}

async function keepsRetention(tools: Tools): Promise<Found> {
  if (!(await hasLock(tools))) return withoutLock;
  const {
    client,
    server: { bucket: Bucket, prefix },
  } = tools;
  const Key = `${prefix}/retention/file`;
  const until = new Date(Date.now() + SECONDS_20);
  const lock = { ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: until } as const;
  const put = new PutObjectCommand({ Bucket, Key, Body: "kept", ChecksumAlgorithm: "SHA256", ...lock });
  const { VersionId } = await client.send(put);
  return (await isDeleted(client, { Bucket, Key, VersionId })) ? no("what is retained can be deleted") : yes;
}

async function keepsLegalHold(tools: Tools): Promise<Found> {
  if (!(await hasLock(tools))) return withoutLock;
  const {
    client,
    store,
    server: { bucket: Bucket, prefix },
  } = tools;
  const Key = `${prefix}/hold/file`;
  const held = { ObjectLockLegalHoldStatus: "ON", ChecksumAlgorithm: "SHA256" } as const;
  const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key, Body: "held", ...held }));
  if (await isDeleted(client, { Bucket, Key, VersionId })) return no("what is held can be deleted");
  await client.send(new PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status: "OFF" } }));
  await store.underHold().create("hold/told", Buffer.from("held"));
  return (await store.read("hold/told"))?.held === true
    ? yes
    : {
        found: "no",
        remark: "kept, but a GET does not tell it: new versions are held by the record of holds alone",
      };
}

const withoutLock: Found = { found: "off", remark: "the bucket has no Object Lock" };

async function hasLock({ client, server }: Tools): Promise<boolean> {
  try {
    const { ObjectLockConfiguration } = await client.send(
      new GetObjectLockConfigurationCommand({ Bucket: server.bucket }),
    );
    return ObjectLockConfiguration?.ObjectLockEnabled === "Enabled";
  } catch {
    return false;
  }
}

async function isDeleted(
  client: S3Client,
  version: { Bucket: string; Key: string; VersionId: string | undefined },
): Promise<boolean> {
  try {
    await client.send(new DeleteObjectCommand(version));
    return true;
  } catch {
    return false;
  }
}

/** The store's messages hold no secret; of any other error only its name is told. */
function wordsOf(error: unknown): string {
  if (error instanceof StoreError) return error.message;
  return error instanceof Error ? error.name : String(error);
}
