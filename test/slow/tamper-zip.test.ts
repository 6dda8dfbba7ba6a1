/**
 * Parts of a sealed export that are packed again in other ways. The zip alone tells every form that is not ours, and other
 * content; the export's folder, whose seal has the zip's SHA-256, tells every one. `TAMPER_ZIPS` says how many.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sha256Hex } from "../../shared/digest.ts";
import { isError } from "../../shared/findings.ts";
import { jsonBytes } from "../../shared/json.ts";
import { verifyExport } from "../../shared/verify/export/verify-export.ts";
import { runHere } from "../cli/command.ts";
import { sealedVault, shell } from "../export/exported.ts";
import { ORG } from "../export/generated-vault.ts";
import { filesOf, type TempFolder, tempFolder } from "../temp.ts";
import { ZIP_TAMPERINGS } from "../verify/zip-tampering.ts";
import { campaign } from "./campaign.ts";

const CASES = Number(process.env["TAMPER_ZIPS"] ?? 56);

it(`names every one of ${CASES} zips that were packed again`, { timeout: 7_200_000 }, async () => {
  await using vault = await sealedVault({ rotated: true });
  const mandate = ["--matter", "Smith v. Acme", "--requested-by", "J. Doe", "--reason", "Discovery"];
  const into = ["--org", String(ORG), "--out", "exports", "--key-file", "new-key.pem", "--json"];
  const made = await runHere(["export", ...mandate, ...into, "--tickets", "1,2"], { cwd: vault.folder.path });
  const folder = join(vault.folder.path, JSON.parse(made.stdout).location);
  const pinned = [vault.keys[0]];
  expect((await verifyExport(folder, { pinned })).findings.filter(isError)).toEqual([]);
  const [file = ""] = [...(await filesOf(folder)).keys()].filter((name) => name.endsWith(".zip"));
  const sound = await readFile(join(folder, file));
  await using unpacked = await tempFolder();
  await shell(unpacked.path, `unzip -q ${join(folder, file)}`);
  const files = await filesOf(unpacked.path);
  await using alone: TempFolder = await tempFolder();

  await campaign(
    { name: "zip", cases: CASES, kinds: ZIP_TAMPERINGS },
    async ({ act: repack, random, number }) => {
      const { what, zip, isOurForm, changed } = await repack(files, random);
      if (zip.equals(sound)) return [];
      const path = join(alone.path, file);
      await writeFile(path, zip);
      // Another program unpacks it: what is refused is refused for its form.
      if (number < Object.keys(ZIP_TAMPERINGS).length) {
        const { code, output } = await shell(alone.path, `unzip -tqq ${file}`);
        expect([what, code > 1 ? output : ""]).toEqual([what, ""]);
      }
      const ofZip = (await verifyExport(path, { pinned })).findings.filter(isError);
      const inside = changed?.slice(changed.indexOf("/") + 1);
      const isNamed = isOurForm
        ? inside === undefined ||
          ofZip.some((each) => each.path.includes(inside) || each.path === "manifest-sha256.txt")
        : ofZip.some((each) => each.code === "altered" && each.path === file);

      const name = file.replace(/\.zip$/, "");
      await writeFile(join(folder, file), zip);
      await writeFile(join(folder, `${file}.sha256`), `${sha256Hex(zip)}  ${file}\n`);
      const receipt = JSON.parse((await readFile(join(folder, `${name}.json`))).toString());
      await writeFile(
        join(folder, `${name}.json`),
        jsonBytes({ ...receipt, size: zip.length, sha256: sha256Hex(zip) }),
      );
      const ofFolder = (await verifyExport(folder, { pinned })).findings.filter(isError);
      return [
        ...(isNamed ? [] : [`the zip alone: ${what}`]),
        ...(ofFolder.some((each) => each.path === file) ? [] : [`the folder: ${what}`]),
      ];
    },
  );
});
