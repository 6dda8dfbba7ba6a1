/** What other people's OCFL writes, checked by `verify`: roots in every layout, and versions on our objects. */
import { cp, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { objectId } from "../../../shared/keys.ts";
import { runHere } from "../../cli/command.ts";
import { ORG } from "../../export/generated-vault.ts";
import { installed, pythonLines } from "../run.ts";
import { tell } from "../told.ts";
import { type VaultOfAll, vaultOfAll } from "../vault-of-all.ts";
import { OCFL_JAVA, OCFL_PY, ocflJava } from "./programs.ts";

let all: VaultOfAll;
beforeAll(async () => {
  all = await vaultOfAll(3);
});
afterAll(() => all[Symbol.asyncDispose]());

const verify = (path: string) => runHere(["verify", path], { cwd: all.folder.path });

// F14
it.each(["0002", "0003", "0004", "0006", "0007"])(
  "a root that ocfl-java writes in layout %s is valid",
  async (layout) => {
    const root = join(all.folder.path, layout);
    await ocflJava(all.folder.path, "copy", all.root, root, layout);

    const { code, stdout, stderr } = await verify(root);

    expect(stdout + stderr).toMatch(": valid");
    expect(code).toBe(0);
    tell(
      "ocfl",
      OCFL_JAVA,
      `to write tickets of ours into a root of its own, in layout ${layout}`,
      "verify: valid",
    );
  },
);

// F15
describe.each([
  [
    "ocfl-java",
    OCFL_JAVA,
    (root: string) => ocflJava(all.folder.path, "add", root, objectId(ORG, 143), "note.txt"),
  ],
  ["ocfl-py", OCFL_PY, addByOcflPy],
] as const)("a version that %s adds to a ticket of ours", (name, program, add) => {
  it("is named by verify, which finds no fault with it as OCFL", async () => {
    const vault = join(all.folder.path, name);
    await cp(all.vault, vault, { recursive: true });
    await add(join(vault, "archive", String(ORG)));

    const { code, stdout, stderr } = await verify(vault);

    expect(stdout + stderr).toMatch("archive/22824/143/v3/inventory.json");
    expect(stdout + stderr).not.toMatch(/ E\d{3} /);
    expect(code).toBe(3);
    tell(
      "ocfl",
      program,
      "to add a version to a ticket of ours",
      "verify: valid OCFL, but not as Ticketvault writes it",
    );
  });
});

async function addByOcflPy(root: string): Promise<void> {
  const script = `${installed("ocfl")}/python/bin/ocfl-object.py`;
  const object = ["--objdir", join(root, "143")];
  const files = join(all.folder.path, "next");
  await pythonLines("ocfl", [script, "extract", ...object, "--dstdir", files], all.folder.path);
  await writeFile(join(files, "note.txt"), "A note by another program.");
  const user = ["--name", "R", "--address", "mailto:r@example.com", "--message", "By another program."];
  await pythonLines("ocfl", [script, "update", ...object, "--srcdir", files, ...user], all.folder.path);
}
