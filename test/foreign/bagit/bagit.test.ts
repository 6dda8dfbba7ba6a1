/** Our productions, validated by other people's BagIt; and bags of theirs, which are no productions of ours. */
import { cp, mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FORMAT_NAMES } from "../../../shared/export/formats.ts";
import { runHere } from "../../cli/command.ts";
import { type Production, produce } from "../production.ts";
import { installed, javaLines, linesOf, pythonLines, ran } from "../run.ts";
import { type Program, tell } from "../told.ts";
import { type VaultOfAll, vaultOfAll } from "../vault-of-all.ts";

const PYTHON: Program = { name: "bagit-python", version: "1.9.0", limits: "writes BagIt 0.97" };
const JAVA: Program = {
  name: "bagit-java",
  version: "5.2.0",
  limits: "warns of DIFFERENT_CASE in a bag of one file, and of SHA-256 as weak; takes links",
};

const KINDS: Readonly<Record<string, Parameters<typeof produce>[2]>> = {
  "in the formats that are usual": {},
  "in all formats": { formats: FORMAT_NAMES },
  ...Object.fromEntries(FORMAT_NAMES.map((format) => [`as ${format} alone`, { formats: [format] }])),
  "in small parts": { partSize: 100_000 },
  "with the forms of the BSA": { certificate: "bsa63" },
};

let all: VaultOfAll;
const productions = new Map<string, Production>();
beforeAll(async () => {
  all = await vaultOfAll(3);
  for (const [kind, request] of Object.entries(KINDS)) {
    productions.set(kind, await produce(all, kind.replaceAll(" ", "-"), request));
  }
});
afterAll(() => all[Symbol.asyncDispose]());

const bags = () => [...productions.values()].flatMap((production) => production.bags);
const WHAT = "the bags of every kind of production, hostile names among them";
const SCRIPT = `${installed("bagit")}/python/bin/bagit.py`;

it("bagit-python finds every bag valid", async () => {
  const { code, stderr } = await ran(
    `${installed("bagit")}/python/bin/python`,
    [SCRIPT, "--validate", ...bags()],
    all.folder.path,
  );

  expect(stderr.split("\n").filter((line) => line.endsWith(" is valid"))).toHaveLength(bags().length);
  expect(stderr).not.toMatch(/WARN|ERROR/);
  expect(code).toBe(0);
  tell("bagit", PYTHON, `to validate ${WHAT}`, "every one valid");
});

// It warns of these two in every bag: see its limits below.
it("bagit-java finds every bag valid, and warns of nothing that it does not warn of everywhere", async () => {
  const said = await javaLines("bagit", ["Check", ...bags()], all.folder.path);

  expect(said).toEqual(bags().map(() => "valid DIFFERENT_CASE WEAK_CHECKSUM_ALGORITHM"));
  tell("bagit", JAVA, `to validate and lint ${WHAT}`, "every one valid, with the two warnings of every bag");
});

describe("a bag that bagit-python makes of one file", () => {
  let bag: string;
  beforeAll(async () => {
    bag = join(all.folder.path, "theirs");
    await mkdir(bag);
    await writeFile(join(bag, "letter.txt"), "Dear all,");
    await pythonLines("bagit", [SCRIPT, "--sha256", "--quiet", bag], all.folder.path);
  });

  it("is of BagIt 0.97, and bagit-java warns of it in the same words", async () => {
    const said = await javaLines("bagit", ["Check", bag], all.folder.path);

    expect(said).toEqual(["valid DIFFERENT_CASE OLD_BAGIT_VERSION WEAK_CHECKSUM_ALGORITHM"]);
  });

  it("is taken by bagit-java with a link in place of the file, and not by bagit-python", async () => {
    const linked = join(all.folder.path, "linked");
    await cp(bag, linked, { recursive: true });
    await rename(join(linked, "data/letter.txt"), join(all.folder.path, "letter.txt"));
    await symlink(join(all.folder.path, "letter.txt"), join(linked, "data/letter.txt"));

    expect((await javaLines("bagit", ["Check", linked], all.folder.path))[0]).toMatch(/^valid/);
    await expect(pythonLines("bagit", [SCRIPT, "--validate", linked], all.folder.path)).rejects.toThrow(
      "is unsafe",
    );
  });

  // F19
  it.each(["as a folder", "zipped"])("is no export of Ticketvault, verify says: %s", async (form) => {
    if (form === "zipped") await linesOf("zip", ["-q", "-r", "theirs.zip", "theirs"], all.folder.path);
    const path = form === "zipped" ? `${bag}.zip` : bag;

    const { code, stderr } = await runHere(["verify", path], { cwd: all.folder.path });

    expect(stderr).toMatch("BagIt bag");
    expect(code).toBe(2);
    tell("bagit", PYTHON, `to make a bag, ${form}`, "verify: a BagIt bag, but no export of Ticketvault");
  });
});
