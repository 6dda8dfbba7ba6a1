/** VERIFY.md: every command in it is run, on a sound part, on parts with one flipped bit, and on forged ones. */
import { cp, symlink } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runExport } from "../../shared/export/run-export.ts";
import { blocksOf } from "../docs/by-hand.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { DISGUISES, forgeLedger } from "../verify/forged-export.ts";
import { flip, REBAG, requestFor, sealedVault, shell, type Vault } from "./exported.ts";
import { ORG } from "./generated-vault.ts";

let vault: Vault;
/** The folder with the zip and its sidecar, and the part's name. */
let folder: string;
let name: string;
/** The blocks of commands, in order. */
let steps: readonly string[];
beforeAll(async () => {
  vault = await sealedVault({ checkpoint: true });
  const dependencies = vault.into("out");
  const { id, parts } = await runExport(dependencies, ORG, requestFor([1, 2]));
  folder = join(dependencies.path, id);
  name = parts[0]?.file.replace(/\.zip$/, "") ?? "";
  const guide = await shell(folder, `unzip -p ${name}.zip ${name}/VERIFY.md`);
  steps = blocksOf(guide.output, vault.keys[0].id);
});
afterAll(() => vault[Symbol.asyncDispose]());

/** An unpacked copy to do harm to. */
async function unpacked(): Promise<TempFolder & { readonly bag: string }> {
  const copy = await tempFolder();
  await cp(folder, copy.path, { recursive: true });
  await shell(copy.path, `unzip -q ${name}.zip`);
  return { ...copy, bag: join(copy.path, name) };
}

/** What the steps after the unpacking print, each typed in the bag. */
async function inBag(bag: string): Promise<string[]> {
  const typed = steps.slice(2).map((step) => step.replace(/^cd .*\n/, ""));
  const { output } = await shell(bag, `exec 2>&1\n${steps[0]}\n${typed.join("\nprintf '\\f'\n")}`);
  return output.split("\f");
}

describe("the commands of VERIFY.md", () => {
  it("succeed one after the other on a sound part", async () => {
    await using copy = await tempFolder();
    await cp(folder, copy.path, { recursive: true });

    const { code, output } = await shell(copy.path, steps.join("\n"));

    expect(code).toBe(0);
    const lines = output.trim().split("\n");
    expect(lines).toEqual([`${name}.zip: OK`, "2", "2"]);
  });

  // E1
  it("believe no entry as long as the key from elsewhere is not put in", async () => {
    await using copy = await unpacked();

    const { output } = await shell(copy.bag, `exec 2>&1; trusted=FINGERPRINT\n${steps.slice(4).join("")}`);

    expect(output).toContain("NOT BY A KEY THAT YOU TRUST: data/ledger/000000000001.json, by ");
    expect(output).toContain("NOT SEALED: data/tickets/1/v1/inventory.json");
  });

  // E1
  it.each(Object.entries(DISGUISES).slice(0, 4))(
    "name every version of an export that was forged whole with another key: %s",
    async (_what, disguise) => {
      await using copy = await unpacked();
      await forgeLedger(copy.bag, vault.keys[0].id, disguise);
      await shell(copy.bag, REBAG);

      const outputs = await inBag(copy.bag);

      expect(outputs[0]?.trim()).toBe("");
      for (const version of ["1/v1", "1/v2", "2/v1"])
        expect(outputs[5]).toContain(`NOT SEALED: data/tickets/${version}/inventory.json\n`);
    },
  );

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
    ["data/tickets/1/inventory.json", 2, "NOT THE LATEST VERSION: data/tickets/1\n"],
    ["data/tickets/1/v1/content/source.json", 2, "NOT AS ARCHIVED: data/tickets/1\n"],
    ["data/ledger/000000000002.json", 4, ": data/ledger/000000000002.json"],
    ["data/ledger/000000000001.json.sig", 4, "NOT SIGNED: data/ledger/000000000001.json"],
    ["data/tickets/1/v2/inventory.json", 5, "NOT SEALED: data/tickets/1/v2/inventory.json"],
    ["data/checkpoint/000000000002.json", 6, "NOT SEALED: data/checkpoint/000000000002.json\n"],
    ["data/checkpoint/proofs.txt", 6, "NOT IN THE CHECKPOINT: data/tickets/"],
  ])("name %s when one bit of it is flipped", async (path, step, message) => {
    await using copy = await unpacked();
    await flip(join(copy.bag, path));

    const outputs = await inBag(copy.bag);

    expect(outputs[step]).toContain(message);
    expect(outputs[0]).toContain("FAILED");
  });

  it("name a file that was added, and a link", async () => {
    await using copy = await unpacked();
    await cp(join(copy.bag, "bagit.txt"), join(copy.bag, "data/added.txt"));
    await symlink("nothing", join(copy.bag, "data/link"));

    const [, lists] = await inBag(copy.bag);

    expect(lists?.trim().split("\n")).toEqual(["data/added.txt", "data/link", "./data/link"]);
  });

  /** Other digests of ticket.json in the inventories, and their sidecars: what a forger of OCFL objects writes. */
  const ALTER = "sed -i 's/scan.bin/scam.bin/' data/tickets/1/v2/content/ticket.json";
  const altered = (
    inventory: string,
  ) => `new=$(sha256sum < data/tickets/1/v2/content/ticket.json | cut -c 1-64)
    old=$(sha256sum < before | cut -c 1-64); rm before
    sed -i "s/$old/$new/" data/tickets/1/${inventory}
    (cd data/tickets/1 && echo "$(sha256sum < ${inventory} | cut -c 1-64) inventory.json" > ${inventory}.sha256)`;
  const SWAP = "cd data/tickets && mv 1 x && mv 2 1 && mv x 2 && cd ../..";
  it.each([
    ["a document that was edited", ALTER, "", 2, ["NOT AS ARCHIVED: data/tickets/1\n"]],
    [
      "an inventory beside the sealed one",
      ALTER,
      "inventory.json",
      2,
      ["NOT THE LATEST VERSION: data/tickets/1\n"],
    ],
    ["a sealed inventory", ALTER, "v2/inventory.json", 5, ["NOT SEALED: data/tickets/1/v2/inventory.json\n"]],
    [
      "a version's file that nobody archived",
      "cp VERIFY.md data/tickets/2/v1/content/",
      "",
      2,
      ["NOT THE FILES ARCHIVED: data/tickets/2/v1/content/VERIFY.md\n"],
    ],
    [
      "two tickets that were swapped",
      SWAP,
      "",
      5,
      ["/1/v1/", "/2/v1/", "/2/v2/"].map((version) => `NOT SEALED: data/tickets${version}inventory.json\n`),
    ],
    ["a ticket under another name", "mv data/tickets/2 data/tickets/two", "", 2, ["two\n"]],
    ["a ticket that was removed", "rm -r data/tickets/2", "", 3, ["1\n2\n"]],
  ])("name %s though all manifests were written anew", async (_what, harm, inventory, step, messages) => {
    await using copy = await unpacked();
    const forge = [
      "cp data/tickets/1/v2/content/ticket.json before",
      harm,
      inventory === "" ? "rm before" : altered(inventory),
      REBAG,
    ];
    const { code } = await shell(copy.bag, ["set -e", ...forge].join("\n"));

    const outputs = await inBag(copy.bag);

    expect(code).toBe(0);
    expect(outputs[0]?.trim()).toBe("");
    for (const message of messages) expect(outputs[step]).toContain(message);
  });

  it("believe the key that the trusted one introduced, once another one has signed", async () => {
    await using rotated = await sealedVault({ rotated: true });
    const dependencies = rotated.into("out");
    const { id } = await runExport(dependencies, ORG, requestFor([1, 2]));
    const [first, last] = rotated.keys.map((key) => key.id);
    await shell(join(dependencies.path, id), "unzip -q *.zip");
    const typed = (key: string | undefined) =>
      shell(
        join(dependencies.path, id),
        `exec 2>&1; cd */
      trusted=${key}\n${steps.slice(6, 8).join("")}`,
      );

    expect((await typed(first)).output).toBe("");
    expect((await typed(last)).output).toContain(
      "NOT BY A KEY THAT YOU TRUST: data/ledger/000000000001.json",
    );
  });
});
