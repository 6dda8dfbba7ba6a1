/** `ticketvault seal` and what `verify` says of it. */
import { createPublicKey } from "node:crypto";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { localSigner } from "../../shared/seal/local-signer.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere, ticketvault } from "./command.ts";

let sandbox: Sandbox;
let folder: TempFolder;
const run = (...args: string[]) => runHere(args, { cwd: folder.path, env: envOf(sandbox) });
const runApart = (...args: string[]) => ticketvault(args, { cwd: folder.path, env: envOf(sandbox) });
const SEAL = ["seal", "--key-file", "key.pem", "--json"] as const;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 1 });
  folder = await tempFolder();
  expect((await run("archive", "143", "1000")).code).toBe(0);
});
afterAll(async () => {
  await sandbox.close();
  await folder[Symbol.asyncDispose]();
});

it("seals what is new, once; verify believes the key that is given, and notices what was cut off", async () => {
  const bare = await run("verify");
  expect(bare.code).toBe(0);
  expect(bare.stdout).toContain("22824 has no ledger");

  const first = JSON.parse((await runApart(...SEAL)).stdout);
  expect(first.accounts).toMatchObject([{ orgId: 22824, sealed: 2, already: 0, head: { sequence: 1 } }]);
  const second = JSON.parse((await run(...SEAL, "--heartbeat")).stdout);
  expect(second.accounts).toMatchObject([{ sealed: 0, already: 2, head: { sequence: 2 } }]);

  const pem = createPublicKey(await readFile(join(folder.path, "key.pem"), "utf8"));
  await writeFile(join(folder.path, "public.pem"), pem.export({ format: "pem", type: "spki" }));
  const head = second.accounts[0].head.sha256;
  const verify = () => run("verify", "--public-key", "public.pem", "--head", head);
  const sound = await verify();
  expect(sound.code).toBe(0);
  expect(sound.stdout).toContain(`2 entries seal 2 versions; entry 2`);
  expect(sound.stdout).not.toContain("Give --public-key");
  await rm(join(folder.path, "vault/ledger/22824/000000000002.json"));
  await rm(join(folder.path, "vault/ledger/22824/000000000002.json.sig"));
  const cut = await verify();
  expect(cut.code).toBe(3);
  expect(cut.stdout).toMatch(/^ledger\/22824 {2}gap {2}error/m);
});

// E8
it("changes its key for good, and takes back what the old one signed", async () => {
  await using copy = await tempFolder();
  const at = (...args: string[]) =>
    runHere(["--store", join(copy.path, "vault"), ...args], { cwd: copy.path, env: envOf(sandbox) });
  const publicHalf = async (name: string) => {
    const pem = createPublicKey(await readFile(join(copy.path, name), "utf8")).export({
      format: "pem",
      type: "spki",
    });
    await writeFile(join(copy.path, `public-${name}`), pem);
  };
  await at("archive", "143");
  const { accounts } = JSON.parse((await at("seal", "--key-file", "old.pem", "--json")).stdout);
  await localSigner(join(copy.path, "new.pem")).publicKey();
  await publicHalf("new.pem");

  const introduced = await at("seal", "--key-file", "old.pem", "--introduce-key", "public-new.pem");
  expect(introduced.code).toBe(0);
  const retired = await at("seal", "--key-file", "old.pem");
  expect(retired).toMatchObject({ code: 4, stderr: expect.stringContaining("retired when it introduced") });
  const revoked = await at(
    "seal",
    "--key-file",
    "new.pem",
    "--revoke-key",
    accounts[0].keyId,
    "--revoke-from",
    "1",
  );
  expect(revoked.stdout).toMatch(/1 version sealed in 2 new entries, 0 before/);

  const sound = await at("verify");
  expect(sound.code).toBe(0);
  expect(sound.stdout).toContain("revoked-key  warning");
});

it.each([
  [["--key-file", "vault/key.pem"], "inside the vault"],
  [["--key-file", "key.pem", "--kms-key", "arn"], "exclude each other"],
  [["--introduce-key", "nowhere.pem"], "--introduce-key nowhere.pem: give"],
  [["--revoke-key", "ca978112", "--revoke-from", "1"], "64 digits"],
  [["--revoke-from", "1"], "goes with --revoke-from"],
  [["--key-file", "key.pem", "--revoke-key", "a".repeat(64), "--revoke-from", "1"], "no such key"],
])("refuses %j", async (args, message) => {
  const ended = await run("seal", ...args);
  expect(ended).toMatchObject({ code: 2, stdout: "" });
  expect(ended.stderr).toContain(message);
});
