/** docs/check.py on vaults: as they were made, and after somebody did harm to them. */
import { mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../../cli/sandbox/random.ts";
import type { Files } from "../ocfl/fixtures.ts";
import { tempFolder } from "../temp.ts";
import { type MadeVault, makeVault } from "../verify/sealed-vault.ts";
import { TAMPERINGS } from "../verify/tampering.ts";
import { check, checkVault, unnamedByChecker } from "./checker.ts";

let vault: MadeVault;
beforeAll(async () => {
  vault = await makeVault();
});

const copyOf = (change: (files: Files) => void): Files => {
  const files = new Map(vault.files);
  change(files);
  return files;
};
describe("a vault as it was made", () => {
  it("has nothing to name, by its first key and with its last entry known", async () => {
    const { code, places, output } = await checkVault(vault.files, vault, "--head", vault.head.sha256);

    expect({ code, places }).toEqual({ code: 0, places: [] });
    expect(output).toContain("Not checked: whether LeadSquared told the truth");
    expect(output).toMatch(/^3 tickets, \d+ files, \d+ ledger entries, 0 findings, 0 not checked$/m);
  });

  it("is not called sound without a key from elsewhere", async () => {
    const { code, output } = await checkVault(vault.files, { ...vault, pinned: [] });

    expect(code).toBe(4);
    expect(output).toContain("NO KEY WAS GIVEN");
  });

  it("may have a version that is young and neither published to its end nor sealed: that is told", async () => {
    const files = copyOf((all) => {
      for (const name of ["inventory.json", "inventory.json.sha256"]) {
        all.set(`archive/22824/143/${name}`, all.get(`archive/22824/143/v1/${name}`) ?? Buffer.of());
      }
      const [key] = vault.pinned;
      for (const path of [...all.keys()])
        if (/^ledger\/22824\/(0+([4-9]|1\d)\.|keys)/.test(path) && !path.includes(key?.id ?? ""))
          all.delete(path);
    });

    // The second is by a clock that is behind that of the archive, as clocks are.
    for (const now of ["2026-01-02T04:00:00Z", "2026-01-02T03:00:00Z"]) {
      const { code, places } = await checkVault(files, { ...vault, now: new Date(now) });

      expect(code).toBe(4);
      expect(places[0]).toBe("archive/22824/143/");
    }
  });
});

describe("a vault that somebody did harm to", () => {
  it.each(Object.entries(TAMPERINGS))("is found tampered with: %s", async (kind, tamper) => {
    const files = new Map(vault.files);
    const { what, places } = tamper(files, seededRandom(`checker ${kind}`, 1));

    const { code, places: found } = await checkVault(files, vault, "--head", vault.head.sha256);

    expect({ what, code, unnamed: unnamedByChecker(places, found) }).toEqual({ what, code: 3, unnamed: [] });
  });

  // E6
  it.each([
    [
      "v2's content deleted and the root set back",
      "archive/22824/143/v2/inventory.json",
      (files: Files) => {
        for (const path of [...files.keys()])
          if (path.startsWith("archive/22824/143/v2/")) files.delete(path);
        for (const name of ["inventory.json", "inventory.json.sha256"])
          files.set(`archive/22824/143/${name}`, files.get(`archive/22824/143/v1/${name}`) ?? Buffer.of());
      },
    ],
    [
      "a ticket's folder copied as another",
      "archive/22824/7/v1/inventory.json",
      (files: Files) => copyFolder(files, "143", "7"),
    ],
    [
      "a folder 0143",
      "archive/22824/0143/inventory.json",
      (files: Files) => copyFolder(files, "143", "0143"),
    ],
    [
      "a file beside content/",
      "archive/22824/143/v1/note.txt",
      (files: Files) => {
        files.set("archive/22824/143/v1/note.txt", Buffer.from("x"));
      },
    ],
  ])("names %s", async (_what, path, change: (files: Files) => void) => {
    const { code, places } = await checkVault(copyOf(change), vault);

    expect(code).toBe(3);
    expect(places).toContain(path);
  });

  // E6
  it("names a link, an empty folder, and what is of no account", async () => {
    await using folder = await tempFolder();
    await mkdir(join(folder.path, "archive/22824/143/v1/content/empty"), { recursive: true });
    await mkdir(join(folder.path, "archive/22824 /143"), { recursive: true });
    await writeFile(join(folder.path, "archive/22824 /143/inventory.json"), "{}");
    await symlink("/etc/hostname", join(folder.path, "archive/22824/143/v1/content/ticket.json"));

    const { code, places } = await check(folder.path);

    expect(code).toBe(3);
    expect(places).toEqual(
      expect.arrayContaining([
        "archive/22824/143/v1/content/empty",
        "archive/22824/143/v1/content/ticket.json",
        "archive/22824 /143/inventory.json",
      ]),
    );
  });

  it.each([
    ["numbers that are no numbers", '{"versions": {"v1e9": {}}, "manifest": {}, "head": "v999999999999"}'],
    ["lists in place of objects", "[[[]]]"],
    ["deep nesting", "[".repeat(200_000)],
    ["no UTF-8", "\u00ff"],
  ])("is read to its end whatever an inventory holds: %s", async (_what, text) => {
    const bytes = Buffer.from(text, "latin1");
    const files = copyOf((all) => {
      all.set("archive/22824/143/inventory.json", bytes);
      all.set("ledger/22824/000000000003.json", bytes);
    });

    const { code, places, output } = await checkVault(files, vault);

    expect(code).toBe(3);
    expect(places).toEqual(
      expect.arrayContaining(["archive/22824/143/inventory.json", "ledger/22824/000000000003.json"]),
    );
    expect(output).not.toContain("Traceback");
  });
});

it("a folder that is not there is a mistake of the arguments", async () => {
  await using folder = await tempFolder();
  await rm(folder.path, { recursive: true });

  expect((await check(folder.path)).code).toBe(2);
});

function copyFolder(files: Files, from: string, to: string): void {
  for (const [path, bytes] of [...files])
    if (path.startsWith(`archive/22824/${from}/`)) files.set(path.replace(`/${from}/`, `/${to}/`), bytes);
}
