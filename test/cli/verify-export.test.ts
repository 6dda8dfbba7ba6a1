/** `ticketvault verify` of an export, as a folder and as a zip. */
import { generateKeyPairSync } from "node:crypto";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runExport } from "../../shared/export/run-export.ts";
import { requestFor, sealedVault, type Vault } from "../export/exported.ts";
import { ORG } from "../export/generated-vault.ts";
import { runHere } from "./command.ts";

let vault: Vault;
let folder: string;
let zip: string;
beforeAll(async () => {
  vault = await sealedVault();
  const dependencies = vault.into("out");
  const { id, parts } = await runExport(dependencies, ORG, requestFor([1, 2]));
  folder = join(dependencies.path, id);
  zip = join(folder, parts[0]?.file ?? "");
});
afterAll(() => vault[Symbol.asyncDispose]());

const verify = (...args: string[]) => runHere(["verify", ...args], { cwd: vault.folder.path });

test("a sound export is valid, as a folder, as a zip, and by the ledger's key", async () => {
  const [ledgerKey = ""] = (await vault.store.children(`ledger/${ORG}/keys`)).files;
  const key = join("vault", ledgerKey);

  const [whole, part] = await Promise.all([verify(folder), verify(zip, "--public-key", key, "--json")]);

  expect(whole.code).toBe(0);
  expect(whole.stdout).toMatch(/1 part, 2 objects, \d+ files, .* read: valid\n$/);
  expect(whole.stdout).toContain("Give --public-key");
  expect(whole.stdout).toContain("its other files rest on the export's own digests");
  expect(part.code).toBe(0);
  expect(JSON.parse(part.stdout)).toMatchObject({
    ...{ place: zip, mode: "full", keys: "given", valid: true, parts: 1, objects: 2, errors: 0 },
    findings: [expect.objectContaining({ code: "W004", kind: "invalid" }), expect.anything()],
  });
});

test("of tickets that nothing seals it does not say that a signature was checked", async () => {
  const { id } = await runExport(vault.into("unsealed"), ORG, requestFor([3]));

  const { stdout } = await verify(join("unsealed", id));

  expect(stdout).toContain("No entry of a ledger seals the tickets in it: no signature was checked");
  expect(stdout).not.toContain("Signatures");
});

test("an altered part, and one by a key that was not given, end with 3", async () => {
  const altered = join(vault.folder.path, "altered.zip");
  const bytes = await readFile(zip);
  bytes[Math.floor(bytes.length / 2)] = (bytes[Math.floor(bytes.length / 2)] ?? 0) ^ 1;
  await writeFile(altered, bytes);
  const other = join(vault.folder.path, "other.pem");
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  await writeFile(other, publicKey.export({ format: "pem", type: "spki" }));

  const [flipped, foreign] = await Promise.all([
    verify(altered, "--json"),
    verify(folder, "--public-key", other),
  ]);

  expect(flipped.code).toBe(3);
  expect(JSON.parse(flipped.stdout)).toMatchObject({ valid: false, keys: "published" });
  expect(JSON.parse(flipped.stdout).findings).toContainEqual(expect.objectContaining({ kind: "altered" }));
  expect(foreign.code).toBe(3);
  expect(foreign.stdout).toMatch(/data\/ledger\/.*unknown-key {2}error/);
  expect(foreign.stdout).toMatch(/data\/tickets\/1\/v2\/inventory\.json {2}unsealed {2}error/);
});

// E9
test("an account that is named wants a vault: an export in its place is found", async () => {
  await cp(folder, join(vault.folder.path, "replaced"), { recursive: true });

  const [named, byVariable] = await Promise.all([
    verify("replaced", "--org", String(ORG)),
    runHere(["verify", "replaced"], {
      cwd: vault.folder.path,
      env: { TICKETVAULT_ORG_ID: String(ORG) },
    }),
  ]);

  expect(named.code).toBe(3);
  expect(named.stdout).toMatch(/^plan\.json {2}extra {2}error/m);
  expect(named.stdout).toMatch(new RegExp(`^archive/${ORG} {2}not-archived {2}not checked`, "m"));
  expect(byVariable.code).toBe(0);
});

test("what makes no sense of an export is refused", async () => {
  expect(await verify(zip, "--quick")).toMatchObject({ code: 2, stdout: "" });
});
