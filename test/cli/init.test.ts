/** `ticketvault init`: takes options without a terminal, never overwrites, and tries a call. */
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
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

/** A folder of its own, with the sandbox's keys in a file. */
async function emptyFolder(name: string, secretKey = sandbox.secretKey): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(path);
  const keys = { accessKey: sandbox.accessKey, secretKey };
  await writeFile(join(path, "keys.json"), JSON.stringify(keys), { mode: 0o600 });
  return path;
}

const written = async (cwd: string, name = "ticketvault.config.json") =>
  JSON.parse(await readFile(join(cwd, name), "utf8"));

const given = (...more: string[]) => [
  "init",
  "--org",
  String(sandbox.orgId),
  "--base-url",
  sandbox.origin,
  "--attachment-host",
  sandbox.origin,
  ...more,
];

test("without a terminal options say all, and the file is nobody else's to read", async () => {
  const cwd = await emptyFolder("options");
  const { code, stdout } = await runHere(given("--keys-file", "keys.json"), { cwd });

  expect(code).toBe(0);
  expect(stdout).toContain("Not in the file:\n  LeadSquared's keys, which stay where they are");
  expect(stdout).toContain("settings of a stack on AWS");
  expect((await stat(join(cwd, "ticketvault.config.json"))).mode & 0o777).toBe(0o600);
  expect((await written(cwd)).accounts.main.orgId).toBe(sandbox.orgId);
});

test("paths of a file elsewhere are made those of its folder", async () => {
  const cwd = await emptyFolder("elsewhere");
  await mkdir(join(cwd, "etc"));
  const args = given("--keys-file", "keys.json", "--store", "./mine", "--config", "etc/own.json", "--json");
  const { stdout } = await runHere(args, { cwd });

  expect(JSON.parse(stdout)).toEqual({
    file: "etc/own.json",
    account: "main",
    call: { outcome: "answered" },
  });
  expect((await written(cwd, "etc/own.json")).accounts.main.cli).toEqual({
    keysFile: "../keys.json",
    store: "../mine",
  });
});

test("a file that is there stays as it is", async () => {
  const cwd = await emptyFolder("there");
  await writeFile(join(cwd, "ticketvault.config.json"), "mine");
  const { code, stderr } = await runHere(given(), { cwd });

  expect(code).toBe(2);
  expect(stderr).toContain("is there already and stays as it is");
  expect(await readFile(join(cwd, "ticketvault.config.json"), "utf8")).toBe("mine");
});

test("a call that fails is told with its reason, and one without keys is not tried", async () => {
  const refused = await runHere(given("--keys-file", "keys.json"), {
    cwd: await emptyFolder("refused", "WrongSecret"),
  });
  const keyless = await runHere(given(), { cwd: await emptyFolder("keyless") });

  expect(refused.code).toBe(4);
  expect(refused.stdout).toContain("A call was tried, and failed: LeadSquared");
  expect(refused.stdout).not.toContain("WrongSecret");
  expect(keyless.code).toBe(0);
  expect(keyless.stdout).toContain("No call was tried, as there are no keys yet");
});

test.each([
  [["init"], "Without a terminal nobody is asked: give --org"],
  [
    ["init", "--org", "5", "--allowed-region", "india"],
    "accounts.main.allowedRegions[0] must be an AWS region",
  ],
  [["init", "--org", "5", "--account", "a b"], "must be a name"],
])("%j writes nothing", async (args, expected) => {
  const cwd = await emptyFolder(`refused-${args.length}-${args.at(-1)?.length}`);
  const { code, stderr } = await runHere(args, { cwd });

  expect(code).toBe(2);
  expect(stderr).toContain(expected);
  expect(await readdir(cwd)).toEqual(["keys.json"]);
});
