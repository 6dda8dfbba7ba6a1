/** Servers that do not honour conditional writes are found before anything of a ticket is written, and named. */
import { generateKeyPairSync, sign } from "node:crypto";
import type { S3Client } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { holdRegister } from "../../shared/holds/hold-register.ts";
import { publicKeyOf } from "../../shared/ledger/public-key.ts";
import { silentLogger } from "../../shared/log.ts";
import { Ledger } from "../../shared/seal/ledger.ts";
import { isAwsHost } from "../../shared/store/aws-hosts.ts";
import { s3Store } from "../../shared/store/s3.ts";
import { s3Client } from "../../shared/store/s3-client.ts";
import { harness } from "../archive/harness.ts";
import type { S3Place } from "../stand-ins/s3/client.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import {
  ARCHIVE_BUCKET,
  makeVaultBuckets,
  STAGING_BUCKET,
  vaultClient,
  vaultStore,
} from "../stand-ins/s3/vault.ts";
import { startS3Proxy } from "../stand-ins/s3-proxy/proxy.ts";

const ROOT = "archive/22824";
const ROOT_FILES = [
  `${ROOT}/0=ocfl_1.1`,
  `${ROOT}/extensions/0006-flat-omit-prefix-storage-layout/config.json`,
  `${ROOT}/ocfl_layout.json`,
];

let sandbox: Sandbox;
let s3: S3StandIn;
let client: S3Client;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  sandbox.reset();
  const [first] = sandbox.ticket(143)?.ConversationList ?? [];
  if (first !== undefined) for (const id of [9, 201]) sandbox.setTicket(id, { ConversationList: [first] });
  s3 = await startS3();
  client = vaultClient(s3);
  await makeVaultBuckets(client);
  return async () => {
    client.destroy();
    await s3.close();
  };
});

/** Archives as a process of its own would, on the given server. */
async function archive(place: S3Place, ...ticketIds: number[]) {
  const own = vaultClient(place);
  await using wired = harness(sandbox, vaultStore(own));
  const receipts = await Promise.allSettled(ticketIds.map((ticketId) => wired.archive(ticketId)));
  own.destroy();
  return receipts;
}

const hostOf = ({ endpoint }: S3Place) => new URL(endpoint).host;

function refusal(place: S3Place, what: string) {
  const message = expect.stringMatching(new RegExp(`^The S3 server ${hostOf(place)} ${what}, so that`));
  return { status: "rejected", reason: { code: "conditions-not-honoured", retryable: false, message } };
}

// F31
it("a server that ignores conditions is named, and nothing of a ticket is written", async () => {
  await using proxy = await startS3Proxy(s3, "drop-conditions");
  const what = "ignores If-None-Match and ignores If-Match";
  expect(await archive(proxy, 143, 9)).toMatchObject([refusal(proxy, what), refusal(proxy, what)]);
  expect(s3.keys(ARCHIVE_BUCKET)).toEqual(ROOT_FILES);
  expect(s3.keys(STAGING_BUCKET)).toEqual([]);
  expect(Math.max(...proxy.puts.values())).toBeLessThanOrEqual(3);
});

// F30, F31
it("a server that refuses every If-Match is named, with three PUTs to a key at most", async () => {
  await using proxy = await startS3Proxy(s3, "refuse-if-match");
  expect(await archive(proxy, 143)).toMatchObject([refusal(proxy, "refuses every If-Match")]);
  expect(s3.keys(ARCHIVE_BUCKET)).toEqual(ROOT_FILES);
  expect(Math.max(...proxy.puts.values())).toBeLessThanOrEqual(3);
});

// F31
it("an archive that a sound server has begun is not gone on with behind either", async () => {
  await archive(s3, 143);
  const ticket = structuredClone(sandbox.ticket(143));
  ticket?.ConversationList.pop();
  if (ticket) sandbox.setTicket(143, ticket);
  for (const manner of ["drop-conditions", "refuse-if-match"] as const) {
    await using proxy = await startS3Proxy(s3, manner);
    const before = s3.versions(ARCHIVE_BUCKET).length;
    expect(await archive(proxy, 143)).toMatchObject([{ status: "rejected" }]);
    // Under the lock each try stays: of a server that takes everything two versions, of the other none.
    expect(s3.versions(ARCHIVE_BUCKET).length - before).toBe(manner === "drop-conditions" ? 2 : 0);
  }
  expect(s3.keys(ARCHIVE_BUCKET)).not.toContain(`${ROOT}/143/v2/inventory.json`);
});

// F31
it("a sound server is tried once by each process, which leaves one version of one file", async () => {
  await archive(s3, 9);
  s3.forgetRequests();
  const before = s3.versions(ARCHIVE_BUCKET).length;
  expect(await archive(s3, 9)).toMatchObject([{ value: { outcome: "unchanged" } }]);
  expect(s3.counts()).toEqual({ GetObject: 4 });
  expect(s3.versions(ARCHIVE_BUCKET).length).toBe(before);

  const declaration = () => s3.versions(ARCHIVE_BUCKET).filter(({ key }) => key === `${ROOT}/0=ocfl_1.1`);
  const tries = declaration().length;
  expect(await archive(s3, 143, 201)).toMatchObject([{ status: "fulfilled" }, { status: "fulfilled" }]);
  expect(declaration().length).toBe(tries + 1);
});

// F31
it("first processes that begin at once on an empty root refuse nothing", async () => {
  const processes = await Promise.all([1, 2, 3, 4, 5, 6].map(() => archive(s3, 143)));
  expect(processes.flat().map(({ status }) => status)).toEqual(processes.map(() => "fulfilled"));
});

// F31
it("no entry of a ledger and no record of a hold is written beside an archive on such a server", async () => {
  await archive(s3, 143);
  await using proxy = await startS3Proxy(s3, "drop-conditions");
  const own = vaultClient(proxy);
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signer = {
    publicKey: async () => publicKeyOf(publicKey),
    sign: async (bytes: Uint8Array) => sign("sha256", bytes, privateKey),
  };
  const { orgId } = sandbox;
  const common = { orgId, store: vaultStore(own), now: () => new Date(), log: silentLogger };
  const sealed = new Ledger({ ...common, signer, tool: "tests" }).heartbeat();
  await expect(sealed).rejects.toMatchObject({ code: "conditions-not-honoured" });
  const register = holdRegister({ ...common, changedFiles: undefined });
  const placed = register.place("acme", [143], { by: "counsel", reason: "litigation" });
  await expect(placed).rejects.toMatchObject({ code: "conditions-not-honoured" });
  expect(s3.keys(ARCHIVE_BUCKET).filter((key) => !key.startsWith("archive/"))).toEqual([]);
  own.destroy();
});

// F31
it("AWS's own hosts are not tried, others are", async () => {
  const { credentials } = s3;
  const storeAt = (region: string) =>
    s3Store({
      client: s3Client({ region, credentials }),
      bucket: "b",
      prefix: "",
      staging: { bucket: "s", prefix: "" },
    });
  expect(await storeAt("ap-south-1").unknownServer()).toBeUndefined();
  expect(await storeAt("cn-north-1").unknownServer()).toBeUndefined();
  expect(await vaultStore(client).unknownServer()).toBe(hostOf(s3));
  expect(isAwsHost("s3.dualstack.eu-west-1.amazonaws.com:443")).toBe(true);
  expect(isAwsHost("b.s3.us-east-1.api.aws")).toBe(true);
  expect(["amazonaws.com.example", "notamazonaws.com", "localhost:9000"].some(isAwsHost)).toBe(false);
});
