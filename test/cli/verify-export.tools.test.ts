/** `ticketvault verify` of bags and zips by other programs. */
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runExport } from "../../shared/export/run-export.ts";
import { requestFor, sealedVault, shell, type Vault } from "../export/exported.ts";
import { ORG } from "../export/generated-vault.ts";
import { runHere } from "./command.ts";

let vault: Vault;
let zip: string;
beforeAll(async () => {
  vault = await sealedVault();
  const dependencies = vault.into("out");
  const { id, parts } = await runExport(dependencies, ORG, requestFor([1, 2]));
  zip = join(dependencies.path, id, parts[0]?.file ?? "");
});
afterAll(() => vault[Symbol.asyncDispose]());

const verify = (...args: string[]) => runHere(["verify", ...args], { cwd: vault.folder.path });

// F19
test("a sound bag by another program is called what it is, as a folder and zipped", async () => {
  const cwd = vault.folder.path;
  await shell(
    cwd,
    `mkdir -p foreign/data && cd foreign && echo text > data/a.txt &&
      sha256sum data/a.txt > manifest-sha256.txt &&
      printf 'BagIt-Version: 0.97\\nTag-File-Character-Encoding: UTF-8\\n' > bagit.txt && cd .. &&
      zip -q -r foreign.zip foreign && cd foreign && zip -q -D ../flat.zip -r .`,
  );

  const found = await Promise.all(["foreign", "foreign.zip", "flat.zip"].map((place) => verify(place)));

  for (const { code, stdout, stderr } of found) {
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("is a BagIt bag, but no export of Ticketvault.");
  }
  expect(found.map(({ stderr }) => stderr.includes("Unpack it, and check the folder"))).toEqual([
    false,
    true,
    true,
  ]);
});

// F19
test("a part that was packed again is told to be unpacked, and is valid as a folder", async () => {
  const cwd = vault.folder.path;
  await shell(cwd, `mkdir again && cd again && unzip -q ${zip} && zip -q -r ../again.zip .`);

  const [packed, unpacked] = await Promise.all([
    verify("again.zip"),
    verify(join("again", basename(zip, ".zip"))),
  ]);

  expect(packed.code).toBe(3);
  expect(packed.stdout).toContain("unpack it and verify the folder");
  expect(unpacked.code).toBe(0);
});
