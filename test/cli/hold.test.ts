/** `ticketvault hold`: what it holds, what it leaves to a second time, and where it refuses. */
import { CreateBucketCommand, DeleteObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { s3Store } from "../../shared/store/s3.ts";
import { harness } from "../archive/harness.ts";
import { type S3StandIn, startS3 } from "../stand-ins/s3/stand-in.ts";
import { ARCHIVE_BUCKET, makeVaultBuckets, STAGING_BUCKET, vaultClient } from "../stand-ins/s3/vault.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { type Ended, envOf, runHere, ticketvault } from "./command.ts";

const PLAIN_BUCKET = "without-lock";

let sandbox: Sandbox;
let s3: S3StandIn;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 1 });
  s3 = await startS3();
  folder = await tempFolder();
  const client = vaultClient(s3);
  await makeVaultBuckets(client);
  await client.send(new CreateBucketCommand({ Bucket: PLAIN_BUCKET }));
  client.destroy();
  // The SDK looks for keys in the environment of the process.
  vi.stubEnv("AWS_ACCESS_KEY_ID", s3.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", s3.credentials.secretAccessKey);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await folder[Symbol.asyncDispose]();
  await s3.close();
  await sandbox.close();
});

function run(store: string, args: readonly string[], how = runHere): Promise<Ended> {
  const env = {
    ...envOf(sandbox),
    TICKETVAULT_STORE: store,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
    ...(store.startsWith("s3:") && {
      TICKETVAULT_ENDPOINT: s3.endpoint,
      TICKETVAULT_STAGING: `s3://${STAGING_BUCKET}`,
    }),
  };
  return how(args, { cwd: folder.path, env });
}

/** The legal hold of each version of each file there. */
function holdsBelow(folder: string) {
  return s3
    .versions(ARCHIVE_BUCKET)
    .filter(({ key }) => key.startsWith(folder))
    .map((version) => !version.deleteMarker && version.legalHold);
}

const PLACE = ["hold", "place", "acme-v-us", "143", "--reason", "24-cv-17"] as const;

describe("placing a hold", () => {
  test("in a bucket with Object Lock holds each file of the ticket", async () => {
    const store = `s3://${ARCHIVE_BUCKET}/vault`;
    expect(await run(store, ["archive", "143"])).toMatchObject({ code: 0 });

    const placed = await run(store, PLACE, ticketvault);

    expect(placed.code).toBe(0);
    expect(placed.stderr).toMatch(/^A ticket that is being archived right now .*`ticketvault hold apply`/);
    expect(placed.stdout).toContain("acme-v-us: 1 ticket, 9 files under legal hold");
    expect(holdsBelow("vault/archive/22824/143/")).toEqual(Array(9).fill("ON"));
  });

  // H1
  test("before the ticket is archived has it written held from its first version on", async () => {
    const store = `s3://${ARCHIVE_BUCKET}/early`;
    await run(store, PLACE);

    expect(await run(store, ["archive", "143"])).toMatchObject({ code: 0 });

    expect(holdsBelow("early/archive/22824/143/")).toEqual(Array(9).fill("ON"));
  });

  test("leaves what a run under way writes to `hold apply`, which the help says too", async () => {
    const store = `s3://${ARCHIVE_BUCKET}/late`;
    const client = vaultClient(s3);
    const place = { bucket: ARCHIVE_BUCKET, prefix: "late" };
    const staging = { bucket: ARCHIVE_BUCKET, prefix: "late/staging" };
    const underWay = harness(sandbox, s3Store({ client, ...place, staging }));
    // From here on its list of held tickets is of before.
    await underWay.archive(1000);
    await run(store, PLACE);
    await underWay.archive(143);
    const held = () => holdsBelow("late/archive/22824/143/");
    const before = held();

    expect(await run(store, ["hold", "apply"])).toMatchObject({ code: 0 });

    expect([new Set(before), new Set(held())]).toEqual([new Set([undefined]), new Set(["ON"])]);
    for (const command of ["place", "release"])
      expect((await run(store, ["hold", command, "--help"])).stdout).toContain(
        "Run `ticketvault hold apply`",
      );
    await underWay[Symbol.asyncDispose]();
    client.destroy();
  });

  test("is refused when an entry of the record was hidden, and the list names it", async () => {
    const store = `s3://${ARCHIVE_BUCKET}/hidden`;
    await run(store, PLACE);
    const client = vaultClient(s3);
    const Key = "hidden/holds/22824/acme-v-us/000001.json";
    await client.send(new DeleteObjectCommand({ Bucket: ARCHIVE_BUCKET, Key }));
    client.destroy();

    for (const args of [["hold", "list"], PLACE, ["hold", "apply"]]) {
      const { code, stderr } = await run(store, args);
      expect(code).not.toBe(0);
      expect(stderr).toContain(`s3://${ARCHIVE_BUCKET}/${Key} was deleted or written over`);
    }
  });

  test("in a bucket without Object Lock is refused before it is recorded: the ticket can be archived", async () => {
    const store = `s3://${PLAIN_BUCKET}/vault`;

    const refused = await run(store, PLACE);
    const archived = await run(store, ["archive", "143"]);

    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain(`s3://${PLAIN_BUCKET} has no Object Lock`);
    expect(s3.keys(PLAIN_BUCKET).filter((key) => key.includes("holds/"))).toEqual([]);
    expect(archived).toMatchObject({ code: 0, stderr: "" });
  });

  test("in a folder is refused, since a folder keeps nobody from deleting", async () => {
    const refused = await run("./vault", PLACE);

    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("legal hold needs a store on S3 with Object Lock");
  });
});
