/** `ticketvault verify` where something of a sealed vault is gone or cannot be read. */
import { createPublicKey } from "node:crypto";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startSandbox } from "../../cli/sandbox/sandbox.ts";
import { clientOf } from "../stand-ins/s3/client.ts";
import { startS3 } from "../stand-ins/s3/stand-in.ts";
import { filesOf, type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

const KEY = ["--public-key", "public.pem"];

let sealed: TempFolder;
beforeAll(async () => {
  sealed = await tempFolder();
  const sandbox = await startSandbox({ tickets: 1 });
  const run = (...args: string[]) => runHere(args, { cwd: sealed.path, env: envOf(sandbox) });
  expect((await run("archive", "143", "1000")).code).toBe(0);
  expect((await run("seal", "--key-file", "key.pem")).code).toBe(0);
  await sandbox.close();
  const pem = createPublicKey(await readFile(join(sealed.path, "key.pem"), "utf8"));
  await writeFile(join(sealed.path, "public.pem"), pem.export({ format: "pem", type: "spki" }));
});
afterAll(() => sealed[Symbol.asyncDispose]());

/** A copy, of which `gone` is removed, and how to run a command there. */
async function without(...gone: string[]) {
  const folder = await tempFolder();
  await cp(sealed.path, folder.path, { recursive: true });
  for (const path of gone) await rm(join(folder.path, "vault", path), { recursive: true });
  return { ...folder, run: (...args: string[]) => runHere(args, { cwd: folder.path }) };
}

describe("an account that was named", () => {
  test("is missed when nothing of it is left, beside a sound one and alone", async () => {
    const gone = ["archive/22824", "ledger/22824"];
    await using alone = await without(...gone);
    await using beside = await without();
    const places = [
      [alone, "22824", []],
      [beside, "777", []],
      [beside, "777", ["vault"]],
    ] as const;
    for (const [{ run }, org, place] of places) {
      const keyed = await run("verify", ...place, "--org", org, ...KEY);
      const bare = await run("verify", ...place, "--org", org);

      expect(keyed.code).toBe(3);
      expect(keyed.stdout).toMatch(new RegExp(`^archive/${org} {2}missing {2}error`, "m"));
      expect(keyed.stdout).toMatch(new RegExp(`^ledger/${org} {2}missing {2}error`, "m"));
      expect(bare.code).toBe(4);
      expect(bare.stdout).toMatch(
        new RegExp(`^archive/${org} {2}not-archived {2}not checked {2}.*${org}`, "m"),
      );
      expect(bare.stdout).toMatch(/: no error found; 1 could not be checked/);
    }
    expect((await beside.run("verify", "--org", "22824", ...KEY)).code).toBe(0);
  });
});

test("a ticket whose archive is gone is missing when the ledger names it, and not there when nothing does", async () => {
  await using vault = await without("archive/22824/143");

  const named = await vault.run("verify", "143", "--org", "22824");
  const unknown = await vault.run("verify", "7", "--org", "22824");

  expect(named.code).toBe(3);
  expect(named.stdout).toMatch(/^archive\/22824\/143\/v1\/inventory\.json {2}missing {2}error/m);
  expect(unknown.code).toBe(4);
  expect(unknown.stdout).toContain("no archive of ticket 7");
});

test("a ticket that cannot be read keeps no other from being checked, and is named", async () => {
  const s3 = await startS3();
  const client = clientOf(s3);
  const Bucket = "evidence";
  await client.send(new CreateBucketCommand({ Bucket }));
  for (const [Key, Body] of await filesOf(join(sealed.path, "vault"))) {
    if (!Key.startsWith(".staging/")) await client.send(new PutObjectCommand({ Bucket, Key, Body }));
  }
  s3.fault({ kind: "error", status: 403, code: "AccessDenied", key: /\/143\//, times: Infinity });
  vi.stubEnv("AWS_ACCESS_KEY_ID", s3.credentials.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", s3.credentials.secretAccessKey);
  const env = {
    TICKETVAULT_STORE: `s3://${Bucket}`,
    TICKETVAULT_ENDPOINT: s3.endpoint,
    AWS_REGION: "us-east-1",
  };
  const run = (...args: string[]) => runHere(["verify", ...args, ...KEY], { cwd: sealed.path, env });

  const unread = await run();
  const one = await run("143", "--org", "22824");
  await client.send(new DeleteObjectCommand({ Bucket, Key: "archive/22824/1000/v1/content/ticket.json" }));
  const both = await run("--json");
  vi.unstubAllEnvs();
  client.destroy();
  await s3.close();

  for (const { code, stdout } of [unread, one]) {
    expect(code).toBe(4);
    expect(stdout).toMatch(/^archive\/22824\/143 {2}access-denied {2}not checked {2}/m);
  }
  expect(unread.stdout).toMatch(/1 object, .*: no error found; 1 could not be checked\n/);
  expect(both.code).toBe(3);
  expect(JSON.parse(both.stdout)).toMatchObject({
    valid: false,
    objects: 1,
    unchecked: [{ path: "archive/22824/143", code: "access-denied" }],
    findings: expect.arrayContaining([
      expect.objectContaining({ kind: "missing", path: "archive/22824/1000/v1/content/ticket.json" }),
    ]),
  });
});
