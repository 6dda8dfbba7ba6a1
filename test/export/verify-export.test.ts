/** `verifyExport`: what was done to an export is found, and said where. */
import { cp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runExport } from "../../shared/export/run-export.ts";
import { exportKind, verifyExport } from "../../shared/export/verify-export.ts";
import { type AddEntry, zipOf } from "../../shared/export/zip.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { flip, requestFor, sealedVault, shell, type Vault } from "./exported.ts";
import { ORG } from "./generated-vault.ts";

let vault: Vault;
let folder: string;
let name: string;
beforeAll(async () => {
  vault = await sealedVault();
  const dependencies = vault.into("out");
  const { id, parts } = await runExport(dependencies, ORG, requestFor([1, 2, 3]));
  folder = join(dependencies.path, id);
  name = parts[0]?.file.replace(/\.zip$/, "") ?? "";
});
afterAll(() => vault[Symbol.asyncDispose]());

/** The errors, as code and path. */
async function errorsIn(path: string): Promise<string[]> {
  const { findings } = await verifyExport(path);
  return findings.filter(({ severity }) => severity === "error").map(({ code, path }) => `${code} ${path}`);
}

async function copied(): Promise<TempFolder & { readonly zip: string }> {
  const copy = await tempFolder();
  await cp(folder, copy.path, { recursive: true });
  return { ...copy, zip: join(copy.path, `${name}.zip`) };
}

describe("an export as it was made", () => {
  it("is sound as a folder, as a zip under any name, and unpacked", async () => {
    await using copy = await copied();
    await shell(copy.path, `unzip -q ${name}.zip`);
    const renamed = join(copy.path, "../renamed-part.zip");
    await cp(copy.zip, renamed);

    const whole = await verifyExport(copy.path);
    const others = [await errorsIn(renamed), await errorsIn(join(copy.path, name))];

    expect(whole).toMatchObject({ parts: 1, objects: 3 });
    expect([...new Set(whole.findings.map(({ code }) => code))]).toEqual(["W004"]);
    expect(others).toEqual([[], []]);
    await rm(renamed);
  });

  it("is told from what is none", async () => {
    expect(await exportKind(folder)).toBe("export");
    expect(await exportKind(join(folder, `${name}.zip`))).toBe("zip");
    expect(await exportKind(vault.folder.path)).toBeUndefined();
    await expect(verifyExport(vault.folder.path)).rejects.toThrow("is no export");
  });
});

describe("in an unpacked part", () => {
  const add = (path: string) => writeFile(path, "added");
  const remove = (path: string) => rm(path);
  it.each([
    ["flipped", flip, "data/tickets/1/v1/content/attachments/101/1-scan.bin", "altered"],
    ["flipped", flip, "data/index.html", "altered"],
    ["flipped", flip, "VERIFY.md", "altered"],
    ["removed", remove, "data/tickets/2/v1/content/source.json", "missing"],
    ["removed", remove, "bag-info.txt", "missing"],
    ["removed", remove, "data/provenance.json", "missing"],
    ["removed", remove, "data/ledger/000000000001.json.sig", "missing"],
    ["removed", remove, "manifest-sha256.txt", "missing"],
    ["added", add, "data/eml/1/added.eml", "extra"],
    ["added", add, "added.txt", "extra"],
  ])("a file that was %s is found", async (_what, harm, path, code) => {
    await using copy = await copied();
    await shell(copy.path, `unzip -q ${name}.zip`);
    await harm(join(copy.path, name, path));

    expect(await errorsIn(join(copy.path, name))).toContain(`${code} ${path}`);
  });

  it("a link is found and not followed", async () => {
    await using copy = await copied();
    await shell(copy.path, `unzip -q ${name}.zip`);
    await symlink("/etc/hostname", join(copy.path, name, "data/link"));

    expect(await errorsIn(join(copy.path, name))).toContain("extra data/link");
  });

  it("an object is checked against the ledger even if all manifests were written anew", async () => {
    await using copy = await copied();
    const forge = `unzip -q ${name}.zip && cd ${name} &&
      sed -i 's/"user": {/"user":  {/' data/tickets/2/v1/inventory.json &&
      cp data/tickets/2/v1/inventory.json data/tickets/2/inventory.json &&
      (cd data/tickets/2 && sha256sum inventory.json > inventory.json.sha256 && cp inventory.json.sha256 v1/) &&
      find data -type f | LC_ALL=C sort | xargs -d '\\n' sha256sum > manifest-sha256.txt &&
      sha256sum bagit.txt bag-info.txt VERIFY.md manifest-sha256.txt > tagmanifest-sha256.txt`;
    await shell(copy.path, forge);

    const errors = await errorsIn(join(copy.path, name));

    expect(errors).toContain("altered data/tickets/2/v1/inventory.json");
    expect(errors).toContain("altered data/tickets/2/inventory.json");
  });

  it("a signature that is not of its entry is found even if all manifests were written anew", async () => {
    await using copy = await copied();
    const forge = `unzip -q ${name}.zip && cd ${name}/data/ledger && cp 000000000001.json.sig 000000000002.json.sig && cd ../.. &&
      find data -type f | LC_ALL=C sort | xargs -d '\\n' sha256sum > manifest-sha256.txt`;
    await shell(copy.path, forge);

    expect(await errorsIn(join(copy.path, name))).toContain("bad-signature data/ledger/000000000002.json");
  });
});

describe("in the folder of an export", () => {
  it("a missing zip, a foreign file, a flipped zip and a receipt of another part are found", async () => {
    await using copy = await copied();
    await flip(copy.zip);
    await rename(join(copy.path, "export.json"), join(copy.path, "other.json"));
    const receipt = join(copy.path, `${name}.json`);
    await writeFile(receipt, (await readFile(receipt, "utf8")).replace(/"sha256": "./, '"sha256": "0'));

    const errors = await errorsIn(copy.path);
    await rm(copy.zip);

    expect(errors).toEqual(
      expect.arrayContaining([`altered ${name}.zip`, "missing export.json", "extra other.json"]),
    );
    expect(errors).toContain(`altered ${name}.json`);
    expect(await errorsIn(copy.path)).toContain(`missing ${name}.zip`);
    expect(await readdir(copy.path)).toContain("plan.json");
  });
});

describe("a zip that no honest program writes is refused", () => {
  async function zipWith(fill: (add: AddEntry) => Promise<void>, change = (bytes: Buffer) => bytes) {
    const copy = await tempFolder();
    const path = join(copy.path, "part.zip");
    await writeFile(path, change(await buffer(zipOf(fill))));
    return { ...copy, path };
  }
  const plain = { compress: false };
  const text = Buffer.from("text");

  it.each([
    ["a name that leads out", ["../etc/passwd"]],
    ["an absolute name", ["/etc/passwd"]],
    ["a name of a Windows disk", ["C:/x"]],
    ["a name with a backslash", ["a\\b"]],
    ["a name with a control character", ["a\u0007b"]],
    ["an empty name in a path", ["a//b"]],
    ["a name that occurs twice", ["a/b", "a/b"]],
    ["names that are one on some disks", ["a/B", "a/b"]],
  ])("%s", async (_what, names) => {
    // The library writes no such name: others of the same length stand in for them until the zip is made.
    const honest = names.map((name, index) => String.fromCodePoint(0x6b + index).repeat(name.length));
    await using zip = await zipWith(
      async (add) => {
        for (const name of honest) await add(name, text, plain);
      },
      (bytes) => {
        const made = honest.reduce(
          (zipped, name, index) => zipped.replaceAll(name, names[index] ?? ""),
          bytes.toString("latin1"),
        );
        return Buffer.from(made, "latin1");
      },
    );

    const { findings } = await verifyExport(zip.path);

    expect(findings).toMatchObject([{ code: "altered", severity: "error", path: "part.zip" }]);
    expect(findings[0]?.message).toContain("is no sound zip");
  });

  /** Changes a field of the first file's entry in the list at the end. */
  const inList = (offset: number, value: number) => (bytes: Buffer) => {
    const entry = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
    bytes.writeUInt32LE(value, entry + offset);
    return bytes;
  };

  it.each([
    ["a bomb", inList(24, 0xfffffff0), true],
    ["a link", inList(38, 0o120777 * 0x10000), false],
    ["files that overlap", inList(42, 34), false],
    ["a cut end", (bytes: Buffer) => bytes.subarray(0, -10), false],
    ["no zip at all", () => Buffer.from("text"), false],
    [
      "a name that differs before the bytes",
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, 30), text, bytes.subarray(34)]),
      false,
    ],
  ])("%s", async (_what, change, compress) => {
    await using zip = await zipWith(async (add) => {
      await add("abcd", text, { compress });
      await add("b", text, plain);
    }, change);

    const { findings } = await verifyExport(zip.path);

    expect(findings).toMatchObject([{ code: "altered", severity: "error", path: "part.zip" }]);
  });
});
