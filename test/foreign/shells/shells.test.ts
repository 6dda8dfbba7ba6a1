/** The commands of the format page and of VERIFY.md, typed into zsh as into the shells that every machine has. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runExport } from "../../../shared/export/run-export.ts";
import { blocksOf, typed, typeFormatPage, VAULTS } from "../../docs/by-hand.ts";
import { requestFor, sealedVault, shell } from "../../export/exported.ts";
import { ORG } from "../../export/generated-vault.ts";
import { inFolder } from "../../temp.ts";

// F22
it.each(Object.entries(VAULTS))(
  "the format page prints nothing but the last entry in zsh: %s",
  async (_what, make) => {
    const { files, key } = await make();
    await using folder = await inFolder(files);

    const lines = await typeFormatPage("zsh", folder.path, key);
    await writeFile(join(folder.path, "archive/22824/note.txt"), "");

    expect(lines).toEqual([expect.stringMatching(/^The last entry is 0{10}\d\d: "[0-9a-f]{64}"$/)]);
    expect(await typeFormatPage("zsh", folder.path, key)).toContain("note.txt");
  },
);

// F22
it("VERIFY.md prints in zsh what it prints in bash", async () => {
  await using vault = await sealedVault({ rotated: true });
  const dependencies = vault.into("out");
  const { id } = await runExport(dependencies, ORG, requestFor([1, 2]));
  const folder = join(dependencies.path, id);
  await shell(
    folder,
    "unzip -q *.zip && mv export-*-001 bag && mkdir packed && mv *.zip *.zip.sha256 packed",
  );
  const blocks = blocksOf(await readFile(join(folder, "bag/VERIFY.md"), "utf8"), vault.keys[0].id).join("");

  const inZsh = typed("zsh", blocks, join(folder, "packed"));
  await shell(folder, "rm -r packed/export-*-001");

  expect(inZsh).toEqual(typed("bash", blocks, join(folder, "packed")));
  expect(inZsh.join("\n")).toMatch(/^export-.*: OK\n2\n2$/);
});
