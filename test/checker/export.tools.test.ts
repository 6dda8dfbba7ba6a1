/** docs/check.py on exports: as they were made, flipped, and forged by somebody who knows all of their formats. */
import { cp, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runExport } from "../../shared/export/run-export.ts";
import { flip, REBAG, requestFor, sealedVault, shell, type Vault } from "../export/exported.ts";
import { ORG } from "../export/generated-vault.ts";
import { type TempFolder, tempFolder } from "../temp.ts";
import { DISGUISES, forgeLedger } from "../verify/forged-export.ts";
import { CHECKER, check } from "./checker.ts";

let vault: Vault;
let bag: string;
let key: string;
beforeAll(async () => {
  vault = await sealedVault({ rotated: true });
  const dependencies = vault.into("out");
  const { id } = await runExport(dependencies, ORG, requestFor([1, 2]));
  await shell(join(dependencies.path, id), "unzip -q *.zip && mv export-*-001 bag");
  bag = join(dependencies.path, id, "bag");
  key = vault.keys[0].id;
});
afterAll(() => vault[Symbol.asyncDispose]());

async function harmed(commands: string): Promise<TempFolder> {
  const copy = await tempFolder();
  await cp(bag, copy.path, { recursive: true });
  const { code, output } = await shell(copy.path, `set -e\n${commands}`);
  expect(output).toBe("");
  expect(code).toBe(0);
  return copy;
}

it("finds nothing in an export as it was made, by the first key or by the one that it introduced", async () => {
  const [{ code, places, output }, byLast] = await Promise.all([
    check(bag, "--key", key),
    check(bag, "--key", vault.keys[1].id),
  ]);

  expect({ code, places }).toEqual({ code: 0, places: [] });
  // The first key alone vouches for what it signed itself, as a part does not hold the whole chain.
  expect(byLast.places).toEqual([
    "data/ledger/000000000001.json",
    "data/tickets/1/v1/inventory.json",
    "data/provenance.json",
  ]);
  expect(output).toMatch(/^2 tickets, \d+ files, 3 ledger entries, 0 findings, 0 not checked$/m);
  expect(await readFile(join(bag, "check.py"))).toEqual(await readFile(CHECKER));
});

it.each(["data/transcripts/1.html", "manifest-sha256.txt", "bag-info.txt", "VERIFY.md", "check.py"])(
  "names %s when one bit of it is flipped",
  async (path) => {
    await using copy = await tempFolder();
    await cp(bag, copy.path, { recursive: true });
    await flip(join(copy.path, path));

    const { code, places } = await check(copy.path, "--key", key);

    expect(code).toBe(3);
    expect(places.join("\n")).toMatch(path === "manifest-sha256.txt" ? /./ : path);
  },
);

describe("though all manifests were written anew, it names", () => {
  const ENTRY = "data/ledger/000000000003.json";
  const SIDECARS = `for each in data/tickets/1 data/tickets/1/v*
    do (cd $each && echo "$(sha256sum < inventory.json | cut -c 1-64) inventory.json" > inventory.json.sha256); done`;
  it.each([
    ["a document", "echo >> data/tickets/1/v2/content/ticket.json", "data/tickets/1/v2/content/ticket.json"],
    [
      "a document with all digests of its ticket",
      `old=$(sha256sum < data/tickets/1/v2/content/ticket.json | cut -c 1-64)
       echo >> data/tickets/1/v2/content/ticket.json
       sed -i "s/$old/$(sha256sum < data/tickets/1/v2/content/ticket.json | cut -c 1-64)/" data/tickets/1/inventory.json data/tickets/1/v2/inventory.json
       ${SIDECARS}`,
      "data/tickets/1/v2/inventory.json",
    ],
    ["a file beside the versions", "cp VERIFY.md data/tickets/1/", "data/tickets/1/VERIFY.md"],
    [
      "a newest version that was taken out",
      `rm -r data/tickets/1/v2; cp data/tickets/1/v1/inventory.json* data/tickets/1/`,
      "data/tickets/1/v2/inventory.json",
    ],
    ["a ticket that was taken out", "rm -r data/tickets/2", "data/provenance.json"],
    ["a ticket that was copied", "cp -r data/tickets/2 data/tickets/3", "data/tickets/3/v1/inventory.json"],
    ["an entry with a field moved in", `sed -i 's/^  "time"/   "time"/' ${ENTRY}`, ENTRY],
    ["a signature that is gone", `rm ${ENTRY}.sig`, `${ENTRY}.sig`],
    [
      "what the provenance says of a ticket's seal",
      `sed -i '0,/"entry": "ledger.*"/s//"entry": null/' data/provenance.json`,
      "data/provenance.json",
    ],
  ])("%s", async (_what, harm, path) => {
    await using copy = await harmed(`${harm}\n${REBAG}`);

    const { code, places } = await check(copy.path, "--key", key);

    expect(code).toBe(3);
    expect(places).toContain(path);
  });

  // E1
  it.each(Object.entries(DISGUISES))(
    "every version of a ledger that was forged whole with another key, %s",
    async (_what, disguise) => {
      await using copy = await harmed("");
      await forgeLedger(copy.path, key, disguise);
      await shell(copy.path, REBAG);

      const [trusting, blind] = await Promise.all([check(copy.path, "--key", key), check(copy.path)]);

      expect(trusting.code).toBe(3);
      for (const version of ["1/v1", "1/v2", "2/v1"])
        expect(trusting.places).toContain(`data/tickets/${version}/inventory.json`);
      expect(blind.code).not.toBe(0);
    },
  );
});
