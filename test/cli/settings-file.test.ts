/** `ticketvault` with a file of settings: what of it counts, and below what. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { runHere } from "./command.ts";

let sandbox: Sandbox;
let folder: TempFolder;

beforeAll(async () => {
  sandbox = await startSandbox();
  folder = await tempFolder();
});
afterAll(async () => {
  await sandbox.close();
  await folder[Symbol.asyncDispose]();
});

/** A folder of its own with the keys in it, and with these accounts in its file of settings. */
async function withFile(name: string, accounts: Readonly<Record<string, object>>): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(path);
  const { accessKey, secretKey } = sandbox;
  await writeFile(join(path, "keys.json"), JSON.stringify({ accessKey, secretKey }), { mode: 0o600 });
  await writeFile(join(path, "ticketvault.config.json"), JSON.stringify({ accounts }));
  return path;
}

const account = (cli: object = {}) => ({
  orgId: sandbox.orgId,
  baseUrl: sandbox.origin,
  attachmentHosts: [sandbox.origin],
  cli: { keysFile: "keys.json", ...cli },
});

// U8
test("one account in the file needs no option: a ticket is archived, and verified", async () => {
  const cwd = await withFile("one", { acme: account({ store: "mine" }) });

  expect(await runHere(["archive", "143"], { cwd })).toMatchObject({ code: 0, stderr: "" });
  const { code, stdout } = await runHere(["verify"], { cwd });

  expect(code).toBe(0);
  expect(stdout).toContain("valid");
});

// U8
test("a file elsewhere is named, and its paths are those of its own folder", async () => {
  const there = await withFile("there", { acme: account({ store: "mine" }) });
  const cwd = join(folder.path, "elsewhere");
  await mkdir(cwd);
  const config = "../there/ticketvault.config.json";

  const archived = await runHere(["archive", "143", "--config", config], { cwd });
  const shown = await runHere(["show", "143"], {
    cwd,
    env: { TICKETVAULT_CONFIG: join(there, "ticketvault.config.json") },
  });

  expect(archived).toMatchObject({ code: 0, stderr: "" });
  expect(archived.stdout).toContain("In ../there/mine/");
  expect(shown.code).toBe(0);
});

// U8
test("of several accounts one is named, or given by its number", async () => {
  const cwd = await withFile("several", {
    acme: account({ store: "mine" }),
    beta: { ...account(), orgId: 999, cli: { store: "other" } },
  });

  const unnamed = await runHere(["archive", "143"], { cwd });
  const named = await runHere(["archive", "143", "--account", "acme"], { cwd });
  const numbered = await runHere(["show", "143", "--org", String(sandbox.orgId)], { cwd });

  expect(unnamed.code).toBe(2);
  expect(unnamed.stderr).toContain(
    "the accounts acme, beta: choose one with --account NAME or TICKETVAULT_ACCOUNT",
  );
  expect(named).toMatchObject({ code: 0, stderr: "" });
  expect(numbered.code).toBe(0);
});

test("an option counts above the environment, that above the file", async () => {
  const cwd = await withFile("above", { acme: account({ store: "of-file" }) });
  const env = { TICKETVAULT_STORE: "of-environment" };
  const storeOf = async (args: readonly string[], given: Readonly<Record<string, string>>) =>
    (await runHere(["archive", "143", ...args], { cwd, env: given })).stdout.match(/In (\S+)\/archive/)?.[1];

  expect(await storeOf([], {})).toMatch(/of-file$/);
  expect(await storeOf([], env)).toMatch(/of-environment$/);
  expect(await storeOf(["--store", "of-option"], env)).toMatch(/of-option$/);
});

test("what belongs to the file's store does not count for another one", async () => {
  const cwd = await withFile("other-store", {
    acme: account({ store: "s3://archive", staging: "s3://staging", endpoint: "http://127.0.0.1:9" }),
  });

  expect(await runHere(["archive", "143", "--store", "mine"], { cwd })).toMatchObject({
    code: 0,
    stderr: "",
  });
});

test("keys in the environment count above those that the file names", async () => {
  const cwd = await withFile("keys", { acme: account({ keysFile: "none.json" }) });
  const { accessKey, secretKey } = sandbox;
  const env = { TICKETVAULT_ACCESS_KEY: accessKey, TICKETVAULT_SECRET_KEY: secretKey };

  expect(await runHere(["archive", "143"], { cwd, env })).toMatchObject({ code: 0, stderr: "" });
  const without = await runHere(["archive", "143"], { cwd });
  expect(without.code).toBe(2);
  expect(without.stderr).toContain("none.json");
});

test("a mistake in the file is told with its place before anything is done, with --json as JSON", async () => {
  const cwd = await withFile("wrong", { acme: { ...account(), detailPath: "off" } });

  const { code, stdout, stderr } = await runHere(["list", "--json"], { cwd });

  expect(code).toBe(2);
  expect(stderr).toContain("accounts.acme.detailPath is no setting: did you mean accounts.acme.detailsPath?");
  expect(JSON.parse(stdout).error.code).toBe("usage");
});

test("a place on S3 that is wrong in the file is named as it stands there", async () => {
  const cwd = await withFile("place", { acme: account({ store: "s3://X" }) });

  const { code, stderr } = await runHere(["verify"], { cwd });

  expect(code).toBe(2);
  expect(stderr).toContain("accounts.acme.cli.store in ticketvault.config.json s3://X: give a place on S3");
});

test("a file that cannot be used does not keep the sandbox from helping", async () => {
  const cwd = await withFile("alone", {});
  const { code } = await runHere(["sandbox", "--help"], { cwd });
  expect(code).toBe(0);
});
