/** `ticketvault verify`, on folders and on S3. */

import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateBucketCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { clientOf } from "../stand-ins/s3/client.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere, ticketvault } from "./command.ts";

let sandbox: Sandbox;
let good: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 3 });
  good = await tempFolder();
  const { code } = await runHere(["archive", "143", "1000"], { cwd: good.path, env: envOf(sandbox) });
  expect(code).toBe(0);
});
afterAll(async () => {
  await sandbox.close();
  await good[Symbol.asyncDispose]();
});

/** A copy of the good vault to do harm to. */
async function copied(): Promise<TempFolder & { readonly object: string }> {
  const folder = await tempFolder();
  await cp(join(good.path, "vault"), join(folder.path, "vault"), { recursive: true });
  return { ...folder, object: join(folder.path, "vault/archive/22824/143") };
}

describe("verifying", () => {
  // U9
  test("passes a sound store, and says what it read and no more", async () => {
    const ended = await ticketvault(["verify"], { cwd: good.path });

    expect(ended.code).toBe(0);
    expect(`${ended.stdout}${ended.stderr}`).not.toMatch(/warning|W004/);
    expect(ended.stdout).toMatch(/\.\/vault: 2 objects, \d+ files, .* read: valid\n$/);
  });

  test("finds a flipped byte in full mode, and ends with 3", async () => {
    await using folder = await copied();
    const file = join(folder.object, "v1/content/attachments/135/1-Aadhaar.png");
    const bytes = await readFile(file);
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    await writeFile(file, bytes);

    const full = await runHere(["verify", "--json"], { cwd: folder.path });
    const quick = await runHere(["verify", "vault", "--quick"], { cwd: folder.path });

    expect(full.code).toBe(3);
    const report = JSON.parse(full.stdout);
    expect(report).toMatchObject({ valid: false, objects: 2, validObjects: 1 });
    expect(report.findings).toContainEqual(
      expect.objectContaining({
        code: "E092",
        severity: "error",
        path: "archive/22824/143/v1/content/attachments/135/1-Aadhaar.png",
      }),
    );
    expect(quick.code).toBe(0);
    expect(quick.stdout).toContain("what the files hold was not read");
  });

  test("names an extra file and a link in an object given by its ticket or its folder", async () => {
    await using folder = await copied();
    await writeFile(join(folder.object, "v1/content/extra.txt"), "extra");
    await symlink("inventory.json", join(folder.object, "link"));

    const byTicket = await runHere(["verify", "#143", "--org", "22824"], { cwd: folder.path });
    const byFolder = await runHere(["verify", folder.object], { cwd: folder.path });

    for (const { code, stdout } of [byTicket, byFolder]) {
      expect(code).toBe(3);
      expect(stdout).toMatch(/v1\/content\/extra\.txt {2}E023 {2}error/);
      expect(stdout).toMatch(/link {2}E090 {2}error/);
    }
  });

  test("names an account without its declaration, a linked account and a stray file beside a sound account", async () => {
    await using folder = await copied();
    const archive = join(folder.path, "vault/archive");
    await cp(join(archive, "22824"), join(archive, "7"), { recursive: true });
    await rm(join(archive, "7/0=ocfl_1.1"));
    await symlink("22824", join(archive, "8"));
    await writeFile(join(archive, "stray.txt"), "stray");

    const places = [[], ["vault"], ["vault/archive"]];
    const ended = await Promise.all(
      places.map((place) => runHere(["verify", ...place], { cwd: folder.path })),
    );

    for (const { code, stdout } of ended) {
      expect(code).toBe(3);
      expect(stdout).toMatch(/^(archive\/)?7 {2}E069 {2}error/m);
      expect(stdout).toMatch(/^(archive\/)?8 {2}E090 {2}error/m);
      expect(stdout).toMatch(/^(archive\/)?stray\.txt {2}E072 {2}error/m);
    }
  });

  test("tells a folder without OCFL what an object would need, by the specification's codes", async () => {
    await using folder = await tempFolder();

    const { code, stdout } = await runHere(["verify", "."], { cwd: folder.path });

    expect(code).toBe(3);
    expect(stdout).toMatch(/E003 {2}error[\s\S]*E063 {2}error/);
  });

  test.each([
    ["a folder that is not there", ["verify", "nowhere"], "There is no folder nowhere"],
    ["a store without an archive", ["verify", "--store", "nowhere"], "has no archive"],
  ])("ends with 4 for %s", async (_what, args, message) => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, "sub"));

    const ended = await runHere(args, { cwd: folder.path });

    expect(ended).toMatchObject({ code: 4, stdout: "" });
    expect(ended.stderr).toContain(message);
  });
});

test("a store on S3 takes an archive, shows it, and is verified by the checksums that S3 keeps", async () => {
  const s3 = await startS3();
  const client = clientOf(s3);
  await client.send(new CreateBucketCommand({ Bucket: "evidence" }));
  await using folder = await tempFolder();
  const env = {
    ...envOf(sandbox),
    TICKETVAULT_STORE: "s3://evidence/vault",
    TICKETVAULT_ENDPOINT: s3.endpoint,
    AWS_ACCESS_KEY_ID: s3.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: s3.credentials.secretAccessKey,
  };
  const run = (...args: string[]) => runHere(args, { cwd: folder.path, env });

  const archived = await ticketvault(["archive", "143"], { cwd: folder.path, env });
  // The SDK looks for keys in the environment of the process.
  vi.stubEnv("AWS_ACCESS_KEY_ID", env.AWS_ACCESS_KEY_ID);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", env.AWS_SECRET_ACCESS_KEY);
  const shown = await run("show", "143", "--json");
  const sound = await run("verify", "--quick");
  const Key = "vault/archive/22824/143/v1/content/source.json";
  const Body = "{}";
  await client.send(new PutObjectCommand({ Bucket: "evidence", Key, Body, ChecksumAlgorithm: "SHA256" }));
  const altered = await run("verify", "--quick");

  vi.unstubAllEnvs();

  expect(archived).toMatchObject({ code: 0, stderr: "" });
  const location = "s3://evidence/vault/archive/22824/143";
  expect(JSON.parse(shown.stdout)).toMatchObject({ version: "v1", location });
  expect(sound.code).toBe(0);
  expect(sound.stdout).toContain("s3://evidence/vault: 1 object, 4 files: valid");
  expect(altered.code).toBe(3);
  expect(altered.stdout).toMatch(/143\/v1\/content\/source\.json {2}E092 {2}error/);
  const elsewhere = s3.keys("evidence").filter((key) => !/^vault\/(archive|\.staging)\/22824\//.test(key));
  expect(elsewhere).toEqual([]);
  client.destroy();
  await s3.close();
});

// U9
test("a file that is no zip of an export is called so, for people and as JSON", async () => {
  await using folder = await tempFolder();
  await writeFile(join(folder.path, "file.csv"), "a,b\n");
  const { code, stdout, stderr } = await runHere(["verify", "file.csv", "--json"], { cwd: folder.path });

  expect(code).toBe(2);
  expect(stderr).toContain("file.csv is a file, and no zip of an export");
  expect(JSON.parse(stdout).error.code).toBe("usage");
});

// U9
test("the log is lines for a person, and JSON lines with --json", async () => {
  await using folder = await tempFolder();
  const given = { cwd: folder.path };
  const keys = join(folder.path, "keys.json");
  await writeFile(keys, JSON.stringify({ accessKey: "a", secretKey: "b" }), { mode: 0o644 });
  const args = ["people", "fetch", "--crm-url", "http://127.0.0.1:9", "--keys-file", keys];
  const people = await runHere(args, given);
  const json = await runHere([...args, "--json"], given);

  expect(people.stderr).toMatch(/^warning {2}credentials\.readable-by-others {2}path .*, remedy chmod 600$/m);
  expect(JSON.parse(json.stderr.split("\n")[0] ?? "")).toMatchObject({ level: "warn" });
});
