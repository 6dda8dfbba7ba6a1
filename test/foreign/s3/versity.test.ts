/** The Versity gateway keeps an archive: conformance, the main job, four writers at once, a killed server, a bad network. */
import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../cli/sandbox/sandbox.ts";
import { type Ended, envOf, start, ticketvault } from "../../cli/command.ts";
import { fourWriters, TICKETS } from "../../slow/four-writers.ts";
import type { S3Place } from "../../stand-ins/s3/client.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../../stand-ins/s3/vault.ts";
import { type TempFolder, tempFolder } from "../../temp.ts";
import { ran } from "../run.ts";
import { type Program, SIZE, tell } from "../told.ts";
import { type Server, startToxiproxy, startVersity } from "./servers.ts";

const VERSITY: Program = {
  name: "Versity gateway, posix, with versions",
  version: "1.8.0",
  limits: "ignores conditions on copies; GET does not tell a legal hold",
};
const TOXIPROXY: Program = { name: "toxiproxy before Versity", version: "2.5.0", limits: "" };
const STORE_TEST = new URL("../../store-server/store-server.main.ts", import.meta.url).pathname;
const OF_MANY = 20 * SIZE;

let folder: TempFolder;
let server: Server;
let sandbox: Sandbox;
beforeEach(async () => {
  folder = await tempFolder();
  server = await startVersity(folder.path);
  const client = vaultClient(server);
  await makeVaultBuckets(client);
  client.destroy();
  sandbox = await startSandbox({ tickets: OF_MANY, limit: { calls: 1_000_000 } });
});
afterEach(async () => {
  await sandbox.close();
  await server[Symbol.asyncDispose]();
  await folder[Symbol.asyncDispose]();
});

function envFor({ endpoint, credentials }: S3Place): Record<string, string> {
  return {
    ...envOf(sandbox),
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    TICKETVAULT_ENDPOINT: endpoint,
    TICKETVAULT_STORE: `s3://${ARCHIVE_BUCKET}`,
    TICKETVAULT_STAGING: `s3://${STAGING_BUCKET}`,
  };
}

const surroundings = (place: S3Place = server) => ({ cwd: folder.path, env: envFor(place) });
const command = (...args: string[]): Promise<Ended> => ticketvault(args, surroundings());
const backfill = (tickets: number) => ["backfill", "--from", "1000", "--to", String(999 + tickets)];

async function expectValid(): Promise<void> {
  expect(await command("verify")).toMatchObject({ code: 0, stdout: expect.stringContaining(": valid") });
}

it("npm run test:store finds that an archive can be kept there", async () => {
  const { code, stdout } = await ran(
    process.execPath,
    [STORE_TEST, "--endpoint", server.endpoint],
    folder.path,
    envFor(server),
  );

  expect(stdout).toContain("An archive can be kept there, without: legal hold kept and told.\n");
  expect(stdout).toMatch(/conditional copy +│ in its place/);
  expect(code).toBe(0);
  tell(
    "s3",
    VERSITY,
    "what it honours, and the conformance suite, by `npm run test:store`",
    "an archive can be kept there",
  );
});

it("tickets are archived, changed, archived again, sealed, checked and exported", async () => {
  expect(await command(...backfill(3))).toMatchObject({ code: 0 });
  sandbox.change(1000, { kind: "add", text: "One more." });
  expect(await command("archive", "1000")).toMatchObject({ code: 0, stdout: expect.stringContaining("v2") });
  expect(await command("archive", "1000")).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("unchanged"),
  });
  expect(await command("seal")).toMatchObject({ code: 0 });
  await expectValid();
  const asked = ["--matter", "m", "--requested-by", "J. Doe", "--reason", "r", "--out", "out"];
  expect(await command("export", "--tickets", "1000,1001,1002", ...asked)).toMatchObject({ code: 0 });
  expect(await readdir(`${folder.path}/out`)).not.toEqual([]);
  tell("s3", VERSITY, "backfill, archive, seal, verify, export", "v2 of what changed, unchanged else, valid");
});

// F31
it("four processes say twelve times that they archived, and the vault is valid", async () => {
  const { processes, archived, verified } = await fourWriters(server);

  expect(processes.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  expect(archived).toBe(TICKETS);
  expect(verified).toMatchObject({ code: 0, stdout: expect.stringContaining(": valid") });
  tell(
    "s3",
    VERSITY,
    `four processes at once on the same ${TICKETS} tickets`,
    "each archived once, the vault valid",
  );
});

// F35
it("killed in the middle of a backfill and started again, it has every ticket, and the vault is valid", async () => {
  const running = start(backfill(OF_MANY), surroundings());
  while (sandbox.counts.attachmentRequests < OF_MANY / 2) await sleep(20);
  await server.kill();
  await sleep(2_000);
  await server.restart();

  expect(await running.ended).toMatchObject({ code: 0 });
  expect(
    (
      await command("backfill", "--json", ...backfill(OF_MANY).slice(1), "--state", "again.jsonl")
    ).stdout.match(/"outcome":"unchanged"/g),
  ).toHaveLength(OF_MANY);
  await expectValid();
  tell(
    "s3",
    VERSITY,
    `to be killed in the middle of a backfill of ${OF_MANY} tickets, and started again`,
    "every ticket archived, the vault valid",
  );
});

describe("behind toxiproxy", () => {
  it.each([
    ["latency", { latency: 300, jitter: 200 }],
    ["bandwidth", { rate: 200 }],
    ["slicer", { average_size: 64, size_variation: 32, delay: 10 }],
    ["slow_close", { delay: 500 }],
    ["reset_peer", { timeout: 30 }],
    ["limit_data", { bytes: 3_000 }],
    ["timeout", { timeout: 200 }],
  ])("%s: what was archived is whole, and the rest is archived when it is gone", async (type, attributes) => {
    await using proxy = await startToxiproxy(server);
    for (const stream of ["upstream", "downstream"]) {
      await proxy.add({ name: `${type}-${stream}`, type, stream, toxicity: 0.3, attributes });
    }
    const running = start(backfill(5), surroundings(proxy));
    await Promise.race([running.ended, sleep(5_000)]);
    await proxy.clear();

    expect(await running.ended).toMatchObject({ code: 0 });
    await expectValid();
    tell("s3", TOXIPROXY, `a backfill under its toxic ${type}`, "every ticket archived, the vault valid");
  });
});
