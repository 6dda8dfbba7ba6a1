/** `verifyExport`: what was done to an export is found, and said where. */
import { cp, readdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../shared/digest.ts";
import { runExport } from "../../../shared/export/run-export.ts";
import { jsonBytes } from "../../../shared/json.ts";
import type { PublicKey } from "../../../shared/ledger/public-key.ts";
import { exportKind, verifyExport } from "../../../shared/verify/export/verify-export.ts";
import { folderTargets } from "../../../shared/verify/targets.ts";
import { flip, REBAG, requestFor, sealedVault, shell, type Vault } from "../../export/exported.ts";
import { ORG } from "../../export/generated-vault.ts";
import { unzip, unzipAll } from "../../export/unzip.ts";
import { type TempFolder, tempFolder } from "../../temp.ts";
import { DISGUISES, forgeLedger } from "../forged-export.ts";

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
async function errorsIn(path: string, pinned: readonly PublicKey[] = []): Promise<string[]> {
  const { findings } = await verifyExport(path, { pinned });
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
    await unzip(copy.zip);
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
    await expect(verifyExport(vault.folder.path)).rejects.toThrow("is not an export");
  });

  it("is told by what is in it, not by a file that was put there", async () => {
    await using copy = await copied();
    const archive = join(vault.folder.path, "vault");
    for (const stray of ["bagit.txt", "plan.json", "export.json"]) {
      await writeFile(join(archive, stray), "");
      expect(await exportKind(archive)).toBeUndefined();
      const { targets, strays } = await folderTargets(archive);
      expect(targets).toMatchObject([{ kind: "storage-root", orgId: ORG }]);
      expect(strays).toMatchObject([{ code: "extra", severity: "error", path: stray }]);
      await rm(join(archive, stray));
    }
    await writeFile(join(copy.path, "bagit.txt"), "");
    await rm(join(copy.path, "plan.json"));

    expect(await exportKind(copy.path)).toBe("export");
    expect(await errorsIn(copy.path)).toEqual(["missing plan.json"]);
  });
});

describe("in an unpacked part", () => {
  const add = (path: string) => writeFile(path, "added");
  const remove = (path: string) => rm(path);
  it.each([
    ["flipped", flip, "data/tickets/1/v1/content/attachments/101/1-scan.bin", "altered"],
    ["flipped", flip, "data/transcripts/1.html", "altered"],
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
    await unzip(copy.zip);
    await harm(join(copy.path, name, path));

    expect(await errorsIn(join(copy.path, name))).toContain(`${code} ${path}`);
  });

  it("a link is found and not followed", async () => {
    await using copy = await copied();
    await unzip(copy.zip);
    await symlink("/etc/hostname", join(copy.path, name, "data/link"));

    expect(await errorsIn(join(copy.path, name))).toContain("extra data/link");
  });

  it("an object is checked against the ledger even if all manifests were written anew", async () => {
    await using copy = await copied();
    await unzip(copy.zip);
    const forge = `cd ${name} &&
      sed -i 's/"user": {/"user":  {/' data/tickets/2/v1/inventory.json &&
      cp data/tickets/2/v1/inventory.json data/tickets/2/inventory.json &&
      (cd data/tickets/2 && sha256sum inventory.json > inventory.json.sha256 && cp inventory.json.sha256 v1/) &&
      find data -type f | LC_ALL=C sort | xargs -d '\\n' sha256sum > manifest-sha256.txt &&
      sha256sum bagit.txt bag-info.txt VERIFY.md check.py manifest-sha256.txt > tagmanifest-sha256.txt`;
    await shell(copy.path, forge);

    const errors = await errorsIn(join(copy.path, name));

    expect(errors).toContain("altered data/tickets/2/v1/inventory.json");
    expect(errors).toContain("altered data/tickets/2/inventory.json");
  });

  it("a signature that is not of its entry is found even if all manifests were written anew", async () => {
    await using copy = await copied();
    await unzip(copy.zip);
    const forge = `cd ${name}/data/ledger && cp 000000000001.json.sig 000000000002.json.sig && cd ../.. &&
      find data -type f | LC_ALL=C sort | xargs -d '\\n' sha256sum > manifest-sha256.txt`;
    await shell(copy.path, forge);

    expect(await errorsIn(join(copy.path, name))).toContain("bad-signature data/ledger/000000000002.json");
  });
});

describe("in a part whose manifests were all written anew", () => {
  it.each([
    [
      "a ticket that was removed",
      "rm -r data/tickets/2 data/eml/2 data/text/2 data/transcripts/2.html",
      ["missing data/tickets/2/inventory.json", "missing data/tickets/2/v1/inventory.json"],
    ],
    [
      "a version that was removed",
      "rm -r data/tickets/1/v2 && cp data/tickets/1/v1/inventory.json* data/tickets/1/",
      ["altered data/tickets/1/inventory.json", "missing data/tickets/1/v2/inventory.json"],
    ],
    ["a ticket that was added", "cp -r data/tickets/2 data/tickets/4", ["extra data/tickets/4"]],
    [
      "an entry that was added",
      "cp data/ledger/000000000001.json data/ledger/000000000009.json",
      ["extra data/ledger/000000000009.json"],
    ],
    [
      "an entry under another number",
      "sed -i s/000000000002/000000000003/ data/provenance.json && rename() { mv data/ledger/000000000002.$1 data/ledger/000000000003.$1; } && rename json && rename json.sig",
      ["altered data/ledger/000000000003.json"],
    ],
    [
      "a count in the provenance",
      `sed -i 's/"conversations": 3/"conversations": 2/' data/provenance.json`,
      ["altered data/provenance.json"],
    ],
    [
      "a version that is said to have no entry",
      `tac data/provenance.json | sed '0,/"ledger.000000000002.json"/s//null/' > x && tac x > data/provenance.json && rm x`,
      ["altered data/provenance.json"],
    ],
    [
      "a version that the provenance says nothing of",
      `sed -i 's/"version": "v2"/"version": "v1"/' data/provenance.json`,
      ["altered data/provenance.json"],
    ],
  ])("%s is found", async (_what, harm, expected) => {
    await using copy = await copied();
    await unzip(copy.zip);
    const { code } = await shell(copy.path, `set -e; cd ${name}; ${harm}; ${REBAG}`);

    expect(code).toBe(0);
    const errors = await errorsIn(join(copy.path, name));
    expect(errors).toEqual(expect.arrayContaining(expected));
    for (const error of expected) expect(errors.filter((each) => each === error)).toHaveLength(1);
  });
});

// E10
describe("what was made for the export is made again from the plan and the archived files, and", () => {
  const REPLACED = "altered data/";
  it.each([
    ["a transcript", "sed -i 's/<title>/<title>x/' data/transcripts/1.html", `${REPLACED}transcripts/1.html`],
    ["an e-mail", "echo x >> data/eml/1/101-01.eml", `${REPLACED}eml/1/101-01.eml`],
    ["a text", "echo x >> data/text/1/101-01.txt", `${REPLACED}text/1/101-01.txt`],
    ["VERIFY.md", "sed -i 's/trusted=.*/trusted=$(cat data\\/key)/' VERIFY.md", "altered VERIFY.md"],
    ["check.py", "echo 'sys.exit(0)' > check.py", "altered check.py"],
    [
      "bag-info.txt",
      "sed -i 's/^External-Description.*/External-Description: x/' bag-info.txt",
      "altered bag-info.txt",
    ],
    [
      "the request in the provenance",
      "sed -i 's/Smith v/Smyth v/' data/provenance.json",
      `${REPLACED}provenance.json`,
    ],
    [
      "a page that was added",
      "cp data/transcripts/1.html data/transcripts/9.html",
      "extra data/transcripts/9.html",
    ],
    ["an e-mail that was taken out", "rm data/eml/1/101-01.eml", "missing data/eml/1/101-01.eml"],
  ])("%s is found though all manifests were written anew", async (_what, harm, expected) => {
    await using copy = await copied();
    await unzip(copy.zip);
    await shell(copy.path, `set -e; cd ${name}; ${harm}; ${REBAG}`);

    const bag = join(copy.path, name);
    expect(await errorsIn(bag)).toContain(expected);
    await rm(join(copy.path, "plan.json"));
    expect((await verifyExport(bag)).madeAgain).toBe(0);
  });

  it("a part as it was made is the same, unless it is too large and nobody asked", async () => {
    const made = await verifyExport(folder);
    const not = await verifyExport(folder, { rebuild: false });

    expect([made.madeAgain, not.madeAgain]).toEqual([1, 0]);
    expect(made.findings).toEqual(not.findings);
  });

  it("rows are found that say other things of the tickets, though the receipt was written anew", async () => {
    await using copy = await copied();
    const file = `${name}.rows.ndjson`;
    const rows = Buffer.concat([await readFile(join(copy.path, file)), Buffer.from("\n")]);
    const receipt = JSON.parse(await readFile(join(copy.path, `${name}.json`), "utf8"));
    receipt.rows = { file, size: rows.byteLength, sha256: sha256Hex(rows) };
    await writeFile(join(copy.path, file), rows);
    await writeFile(join(copy.path, `${name}.json`), jsonBytes(receipt));

    const errors = await errorsIn(copy.path);
    expect(errors).toContain(`altered ${name}.rows.ndjson`);
    expect(errors).not.toContain(`altered ${name}.json`);
  });
});

// E10
describe("in a part that another renderer made", () => {
  it.each([
    ["other counts", `s/"conversations": 3/"conversations": 2/`, []],
    [
      "another version",
      `s/"version": "v2"/"version": "v1"/`,
      [
        "altered data/provenance.json",
        "unsealed data/tickets/1/v1/inventory.json",
        "rolled-back data/tickets/1/inventory.json",
      ],
    ],
  ])("%s in the provenance are told apart from what cannot be compared", async (_what, change, expected) => {
    await using copy = await copied();
    const harm = `sed -i 's/"renderer": 1,/"renderer": 2,/; ${change}' data/provenance.json`;
    await unzip(copy.zip);
    await shell(copy.path, `set -e; cd ${name}; ${harm}; ${REBAG}`);

    const { findings } = await verifyExport(join(copy.path, name));

    expect(findings).toContainEqual(
      expect.objectContaining({
        ...{ code: "not-checked", severity: "warning", path: "data/provenance.json" },
        message: expect.stringContaining("not checked: made by renderer 2"),
      }),
    );
    expect(await errorsIn(join(copy.path, name))).toEqual(expected);
  });
});

describe("with a key from elsewhere", () => {
  /** The versions that nobody sealed are errors then. */
  const unsealed = "unsealed data/tickets/3/v1/inventory.json";

  it("an export is sound by the key that signed, and every version needs its entry", async () => {
    expect(await errorsIn(join(folder, `${name}.zip`), vault.keys)).toEqual([
      `unsealed ${name}/data/tickets/3/v1/inventory.json`,
    ]);
  });

  it("an export is sound by the first key after another one took over, as long as its introduction is there", async () => {
    await using rotated = await sealedVault({ rotated: true });
    const [first, last] = rotated.keys;
    const dependencies = rotated.into("out");
    const { id, parts } = await runExport(dependencies, ORG, requestFor([2, 3]));
    const out = join(dependencies.path, id);
    await unzipAll(out);
    const bag = join(out, parts[0]?.file.replace(/\.zip$/, "") ?? "");

    const byFirst = await errorsIn(bag, [first]);
    const byLast = await errorsIn(bag, [last]);
    const byOther = await errorsIn(bag, vault.keys);
    await shell(bag, `sed -i '/"keyEntries"/,/]/d' data/provenance.json && ${REBAG}`);
    const without = await errorsIn(bag, [first]);

    expect(byFirst).toEqual([unsealed]);
    expect(byLast).toEqual([unsealed]);
    expect(byOther).toEqual(
      expect.arrayContaining([
        "unknown-key data/ledger/000000000003.json",
        "unsealed data/tickets/2/v1/inventory.json",
      ]),
    );
    expect(without).toEqual(
      expect.arrayContaining([
        "extra data/ledger/000000000002.json",
        "unknown-key data/ledger/000000000003.json",
        "unsealed data/tickets/2/v1/inventory.json",
      ]),
    );
  });
});

// E1
it.each(Object.entries(DISGUISES))(
  "an export that was forged whole with another key is sealed in nothing: %s",
  async (_what, disguise) => {
    await using copy = await copied();
    await unzip(copy.zip);
    const bag = join(copy.path, name);
    await forgeLedger(bag, vault.keys[0].id, disguise);
    await shell(bag, REBAG);

    const found = await errorsIn(bag, vault.keys);

    for (const version of ["1/v1", "1/v2", "2/v1"])
      expect(found).toContain(`unsealed data/tickets/${version}/inventory.json`);
  },
);

describe("in the folder of an export of several parts", () => {
  let parts: string;
  let part: (number: number) => string;
  beforeAll(async () => {
    const dependencies = vault.into("parts");
    const { id } = await runExport(dependencies, ORG, requestFor([1, 2, 3, 99], { partSize: 100_000 }));
    parts = join(dependencies.path, id);
    part = (number) => `export-${id}-part-00${number}-of-003`;
  });

  const node = (program: string) =>
    `'${process.execPath}' '${join(import.meta.dirname, "../../export", program)}'`;
  const [pack, unpack] = [node("repack.main.ts"), node("unzip.main.ts")];
  /** Commands that pack an unpacked part again, and write its sidecar and receipt to fit. */
  const reseal = `reseal() {
    size=$(stat -c %s $1.zip); sha=$(sha256sum < $1.zip | cut -c 1-64)
    echo "$sha  $1.zip" > $1.zip.sha256
    sed -i 's/^  "size": .*/  "size": '$size',/; s/^  "sha256": .*/  "sha256": "'$sha'",/; s/^  "file": .*/  "file": "'$1'.zip",/' $1.json
  }
  repack() { (cd $1 && ${REBAG}); rm $1.zip; ${pack} $1.zip $1; rm -r $1; reseal $1; }`;
  const inProvenance = (change: string) =>
    `${unpack} $one.zip; sed -i '${change}' $one/data/provenance.json; repack $one`;

  it.each([
    [
      "a part that is another one",
      "cp $two.zip $one.zip && cp $two.json $one.json && reseal $one",
      ["one.zip", "one.json", "export.json"],
    ],
    ["an empty summary", "echo {} > export.json", ["export.json"]],
    [
      "a summary that claims to be complete",
      `sed -i 's/"incomplete"/"complete"/' export.json`,
      ["export.json"],
    ],
    ["another count in a receipt", `sed -i 's/"attachments": .*/"attachments": 7,/' $one.json`, ["one.json"]],
    ["another payload in a receipt", `sed -i 's/"bytes": .*/"bytes": 7,/' $one.json`, ["one.json"]],
    [
      "another time in the plan",
      `sed -i 's/"plannedAt": "2026/"plannedAt": "2025/' plan.json`,
      ["export.json"],
    ],
    ["another requester in a part", inProvenance("s/J. Doe/J. Roe/"), ["one.zip", "export.json"]],
    ["nothing left out in a part", inProvenance(`/"leftOut": \\[/,/^  \\]/c\\  "leftOut": [],`), ["one.zip"]],
    ["a table with a line less", "sed -i 2d messages.csv", ["messages.csv"]],
    [
      "a table with a line less that the summary vouches for",
      `digest() { sha256sum < messages.csv | cut -c 1-64; }
       old=$(digest); sed -i 2d messages.csv; sed -i "s/$old/$(digest)/" export.json`,
      ["messages.csv"],
    ],
    ["rows of a part with one less", "sed -i 1d $one.rows.ndjson", ["one.json", "index.html"]],
    ["other entries in a part", inProvenance(`s/"ledger\\/00000000000..json"/null/`), ["one.zip"]],
  ])("%s is found", async (_what, harm, expected) => {
    await using copy = await tempFolder();
    await cp(parts, copy.path, { recursive: true });
    const { code, output } = await shell(
      copy.path,
      `set -e; ${reseal}\none=${part(1)}; two=${part(2)}; ${harm}`,
    );

    const errors = (await errorsIn(copy.path)).map((error) => error.replace(part(1), "one"));

    expect(output).toBe("");
    expect(code).toBe(0);
    expect(errors).toEqual(expect.arrayContaining(expected.map((file) => `altered ${file}`)));
  });

  it("nothing is found in it as it was made", async () => {
    expect(await errorsIn(parts)).toEqual([]);
  });
});

describe("in the folder of an export", () => {
  it("a missing zip, a foreign file, a flipped zip and a receipt of another part are found", async () => {
    await using copy = await copied();
    await flip(copy.zip);
    await rename(join(copy.path, "export.json"), join(copy.path, "other.json"));
    const receipt = join(copy.path, `${name}.json`);
    await writeFile(
      receipt,
      (await readFile(receipt, "utf8")).replace(/(?<="sha256": ")./, (digit) => (digit === "0" ? "1" : "0")),
    );

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
