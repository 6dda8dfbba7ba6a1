/** The commands of docs/archive-format.md: silent on every kind of sound vault in every shell, and loud about any harm. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { entryChecks, OBJECT_CHECKS } from "../../shared/export/checks-by-hand.ts";
import type { Files } from "../ocfl/fixtures.ts";
import { inFolder } from "../temp.ts";
import { type KindOfVault, typeFormatPage, VAULTS } from "./by-hand.ts";

const ORG = "archive/22824";

describe.each(Object.entries(VAULTS))(
  "the commands of docs/archive-format.md on a vault with %s",
  (_what, make) => {
    // F22
    it.each(["bash", "dash"])("print nothing but the last entry in %s", async (shell) => {
      const { files, key } = await make();
      await using folder = await inFolder(files);

      const lines = await typeFormatPage(shell, folder.path, key);

      expect(lines).toEqual([expect.stringMatching(/^The last entry is 0{10}\d\d: "[0-9a-f]{64}"$/)]);
    });
  },
);

describe("the commands of docs/archive-format.md", () => {
  let vault: KindOfVault;
  beforeAll(async () => {
    vault = await (VAULTS["legal holds, accepted gaps and two keys"]?.() ??
      Promise.reject(new Error("none")));
  });
  const typedAfter = async (change: (files: Files) => void): Promise<string[]> => {
    const files = new Map(vault.files);
    change(files);
    await using folder = await inFolder(files);
    return await typeFormatPage("bash", folder.path, vault.key);
  };
  const flip = (files: Files, path: string): void => {
    const bytes = Buffer.from(files.get(path) ?? "");
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    files.set(path, bytes);
  };

  it("share what is typed with VERIFY.md", async () => {
    const page = await readFile(join(import.meta.dirname, "../../docs/archive-format.md"), "utf8");

    expect(page).toContain(OBJECT_CHECKS);
    expect(page).toContain(entryChecks("ledger/$org", "$org"));
  });

  it("name every file with a flipped byte, and what rests on it", async () => {
    const lines = await typedAfter((files) => {
      for (const path of [
        `${ORG}/1/v1/content/source.json`,
        `${ORG}/1/v1/inventory.json`,
        `${ORG}/2/inventory.json`,
        "ledger/22824/000000000003.json",
        "holds/22824/acme-v-us/000002.json",
      ])
        flip(files, path);
    });

    expect(lines).toEqual(
      expect.arrayContaining([
        `NOT AS ARCHIVED: ${ORG}/1`,
        `NOT SEALED: ${ORG}/1/v1/inventory.json`,
        "NOT SEALED: holds/22824/acme-v-us/000002.json",
        "OF ANOTHER VERSION: acceptances/22824/1/v1.json",
        `NOT AS WRITTEN: ${ORG}/2/inventory.json`,
        expect.stringMatching(/^NOT (SIGNED|IN THE FORM OF AN ENTRY): ledger\/22824\/000000000003\.json$/),
        "NOT THE NEXT ENTRY: ledger/22824/000000000004.json",
        "NOT THE NEXT ENTRY: holds/22824/acme-v-us/000003.json",
      ]),
    );
  });

  // E6
  it.each([
    ["v2 deleted", `NOT AS SEALED: ${ORG}/1/v2/inventory.json`, `${ORG}/1/v2/`],
    ["v2's content deleted", `NOT THE FILES ARCHIVED: ${ORG}/1/v2/inventory.json`, `${ORG}/1/v2/content/`],
  ])("name %s and the root set back", async (_what, expected, below) => {
    const lines = await typedAfter((files) => {
      for (const path of [...files.keys()]) if (path.startsWith(below)) files.delete(path);
      for (const name of ["inventory.json", "inventory.json.sha256"])
        files.set(`${ORG}/1/${name}`, files.get(`${ORG}/1/v1/${name}`) ?? Buffer.of());
    });

    expect(lines).toContain(expected);
  });

  // E6
  it("start from what is there, and name what should not be", async () => {
    const lines = await typedAfter((files) => {
      for (const to of [`${ORG}/7/`, `${ORG}/01/`, `${ORG} /1/`]) copyFolder(files, `${ORG}/1/`, to);
      for (const folder of [`${ORG}/1/v1/`, `${ORG}/1/v1/content/`, "ledger/22824/"])
        files.set(`${folder}note.txt`, Buffer.of());
      files.set(`${ORG}/1/v1/link@`, Buffer.of());
      files.set(`${ORG}/2/v1/content/ticket.json\n${ORG}`, Buffer.of());
      for (const end of ["", ".sig"]) files.delete(`ledger/22824/000000000003.json${end}`);
    });

    expect(lines).toEqual(
      expect.arrayContaining([
        `ANOTHER TICKET: ${ORG}/7`,
        `NOT SEALED: ${ORG}/7/v1/inventory.json`,
        "01",
        "22824 ",
        `NOT THE FILES ARCHIVED: ${ORG}/1/v1/note.txt`,
        `NOT THE FILES ARCHIVED: ${ORG}/1/v1/content/note.txt`,
        "note.txt",
        `${ORG}/1/v1/link`,
        `${ORG}/2/v1/content/ticket.json`,
        "ENTRIES ARE MISSING BEFORE ledger/22824/000000000004.json",
      ]),
    );
  });

  // E1
  it("believe no entry without the key that is asked for first", async () => {
    await using folder = await inFolder(vault.files);

    const lines = await typeFormatPage("dash", folder.path, "0".repeat(64));

    expect(lines).toContainEqual(
      expect.stringMatching(/^NOT BY A KEY THAT YOU TRUST: ledger\/22824\/0+1\.json, by/),
    );
    expect(lines).toContain(`NOT SEALED: ${ORG}/1/v1/inventory.json`);
  });
});

function copyFolder(files: Files, from: string, to: string): void {
  for (const [path, bytes] of [...files])
    if (path.startsWith(from)) files.set(to + path.slice(from.length), bytes);
}
