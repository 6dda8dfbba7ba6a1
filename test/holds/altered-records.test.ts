/** Records of legal holds that somebody tampered with: refused by whoever reads them, so that nothing is released. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyHolds } from "../../shared/holds/apply-holds.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { entryBytes, nextEntry, noMatter } from "../../shared/holds/record.ts";
import { silentLogger } from "../../shared/log.ts";
import { directoryStore } from "../../shared/store/directory.ts";
import { s3LegalHold } from "../../shared/store/s3-legal-hold.ts";
import { verifyHolds } from "../../shared/verify/verify-holds.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, vaultClient, vaultStore } from "../stand-ins/s3/vault.ts";
import { tempFolder } from "../temp.ts";

const ORG = 22824;
const MANDATE = { by: "counsel", reason: "litigation" };
const ALTERED = { code: "hold-altered" };
const now = () => new Date("2026-03-04T05:06:07.890Z");

describe("a record in a folder", () => {
  it.each([
    [1, "the first entry"],
    [2, "one in the middle"],
  ])("without entry %i, %s, is refused by all who read it, and nothing is written", async (number) => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    const register = holdRegister({ store, orgId: ORG, now, changedFiles: undefined });
    for (const ticket of [143, 144, 145]) await register.place("acme", [ticket], MANDATE);
    await register.place("other", [143], MANDATE);
    const key = `holds/${ORG}/acme/00000${number}.json`;
    await rm(join(folder.path, key));

    await expect(register.heldTickets()).rejects.toMatchObject(ALTERED);
    await expect(register.list()).rejects.toThrow(`${key} is missing`);
    await expect(register.read("acme")).rejects.toMatchObject(ALTERED);
    await expect(register.place("acme", [200], MANDATE)).rejects.toMatchObject(ALTERED);
    await expect(register.release("acme", MANDATE)).rejects.toMatchObject(ALTERED);
    expect(await store.stat(key)).toBeUndefined();
  });

  it.each([
    ["of another account", { orgId: 99_999 }, (bytes: Buffer) => bytes],
    ["of another matter", { matter: "other" }, (bytes: Buffer) => bytes],
    [
      "in other bytes than are written",
      {},
      (bytes: Buffer) => Buffer.from(JSON.stringify(JSON.parse(bytes.toString()))),
    ],
  ])("is refused with an entry %s", async (_, other, written) => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    const at = now().toISOString();
    const placed = nextEntry(noMatter(ORG, "acme"), { action: "place", tickets: [5], ...MANDATE, at });
    const entry = { ...placed, ...other };
    await store.create(`holds/${ORG}/acme/000001.json`, written(entryBytes(entry)));

    await expect(
      holdRegister({ store, orgId: ORG, now, changedFiles: undefined }).list(),
    ).rejects.toMatchObject(ALTERED);
  });

  it("is not disturbed by files that are no entries", async () => {
    await using folder = await tempFolder();
    const store = directoryStore(folder.path);
    const register = holdRegister({ store, orgId: ORG, now, changedFiles: undefined });
    await register.place("b", [143], MANDATE);
    await register.place("a-1", [144], MANDATE);
    await register.place("a", [145], MANDATE);
    for (const name of ["000001.json", "notes/read.me", "b/000009.txt", "b/old/000007.json"])
      await store.create(`holds/${ORG}/${name}`, Buffer.from("x"));

    expect((await register.list()).map(({ matter }) => matter)).toEqual(["a", "a-1", "b"]);
  });
});

describe("a record on S3", () => {
  const Bucket = ARCHIVE_BUCKET;
  const FILE = `archive/${ORG}/143/inventory.json`;
  const parts = (server: S3StandIn) => {
    const client = vaultClient(server);
    const store = vaultStore(client);
    const legalHold = s3LegalHold({ client, bucket: Bucket, prefix: "" });
    const { changedFiles } = legalHold;
    const register = holdRegister({ store, orgId: ORG, now, changedFiles });
    return {
      client,
      store,
      legalHold,
      register,
      holds: { orgId: ORG, register, legalHold, log: silentLogger },
    };
  };
  let s3: S3StandIn;
  let vault: ReturnType<typeof parts>;
  beforeEach(async () => {
    s3 = await startS3();
    vault = parts(s3);
    const { client, register, holds, store } = vault;
    await makeVaultBuckets(client);
    await store.create(FILE, Buffer.from("{}"));
    await register.place("acme", [143], MANDATE);
    await applyHolds(holds, (await register.place("other", [143], MANDATE)).tickets);
  });
  afterEach(async () => {
    vault.client.destroy();
    await s3.close();
  });

  /** The one version's hold of the ticket's one file. */
  const holdOfFile = () =>
    s3
      .versions(Bucket)
      .flatMap((version) => (version.key === FILE && !version.deleteMarker ? [version.legalHold] : []));

  const ENTRY = { Bucket, Key: `holds/${ORG}/acme/000001.json` };
  const hide = () => vault.client.send(new DeleteObjectCommand(ENTRY));
  const put = (Body: Uint8Array) =>
    vault.client.send(new PutObjectCommand({ ...ENTRY, Body, ChecksumAlgorithm: "SHA256" }));

  it.each([
    ["hidden by a delete marker", hide],
    ["written over", () => put(Buffer.from("{}"))],
    [
      "hidden and written anew, with the same bytes",
      async () => {
        const file = await vault.store.read(ENTRY.Key);
        await hide();
        await put(file?.bytes ?? Buffer.of());
      },
    ],
  ])("of which an entry was %s is refused, and nothing is released or written", async (_, tamper) => {
    const { register, holds } = vault;
    await register.release("other", MANDATE);
    await tamper();
    const before = s3.versions(Bucket).length;

    await expect(applyHolds(holds, [143])).rejects.toMatchObject(ALTERED);
    await expect(register.list()).rejects.toThrow(`${ENTRY.Key} was deleted or written over`);
    await expect(register.read("acme")).rejects.toMatchObject(ALTERED);
    await expect(register.place("acme", [200], MANDATE)).rejects.toMatchObject(ALTERED);
    await expect(register.release("acme", MANDATE)).rejects.toMatchObject(ALTERED);

    expect(holdOfFile()).toEqual(["ON"]);
    expect(s3.versions(Bucket)).toHaveLength(before);
    expect(await verifyHolds(register, ORG)).toMatchObject([
      { kind: "altered", code: "hold-altered", severity: "error", path: `holds/${ORG}` },
    ]);
  });

  it("is whole again once the delete marker is taken away", async () => {
    const { client, register } = vault;
    await hide();
    const { DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
    for (const { Key, VersionId } of DeleteMarkers)
      await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));

    expect(DeleteMarkers).toHaveLength(1);
    expect(await verifyHolds(register, ORG)).toEqual([]);
    expect((await register.heldTickets()).get(143)).toEqual(["acme", "other"]);
  });
});
