/** An export is sealed as a whole before it is handed out, and verify holds every file of it against that seal. */
import { cp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { planKey } from "../../shared/export/keys.ts";
import { readPlan } from "../../shared/export/plan-export.ts";
import { entryKey } from "../../shared/keys.ts";
import { productionRecordKey } from "../../shared/record-keys.ts";
import { checkProductionSeal } from "../../shared/verify/export/production-seal.ts";
import { runHere } from "../cli/command.ts";
import { tempFolder } from "../temp.ts";
import { sealedVault, type Vault } from "./exported.ts";
import { ORG } from "./generated-vault.ts";

const MANDATE = ["--matter", "Smith v. Acme", "--requested-by", "J. Doe", "--reason", "Discovery"];
const COMMAND = [
  "export",
  ...MANDATE,
  "--org",
  String(ORG),
  "--out",
  "exports",
  "--formats",
  "html,csv",
  "--json",
];

interface Made {
  readonly vault: Vault;
  /** The export's folder. */
  readonly folder: string;
  readonly id: string;
  readonly answer: { readonly seal: { readonly status: string; readonly sequence: number } };
}

/** @param key of the file that signs */
async function made(rotated: boolean, key: string): Promise<Made> {
  const vault = await sealedVault({ rotated });
  const { code, stdout, stderr } = await runHere([...COMMAND, "--tickets", "1,2", "--key-file", key], {
    cwd: vault.folder.path,
  });
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^Export /)]);
  const answer = JSON.parse(stdout);
  return { vault, folder: join(vault.folder.path, answer.location), id: answer.id, answer };
}

let shared: Made;
beforeAll(async () => {
  shared = await made(false, "key.pem");
  await writeFile(join(shared.vault.folder.path, "public.pem"), shared.vault.keys[0]?.pem ?? "");
});
afterAll(() => shared.vault[Symbol.asyncDispose]());

const verify = (folder: string, ...more: string[]) =>
  runHere(["verify", folder, ...more], { cwd: shared.vault.folder.path });

// E10
describe("a production", () => {
  it("is a record of every file, sealed in the ledger, and stands beside the zips with its seal", async () => {
    const { vault, id, folder, answer } = shared;
    const plan = await readFile(join(folder, "plan.json"));
    const key = productionRecordKey({ orgId: ORG, id, planSha256: sha256Hex(plan) });
    const record = await readFile(join(vault.folder.path, "vault", key));
    const entry = await readFile(
      join(vault.folder.path, "vault", entryKey(ORG, answer.seal.sequence)),
      "utf8",
    );

    expect(JSON.parse(entry)).toMatchObject({
      kind: "production",
      sealed: [{ key, sha256: sha256Hex(record) }],
    });
    expect(await readFile(join(folder, "production.json"))).toEqual(record);
    const { files, ...said } = JSON.parse(record.toString());
    expect(said).toMatchObject({
      export: id,
      requestedBy: "J. Doe",
      authenticated: null,
      matter: "Smith v. Acme",
    });
    expect(files.map(({ file }: { file: string }) => file)).toEqual(
      expect.arrayContaining(["plan.json", "export.json", "index.html", `export-${id}-part-001-of-001.zip`]),
    );
    expect(await verify(folder, "--public-key", "public.pem")).toMatchObject({ code: 0 });
  });

  it("is sealed once, however often the same is asked for", async () => {
    const { vault, answer } = shared;
    const again = await runHere([...COMMAND, "--tickets", "1,2", "--key-file", "key.pem"], {
      cwd: vault.folder.path,
    });
    expect(JSON.parse(again.stdout).seal).toEqual(answer.seal);
  });

  it.each([
    ["another file", "index.html", "altered index.html"],
    ["another summary", "export.json", "altered export.json"],
    ["another plan", "plan.json", "altered plan.json"],
    ["another record", "production.json", "altered production.json"],
    ["another entry", "production-seal.json", "bad-signature production-seal.json.sig"],
    ["another signature", "production-seal.json.sig", "bad-signature production-seal.json.sig"],
    ["another key", "production-seal.pem", "unknown-key production-seal.pem"],
  ])("with %s is not the one that was sealed", async (_, name, finding) => {
    await using copy = await tempFolder();
    await cp(shared.folder, copy.path, { recursive: true });
    const path = join(copy.path, name);
    const text = await readFile(path, "latin1");
    const changed = text.replace(/[0-9](?=[^0-9]*$)/, (digit) => (digit === "1" ? "2" : "1"));
    await writeFile(path, changed, "latin1");
    const plan = await readPlan(shared.vault.into("exports").output, shared.id);

    const found = await checkProductionSeal(copy.path, plan, new Set(await readdir(copy.path)), new Set());

    expect(found.map(({ code, path: where }) => `${code} ${where}`)).toContain(finding);
  });

  it("without its seal is a finding where a key is given, and half a seal always is", async () => {
    await using copy = await tempFolder();
    await cp(shared.folder, copy.path, { recursive: true });
    await rm(join(copy.path, "production-seal.pem"));
    expect((await verify(copy.path)).stdout).toContain("production-seal.pem  missing  error");
    for (const name of ["production.json", "production-seal.json", "production-seal.json.sig"])
      await rm(join(copy.path, name));
    expect(await verify(copy.path)).toMatchObject({ code: 0 });
    expect((await verify(copy.path, "--public-key", "public.pem")).stdout).toContain(
      "production.json  unsealed  error",
    );
  });

  it("by a key that the trusted one introduced is as good", async () => {
    const rotated = await made(true, "new-key.pem");
    await using _ = rotated.vault;
    const pem = join(rotated.vault.folder.path, "public.pem");
    await writeFile(pem, rotated.vault.keys[0]?.pem ?? "");
    const { stdout, code } = await verify(rotated.folder, "--public-key", pem);
    expect([code, stdout]).toEqual([0, expect.anything()]);
    await writeFile(pem, shared.vault.keys[0]?.pem ?? "");
    expect((await verify(rotated.folder, "--public-key", pem)).stdout).toContain(
      "production-seal.json  unknown-key  error",
    );
  });
});

describe("an export that cannot be sealed", () => {
  it("is refused before anything is packed where no key is there, and goes without a seal only when told", async () => {
    const { vault } = shared;
    const run = (...args: string[]) =>
      runHere([...COMMAND.slice(0, -1), "--out", "elsewhere", "--tickets", "1", ...args], {
        cwd: vault.folder.path,
      });
    const refused = await run("--key-file", "nowhere.pem");
    expect(refused).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--no-seal") });
    const stranger = await run("--key-file", "stranger.pem");
    expect(stranger.code).toBe(2);
    const without = await run("--no-seal");
    expect(without).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("Not sealed as a whole, as --no-seal asks."),
    });
  });

  it("ends with 4, and says not to hand it out", async () => {
    await using vault = await sealedVault();
    const { path } = vault.folder;
    const args = [...COMMAND, "--tickets", "2", "--key-file", "key.pem"];
    const { id } = JSON.parse((await runHere([...args, "--no-seal"], { cwd: path })).stdout);
    const output = vault.into("exports").output;
    const planSha256 = sha256Hex((await output.read(planKey(id))) ?? "");
    expect((await readPlan(output, id)).id).toBe(id);
    // Somebody recorded another production of this plan.
    await vault.store.create(productionRecordKey({ orgId: ORG, id, planSha256 }), Buffer.from("{}\n"));

    const { code, stdout } = await runHere(args.slice(0), { cwd: path });

    expect(code).toBe(4);
    expect(JSON.parse(stdout).seal).toMatchObject({ status: "failed", code: "production-altered" });
    const plain = await runHere(
      args.filter((arg) => arg !== "--json"),
      { cwd: path },
    );
    expect(plain.stdout).toContain("Not sealed as a whole. Do not hand it out");
  });
});
