/** The commands of docs/evidence.md do what it says: they pass on a sound ledger and fail after one flipped byte. */
import { spawnSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { tempFolder } from "../temp.ts";
import { type MadeVault, makeVault } from "./sealed-vault.ts";

const DOCUMENT = join(import.meta.dirname, "../../docs/evidence.md");

let vault: MadeVault;
let script = "";
beforeAll(async () => {
  vault = await makeVault();
  script = /```sh\n([\s\S]*?)```/.exec(await readFile(DOCUMENT, "utf8"))?.[1] ?? "";
});

async function byHand(flipped?: string) {
  await using folder = await tempFolder();
  for (const [path, bytes] of vault.files) {
    const copy = Buffer.from(bytes);
    if (path === flipped) copy[100] = (copy[100] ?? 0) ^ 1;
    await mkdir(dirname(join(folder.path, path)), { recursive: true });
    await writeFile(join(folder.path, path), copy);
  }
  return spawnSync("bash", ["-c", `set -e -o pipefail\n${script}`], { cwd: folder.path, encoding: "utf8" });
}

it("a sound ledger passes", async () => {
  const { status, stdout } = await byHand();
  expect(stdout).toContain("Verified OK");
  expect(stdout).toMatch(/archive\/22824\/143\/v1\/inventory\.json: OK/);
  const [, first] = /^([0-9a-f]{64}) {2}000000000001\.json$/m.exec(stdout) ?? [];
  expect(stdout).toContain(`"previous": "${first}"`);
  expect(status).toBe(0);
});

it.each([
  ["an entry", "ledger/22824/000000000001.json", "Verified OK"],
  ["a sealed inventory", "archive/22824/143/v1/inventory.json", ": OK"],
])("a byte of %s flipped fails", async (_, path, said) => {
  const { status, stdout } = await byHand(path);
  expect(status).not.toBe(0);
  expect(stdout).not.toContain(said);
});
