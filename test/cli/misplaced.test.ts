/** Ticket folders that were swapped: named by `verify`, shown as nobody's, and never built upon. */
import { cp, rename } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../../cli/sandbox/sandbox.ts";
import { filesOf, type TempFolder, tempFolder } from "../temp.ts";
import { envOf, runHere } from "./command.ts";

let sandbox: Sandbox;
let folder: TempFolder;
beforeAll(async () => {
  sandbox = await startSandbox({ tickets: 1 });
  folder = await tempFolder();
  const { code } = await runHere(["archive", "143", "1000"], { cwd: folder.path, env: envOf(sandbox) });
  expect(code).toBe(0);
  const account = join(folder.path, "vault/archive/22824");
  await rename(join(account, "143"), join(account, "swap"));
  await rename(join(account, "1000"), join(account, "143"));
  await rename(join(account, "swap"), join(account, "1000"));
});
afterAll(async () => {
  await sandbox.close();
  await folder[Symbol.asyncDispose]();
});

test("verify names both, in the store and in a folder", async () => {
  for (const place of [[], ["vault/archive/22824"]]) {
    const { code, stdout } = await runHere(["verify", ...place, "--json"], { cwd: folder.path });
    expect(code).toBe(3);
    const { findings } = JSON.parse(stdout);
    const misplaced = findings.filter(({ code: found }: { code: string }) => found === "misplaced");
    expect(misplaced).toMatchObject([{ severity: "error" }, { severity: "error" }]);
  }
});

test("show and archive refuse to take one for the other, and change nothing", async () => {
  const before = await filesOf(join(folder.path, "vault"));
  const shown = await runHere(["show", "143"], { cwd: folder.path, env: envOf(sandbox) });
  const archived = await runHere(["archive", "143"], { cwd: folder.path, env: envOf(sandbox) });

  expect([shown.code, archived.code]).toEqual([4, 4]);
  expect(`${shown.stdout}${shown.stderr}`).toContain("is of another object");
  expect(await filesOf(join(folder.path, "vault"))).toEqual(before);
});

test("an account's folder under another number is named", async () => {
  await cp(join(folder.path, "vault/archive/22824"), join(folder.path, "vault/archive/1"), {
    recursive: true,
  });
  const { code, stdout } = await runHere(["verify", "--json"], { cwd: folder.path });
  expect(code).toBe(3);
  expect(stdout).toContain('"archive/1/1000"');
});
