/** What other people's OCFL is known to get wrong: each is shown to be so still, beside what `verify` says. */
import { readFile, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sha256Hex } from "../../../shared/digest.ts";
import { directoryStore } from "../../../shared/store/directory.ts";
import { runHere } from "../../cli/command.ts";
import { archiveGenerated, ORG } from "../../export/generated-vault.ts";
import { type TempFolder, tempFolder } from "../../temp.ts";
import { installed, pythonLines } from "../run.ts";
import { ocflJava, ocflPy } from "./programs.ts";

let folder: TempFolder;
let root: string;
let object: string;
beforeEach(async () => {
  folder = await tempFolder();
  root = join(folder.path, "vault/archive", String(ORG));
  object = join(root, "1");
  await archiveGenerated(directoryStore(join(folder.path, "vault")), { ticketId: 1, attachments: [10] });
});
afterEach(() => folder[Symbol.asyncDispose]());

const said = {
  "ocfl-py": async () => (await ocflPy(folder.path, object))[0]?.split(" ")[1],
  "ocfl-java": async () => (await ocflJava(folder.path, "validate", root))[0]?.split(" ")[1],
  verify: async () =>
    (await runHere(["verify", join(folder.path, "vault")], { cwd: folder.path })).code === 0
      ? "valid"
      : "invalid",
};

/** Both inventories, with sidecars that fit. */
async function changeInventory(change: (text: string) => string): Promise<void> {
  const text = change(await readFile(join(object, "inventory.json"), "utf8"));
  for (const at of [object, join(object, "v1")]) {
    await writeFile(join(at, "inventory.json"), text);
    await writeFile(join(at, "inventory.json.sha256"), `${sha256Hex(text)} inventory.json\n`);
  }
}

it("ocfl-py refuses a storage root of layout 0006", async () => {
  const script = `${installed("ocfl")}/python/bin/ocfl-root.py`;
  const lines = await pythonLines("ocfl", [script, "validate", "--root", root], folder.path);

  expect(lines.join("\n")).toMatch(/unknown layout 0006[\s\S]*Did not check OCFL objects/);
});

const CHANGES: Readonly<Record<string, () => Promise<void>>> = {
  "a name that stands twice": () => changeInventory((text) => text.replace("{", '{"head": "v9",')),
  "a second line in a sidecar": async () => {
    const path = join(object, "inventory.json.sha256");
    await writeFile(path, `${await readFile(path, "utf8")}another line\n`);
  },
  "a byte order mark": () => changeInventory((text) => `\ufeff${text}`),
  "words behind its end": () => changeInventory((text) => `${text}and more`),
  "a link in place of a file": async () => {
    await rename(join(object, "v1/content/ticket.json"), join(folder.path, "ticket.json"));
    await symlink(join(folder.path, "ticket.json"), join(object, "v1/content/ticket.json"));
  },
};

describe.each([
  ["ocfl-py", ["a name that stands twice", "a second line in a sidecar", "a link in place of a file"]],
  [
    "ocfl-java",
    ["a name that stands twice", "a byte order mark", "words behind its end", "a link in place of a file"],
  ],
] as const)("%s takes, where verify does not,", (program, taken) => {
  it.each(taken)("%s", async (what) => {
    await CHANGES[what]?.();

    expect([await said[program](), await said.verify()]).toEqual(["valid", "invalid"]);
  });
});
