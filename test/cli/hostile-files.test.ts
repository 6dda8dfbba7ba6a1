/** What somebody hands over may have links and pipes in the place of documents: every command says so, and ends. */
import { execFileSync } from "node:child_process";
import { cp, readdir, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

const MANDATE = ["--matter", "Smith v. Acme", "--requested-by", "J. Doe", "--reason", "Discovery"];

let sandbox: Sandbox;
let good: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox();
  good = await tempFolder();
  const given = { cwd: good.path, env: envOf(sandbox) };
  for (const command of [
    ["archive", "143"],
    ["export", ...MANDATE, "--out", "out", "--tickets", "143"],
  ]) {
    const ended = await runHere(command, given);
    expect(ended).toMatchObject({ code: 0 });
  }
});
afterAll(async () => {
  await sandbox.close();
  await good[Symbol.asyncDispose]();
});

const pipe = async (path: string): Promise<void> => void execFileSync("mkfifo", [path]);
const zeros = (path: string): Promise<void> => symlink("/dev/zero", path);

/** A copy in which something else stands at a path. */
async function tampered(path: (folder: string) => string | Promise<string>, make: typeof pipe) {
  const folder = await tempFolder();
  await cp(good.path, folder.path, { recursive: true });
  const at = await path(folder.path);
  await rm(at);
  await make(at);
  return folder;
}

// T21
test.each([
  ["a pipe", "inventory.json", pipe],
  ["a link to /dev/zero", "v1/content/ticket.json", zeros],
])("%s as %s of a ticket", async (_, name, make) => {
  const path = `archive/22824/143/${name}`;
  await using folder = await tampered((top) => join(top, "vault", path), make);
  const given = { cwd: folder.path, env: envOf(sandbox) };

  const verified = await runHere(["verify"], given);
  expect(verified.code).toBe(3);
  expect(verified.stdout).toContain(path);
  const shown = await runHere(["show", "143"], given);
  expect(shown.code).toBe(4);
  expect(shown.stderr).toContain(`${path} is a link, a pipe or a device`);
});

// T21
test("a link to /dev/zero as the inventory of a ticket that is archived again", async () => {
  await using folder = await tampered((top) => join(top, "vault/archive/22824/143/inventory.json"), zeros);
  const { code, stdout } = await runHere(["archive", "143"], { cwd: folder.path, env: envOf(sandbox) });
  expect(code).toBe(4);
  expect(stdout).toContain("inventory.json is a link, a pipe or a device");
});

// T21
test.each([
  ["a link to /dev/zero", /^plan\.json$/, zeros],
  ["a pipe", /^export\.json$/, pipe],
  ["a pipe", /\.zip$/, pipe],
  ["a link to /dev/zero", /\.zip\.sha256$/, zeros],
])("%s as %s of an export", async (_, name, make) => {
  let found = "";
  const path = async (top: string): Promise<string> => {
    const [id = ""] = await readdir(join(top, "out"));
    found = (await readdir(join(top, "out", id))).find((each) => name.test(each)) ?? "";
    return join(top, "out", id, found);
  };
  await using folder = await tampered(path, make);
  const [id = ""] = await readdir(join(folder.path, "out"));
  const { code, stdout } = await runHere(["verify", `out/${id}`], { cwd: folder.path });
  expect(code).toBe(3);
  expect(stdout).toContain(found);
});
