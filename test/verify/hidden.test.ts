/** What S3 keeps besides what it shows: whoever hides or writes over a file of a vault is found, whatever stands there now. */
import { DeleteObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { handleVerify } from "../../functions/verify/handler.ts";
import { entryKey, signatureKey } from "../../shared/keys.ts";
import { silentLogger } from "../../shared/log.ts";
import { storeTree } from "../../shared/store/store-tree.ts";
import { storeTargets } from "../../shared/verify/targets.ts";
import { verify } from "../../shared/verify/verification.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import {
  ARCHIVE_BUCKET as Bucket,
  makeVaultBuckets,
  vaultClient,
  vaultStore,
} from "../stand-ins/s3/vault.ts";
import { type MadeVault, makeVault } from "./sealed-vault.ts";

const ORG = 22824;
const TICKET = `archive/${ORG}/143`;
const ROOT = `${TICKET}/inventory.json`;
const DOCUMENT = `${TICKET}/v1/content/ticket.json`;
const HOLD = `holds/${ORG}/acme/000001.json`;

let vault: MadeVault;
let s3: S3StandIn;
let client: S3Client;
beforeAll(async () => {
  vault = await makeVault((store) => store.create(HOLD, Buffer.from("{}")).then(() => {}));
});
beforeEach(async () => {
  s3 = await startS3();
  client = vaultClient(s3);
  await makeVaultBuckets(client);
  // Publishing writes a root twice of which there are two versions.
  for (const name of [ROOT, `${ROOT}.sha256`]) await put(name, bytesAt(name.replace("143/", "143/v1/")));
  for (const [path, bytes] of vault.files) await put(path, bytes);
});
afterEach(async () => {
  client.destroy();
  await s3.close();
});

const bytesAt = (path: string): Uint8Array => vault.files.get(path) ?? expect.fail(`no ${path}`);
const put = (Key: string, Body: Uint8Array) =>
  client.send(new PutObjectCommand({ Bucket, Key, Body, ChecksumAlgorithm: "SHA256" }));
const hide = (Key: string) => client.send(new DeleteObjectCommand({ Bucket, Key }));

/** What the command and the function find, errors only. */
async function found(): Promise<{ byHand: string[]; scheduled: string[] }> {
  const store = vaultStore(client);
  const tree = storeTree(store);
  const { pinned, now } = vault;
  const { signal } = new AbortController();
  const { findings } = await verify(await storeTargets({ store, tree }), {
    mode: "full",
    now,
    pinned,
    signal,
  });
  const lines: string[] = [];
  const error = (_: string, { kind, path }: Record<string, unknown> = {}) =>
    void lines.push(`${kind} ${path}`);
  const [key = expect.fail("no key")] = pinned;
  await handleVerify(
    {
      orgId: ORG,
      rota: { everyHours: 24, withinDays: 30 },
      tree,
      holds: { list: async () => [] },
      publicKey: async () => key,
      log: { ...silentLogger, error },
      now: () => now,
      wait: async () => {},
    },
    {},
    { awsRequestId: "request", getRemainingTimeInMillis: () => 120_000 },
  );
  const errors = findings.filter(({ severity }) => severity === "error");
  return { byHand: errors.map(({ kind, path }) => `${kind} ${path}`), scheduled: lines };
}

describe("a vault on S3", () => {
  it("is sound as publishing leaves it, with roots that were written for each version", async () => {
    expect(await found()).toEqual({ byHand: [], scheduled: [] });
  });

  it.each([
    ["a file hidden by a delete marker", () => hide(DOCUMENT), DOCUMENT],
    [
      "a file hidden, and written anew as it was",
      async () => {
        await hide(DOCUMENT);
        await put(DOCUMENT, bytesAt(DOCUMENT));
      },
      DOCUMENT,
    ],
    [
      "a file changed for a while, and now as it was",
      async () => {
        await put(DOCUMENT, Buffer.from("{}"));
        await put(DOCUMENT, bytesAt(DOCUMENT));
      },
      DOCUMENT,
    ],
    [
      "a ticket rolled back for a while",
      async () => {
        await put(ROOT, Buffer.from("{}"));
        await put(ROOT, bytesAt(ROOT));
      },
      ROOT,
    ],
    ["a record of a legal hold hidden", () => hide(HOLD), HOLD],
    [
      "an entry's signature written over",
      () => put(signatureKey(ORG, 3), Buffer.of(1)),
      signatureKey(ORG, 3),
    ],
  ])("shows %s", async (_, tamper, path) => {
    await tamper();
    const { byHand, scheduled } = await found();
    expect(byHand).toContain(`hidden ${path}`);
    expect(scheduled).toContain(`hidden ${path}`);
  });

  // E5
  it("shows an end that was cut off, with the versions that it sealed", async () => {
    for (let sequence = 4; sequence <= 16; sequence += 1) {
      await hide(entryKey(ORG, sequence));
      await hide(signatureKey(ORG, sequence));
    }
    for (const path of vault.files.keys()) if (path.startsWith(`${TICKET}/v2/`)) await hide(path);
    for (const name of [ROOT, `${ROOT}.sha256`]) await put(name, bytesAt(name.replace("143/", "143/v1/")));
    const { byHand, scheduled } = await found();
    for (const errors of [byHand, scheduled]) {
      expect(errors).toContain(`hidden ${entryKey(ORG, 16)}`);
      expect(errors).toContain(`hidden ${TICKET}/v2/inventory.json`);
    }
  });
});
