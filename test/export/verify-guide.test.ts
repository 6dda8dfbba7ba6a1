/** VERIFY.md: every command in it is run, on a sound part and on parts with one flipped bit. */
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runExport } from "../../shared/export/run-export.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { flip, requestFor, sealedVault, shell, type Vault } from "./exported.ts";
import { ORG } from "./generated-vault.ts";

let vault: Vault;
/** The folder with the zip and its sidecar, and the part's name. */
let folder: string;
let name: string;
/** The blocks of commands, in order. */
let steps: readonly string[];
beforeAll(async () => {
  vault = await sealedVault();
  const dependencies = vault.into("out");
  const { id, parts } = await runExport(dependencies, ORG, requestFor([1, 2]));
  folder = join(dependencies.path, id);
  name = parts[0]?.file.replace(/\.zip$/, "") ?? "";
  const guide = await shell(folder, `unzip -p ${name}.zip ${name}/VERIFY.md`);
  steps = [...guide.output.matchAll(/```sh\n(.*?)```/gs)].map(([, commands = ""]) => commands);
});
afterAll(() => vault[Symbol.asyncDispose]());

/** An unpacked copy to do harm to. */
async function unpacked(): Promise<TempFolder & { readonly bag: string }> {
  const copy = await tempFolder();
  await cp(folder, copy.path, { recursive: true });
  await shell(copy.path, `unzip -q ${name}.zip`);
  return { ...copy, bag: join(copy.path, name) };
}

/** The steps after the unpacking, typed in the bag. */
async function inBag(bag: string): Promise<string[]> {
  const outputs: string[] = [];
  for (const step of steps.slice(1)) {
    outputs.push((await shell(bag, step.replace(/^cd .*\n/, ""))).output);
  }
  return outputs;
}

describe("the commands of VERIFY.md", () => {
  it("succeed one after the other on a sound part", async () => {
    await using copy = await tempFolder();
    await cp(folder, copy.path, { recursive: true });

    const { code, output } = await shell(copy.path, steps.join("\n"));

    expect(code).toBe(0);
    const lines = output.trim().split("\n");
    const [files] = lines.slice(1);
    const key = (await readFile(join(copy.path, name, "data/provenance.json"), "utf8")) && lines.at(-1);
    expect(lines).toEqual([`${name}.zip: OK`, files, files, "Verified OK", "Verified OK", key]);
    expect(Number(files)).toBeGreaterThan(20);
    expect(key).toMatch(/^[0-9a-f]{64} /);
  });

  it("print a fingerprint whose first 16 digits are the key's name", async () => {
    await using copy = await unpacked();
    const [fingerprint = ""] = (await inBag(copy.bag)).slice(-1);

    const { output } = await shell(copy.bag, "ls data/ledger/keys");

    expect(output.trim()).toBe(`${fingerprint.slice(0, 16)}.pem`);
  });

  it("fail on a zip with one flipped bit", async () => {
    await using copy = await tempFolder();
    await cp(folder, copy.path, { recursive: true });
    await flip(join(copy.path, `${name}.zip`));

    const { code, output } = await shell(copy.path, `sha256sum -c ${name}.zip.sha256; unzip -tq ${name}.zip`);

    expect(code).not.toBe(0);
    expect(output).toContain(`${name}.zip: FAILED`);
    expect(output).toMatch(/bad CRC|invalid compressed data/);
  });

  it.each([
    ["data/tickets/1/v1/content/attachments/101/1-scan.bin", 0, "attachments/101/1-scan.bin: FAILED"],
    ["data/transcripts/1.html", 0, "data/transcripts/1.html: FAILED"],
    ["manifest-sha256.txt", 0, "manifest-sha256.txt: FAILED"],
    ["bag-info.txt", 0, "bag-info.txt: FAILED"],
    ["data/tickets/1/inventory.json", 2, "NOT AS ARCHIVED: data/tickets/1/inventory.json"],
    ["data/ledger/000000000002.json", 3, "NOT SIGNED: data/ledger/000000000002.json"],
    ["data/ledger/000000000001.json.sig", 3, "NOT SIGNED: data/ledger/000000000001.json"],
    ["data/tickets/1/v2/inventory.json", 4, "NOT SEALED: data/tickets/1/v2/inventory.json"],
  ])("name %s when one bit of it is flipped", async (path, step, message) => {
    await using copy = await unpacked();
    await flip(join(copy.bag, path));

    const outputs = await inBag(copy.bag);

    expect(outputs[step]).toContain(message);
    expect(outputs[0]).toContain("FAILED");
  });

  it("show two numbers that differ when a file is added", async () => {
    await using copy = await unpacked();
    await cp(join(copy.bag, "bagit.txt"), join(copy.bag, "data/added.txt"));

    const [, counts = ""] = await inBag(copy.bag);

    const [there, listed] = counts.trim().split("\n").map(Number);
    expect(there).toBe((listed ?? 0) + 1);
  });
});
